internal import Crypto
internal import Platform
internal import SFTP
internal import Support

/// The hand-over of one file: after ``run(_:)`` returns, the drop is in the inbox and on the disk.
///
/// Payload on the disk → description on the disk → payload renamed beside it → directory renamed into the inbox → inbox on the
/// disk. A crash before the last rename leaves an upload that is unfinished again (``AccountTree/recover()``), after it a drop.
struct HandOver {
    let tree: AccountTree
    let channel: DropChannel
    /// The name under which the upload lies.
    let uploadName: String
    let drop: HandedOverDrop

    func run(_ file: borrowing FileDescriptor) throws(HandOverFault) {
        try settle(file)
        do throws(SystemError) {
            let lock = try tree.handOver.directory.open(".", [.read, .directory])
            try lock.lock()
            try move()
        } catch { throw undo(error) }
        try confirm()
    }

    /// Like ``run(_:)``, but false at once where another hand-over of the account is in progress: for the ingester, which a
    /// session that never lets go of the lock must not stop.
    func runUnlessBusy(_ file: borrowing FileDescriptor) throws(HandOverFault) -> Bool {
        try settle(file)
        do throws(SystemError) {
            let lock = try tree.handOver.directory.open(".", [.read, .directory])
            guard try lock.tryLock() else { return false }
            try move()
        } catch { throw undo(error) }
        try confirm()
        return true
    }

    private func settle(_ file: borrowing FileDescriptor) throws(HandOverFault) {
        do throws(SystemError) { try file.sync() } catch { throw HandOverFault(.notKept, error) }
        CrashPoint.reached(.uploadSynced)
    }

    private func move() throws(SystemError) {
        let handOver = tree.handOver
        let uploads = try tree.upload(channel)
        // The ingester, of another user maybe, reads what is in it and clears it away.
        try handOver.directory.make(drop.id, permissions: 0o770)
        let own = try handOver.directory.directory(drop.id)
        let description = try own.open("drop.json", [.write, .create, .exclusive], permissions: 0o640)
        try description.write(drop.json)
        try description.sync()
        try own.sync()
        CrashPoint.reached(.handOverPrepared)
        try uploads.directory.rename(uploadName, to: "payload", in: own)
        try own.sync()
        CrashPoint.reached(.handOverRenamed)
        try handOver.directory.renameExclusively(drop.id, to: drop.id, in: tree.inbox.directory)
    }

    /// Back to an unfinished upload at once; what cannot be undone now is undone by the next session.
    private func undo(_ cause: SystemError) -> HandOverFault {
        _ = try? tree.undo(drop.id, to: (channel, uploadName))
        return HandOverFault(.notMoved, cause)
    }

    /// The ingester may have the drop already: there is no way back from here.
    private func confirm() throws(HandOverFault) {
        do throws(SystemError) {
            try tree.inbox.directory.sync()
            try tree.upload(channel).directory.sync()
        } catch { throw HandOverFault(.notConfirmed, error) }
        CrashPoint.reached(.handOverSynced)
    }

    /// The digest of the whole of `file`, or of what `stream` has not seen of it yet.
    static func digest(
        of file: borrowing FileDescriptor, from offset: UInt64 = 0, continuing stream: SHA256? = nil
    ) throws(SystemError) -> SHA256Digest {
        guard let hash = stream ?? (try? SHA256()) else { throw SystemError("sha256") }
        var buffer = [UInt8](repeating: 0, count: 256 << 10)
        var position = offset
        while true {
            var failure: SystemError?
            var count = 0
            unsafe buffer.withUnsafeMutableBytes { raw in
                do throws(SystemError) {
                    count = try unsafe file.read(into: raw, at: position)
                    unsafe hash.update(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(raw)[..<count]))
                } catch { failure = error }
            }
            if let failure { throw failure }
            if count == 0 { return hash.finish() }
            position += UInt64(count)
        }
    }
}
