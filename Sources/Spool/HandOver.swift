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

    func run(_ file: borrowing FileDescriptor) throws(SystemError) {
        try file.sync()
        CrashPoint.reached(.uploadSynced)
        let handOver = tree.handOver
        let lock = try handOver.directory.open(".", [.read, .directory])
        try lock.lock()
        do throws(SystemError) {
            try move()
        } catch {
            // Back to an unfinished upload at once; what cannot be undone now is undone by the next session.
            _ = try? tree.undo(drop.id)
            throw error
        }
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
        try tree.inbox.directory.sync()
        try uploads.directory.sync()
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
