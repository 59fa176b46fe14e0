internal import Convention
internal import Journal
internal import Platform
internal import Spool
internal import Support

/// The end of uploads that nobody finishes.
extension Ingester {
    /// Hands the uploads of every account over that nobody has written to for the days of the setting; the usual way of a drop
    /// does the rest.
    ///
    /// False where there are more than are taken at once. An account that cannot be looked at is left for the next time.
    func giveUpUploads() throws -> Bool {
        let now = clock.now()
        let limit = now.advanced(seconds: -Int64(settings.unfinishedDays) * 86_400)
        var isDone = true
        for account in try inbox.accounts() where settings.library.convention(ofAccount: account, on: now.date) != nil {
            do throws(SystemError) {
                let tree = try AccountTree(spool: settings.spool, account: account)
                if try tree.giveUpUploads(untouchedSince: limit, at: now) == AccountTree.mostGivenUpAtOnce {
                    isDone = false
                }
            } catch {
                try journal.append(
                    JournalEvent(
                        "uploads.not-examined", [("account", .text(account)), ("fault", .text(error.description))]))
            }
        }
        return isDone
    }
}
