internal import Crypto
internal import Platform
internal import SFTP
package import Support

/// What one account sees and may do over SFTP (design, section 3): `/inbox`, `/oppositions`, `/receipts`, `/convention`.
package final class AccountFileSystem: SFTPFileSystem {
    let tree: AccountTree
    let limits: SpoolLimits
    let clock: any Clock
    let client: String
    let convention: AccountTree.Descriptor?
    let listener: (UploadEvent) -> Void
    /// Names handed over in this session: clients ask for the size after `put`, when the ingester may have the drop already.
    var handedOver: [UploadKey: (size: UInt64, at: Timestamp)] = [:]
    /// Digests of temporary files that were closed in this session, so that their rename need not read them again.
    var digests: [UploadKey: (digest: SHA256Digest, identity: FileIdentity, size: UInt64, modified: Timestamp)] = [:]
    var waitingCache: [String: HandedOverDrop] = [:]
    /// The upload that is gathered in memory: one a session, so that a session's memory has a bound.
    weak var staged: UploadFile?

    struct UploadKey: Hashable {
        let channel: DropChannel
        let name: String
    }

    /// The view of `tree`'s account.
    ///
    /// `conventionDirectory` is shown as `/convention`; `client` goes into each drop's description.
    package init(
        tree: AccountTree, conventionDirectory: String?, limits: SpoolLimits, client: String, clock: any Clock,
        listener: @escaping (UploadEvent) -> Void
    ) {
        self.tree = tree
        self.limits = limits
        self.client = client
        self.clock = clock
        self.listener = listener
        // The last component may be a link to the version in force, which `open` would refuse.
        convention = conventionDirectory.flatMap { path in try? AccountTree.Descriptor(Directory(path + "/.")) }
    }

    func report(_ event: UploadEvent) { listener(event) }

    var tooLarge: SFTPFailure { SFTPFailure(.failure, "spool.drop-too-large", ["limit": String(limits.dropBytes)]) }

    /// What `path` means; whatever is done there sees all that was written.
    func place(_ path: SFTPPath) throws(SFTPFailure) -> Place {
        staged?.settleForOthers()
        guard let place = Place(path) else { throw .noSuchFile }
        return place
    }

    /// Runs `body` and reports its refusal to the journal.
    func reporting<Result>(_ body: () throws(SFTPFailure) -> Result) throws(SFTPFailure) -> Result {
        do throws(SFTPFailure) { return try body() } catch {
            if error.status != .noSuchFile { report(.refused(code: error.code)) }
            throw error
        }
    }
}
