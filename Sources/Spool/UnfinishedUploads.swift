internal import Crypto
internal import Glibc
package import Platform
package import Support

/// The end of uploads that nobody finishes: the ingester hands them over in their producer's place, marked as
/// ``HandedOverDrop/unfinished``, so that they get their receipts like every other drop.
extension AccountTree {
    /// Uploads that are given up in one go; what is left over comes next time.
    package static let mostGivenUpAtOnce = 100

    /// Hands over every upload that nobody holds open and nobody has written to after `limit`, and says how many.
    ///
    /// The time of the last write is the file's own: clients cannot set it. Where a hand-over of the account is in progress it
    /// gives way.
    package func giveUpUploads(untouchedSince limit: Timestamp, at now: Timestamp) throws(SystemError) -> Int {
        // What a crash left of an earlier hand-over is an upload again first.
        guard try recoverUnlessBusy() != nil else { return 0 }
        var count = 0
        for channel in DropChannel.allCases {
            for name in try upload(channel).directory.names() {
                guard count < AccountTree.mostGivenUpAtOnce else { return count }
                if try giveUp(name, channel, untouchedSince: limit, at: now) { count += 1 }
            }
        }
        return count
    }

    /// Gives up one upload; false where it is none, is not old enough or is somebody's at this moment.
    private func giveUp(
        _ name: String, _ channel: DropChannel, untouchedSince limit: Timestamp, at now: Timestamp
    ) throws(SystemError) -> Bool {
        let uploads = try upload(channel)
        // No session makes such a name, and a drop could not have it.
        guard UploadName.problem(name) == nil, let seen = try uploads.directory.status(name), seen.kind == .file,
            seen.modified < limit
        else { return false }
        let file = try uploads.directory.open(name, [.read, FileDescriptor.Mode(rawValue: O_NONBLOCK)])
        guard try file.status().kind == .file, try file.tryLock() else { return false }
        // Locked now; until then it may have been resumed, finished or replaced.
        let status = try file.status()
        guard status.modified < limit, try uploads.directory.identity(name) == file.identity() else { return false }
        guard let id = try? DropIdentifier.make(at: now) else { throw SystemError("getrandom", number: EIO) }
        let begun = min(file.birth() ?? status.modified, status.modified)
        let drop = HandedOverDrop(
            id: id, account: account, channel: channel, name: name, size: status.size,
            sha256: try HandOver.digest(of: file), arrivedAt: now, client: "",
            unfinished: HandedOverDrop.Unfinished(begunAt: begun, writtenAt: status.modified))
        do throws(HandOverFault) {
            return try HandOver(tree: self, channel: channel, uploadName: name, drop: drop).runUnlessBusy(file)
        } catch { throw error.cause }
    }
}
