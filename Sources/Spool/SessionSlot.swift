internal import Platform
package import Support

/// One of the sessions that an account may have at once.
///
/// A slot is a lock on a file of the account's tree: the kernel gives it back when the session's process ends, however it ends.
package final class SessionSlot {
    /// The account has as many sessions as it may.
    package struct NoneFree: Fault {
        package var code: FaultCode { "session.too-many" }
    }

    /// Directory below the account's `upload` for what its sessions share; no channel leads to it.
    static let directory = "sessions"

    private let lock: FileDescriptor

    private init(_ lock: consuming FileDescriptor) { self.lock = lock }

    /// Takes a free slot of `account` below `spool`.
    package static func take(spool: String, account: String, limit: Int) throws -> SessionSlot {
        let upload = try Directory(spool).directory(account).directory("upload")
        try upload.make(SessionSlot.directory)
        let slots = try upload.directory(SessionSlot.directory)
        for number in 0..<limit {
            let file = try slots.open(String(number), [.write, .create])
            if try file.tryLock() { return SessionSlot(file) }
        }
        throw NoneFree()
    }
}
