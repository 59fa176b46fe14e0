internal import Glibc
package import Platform
internal import Support

/// The ingester's side of the spool: what was handed over, and the way back for receipts.
package struct SpoolInbox: Sendable {
    private let spool: String

    /// The spool in the directory `spool`.
    package init(spool: String) { self.spool = spool }

    /// The accounts that have a tree, sorted.
    package func accounts() throws(SystemError) -> [String] {
        let root = try Directory(spool)
        var accounts: [String] = []
        for name in try root.names() where AccountName.isValid(name) {
            if try root.status(name)?.kind == .directory { accounts.append(name) }
        }
        return accounts
    }

    /// The directory to watch for drops of `account`.
    package func inboxPath(account: String) -> String { "\(spool)/\(account)/inbox" }

    /// What waits in an account's inbox.
    package struct Waiting: Sendable {
        /// The drops, oldest first.
        package var drops: [HandedOverDrop] = []
        /// Names of what is in the inbox and is no drop: no readable `drop.json`, or a payload that is no regular file.
        package var malformed: [String] = []
    }

    /// What waits for `account`.
    ///
    /// What is no drop, or cannot be looked at, is named and left where it is: it stops no other.
    package func waiting(account: String) throws(SystemError) -> Waiting {
        let inbox = try Directory(spool).directory(account).directory("inbox")
        var waiting = Waiting()
        for id in try inbox.names() {
            do throws(SystemError) {
                if let drop = try SpoolInbox.read(id, in: inbox), drop.account == account,
                    try SpoolInbox.isSound(id, in: inbox)
                {
                    waiting.drops.append(drop)
                } else if try inbox.status(id) != nil {
                    waiting.malformed.append(id)
                }
            } catch {
                waiting.malformed.append(id)
            }
        }
        return waiting
    }

    /// Whether the sealed bytes of `id` are a regular file, or in the archive already.
    private static func isSound(_ id: String, in inbox: borrowing Directory) throws(SystemError) -> Bool {
        let payload = try inbox.directory(id).status("payload")
        return payload == nil || payload?.kind == .file
    }

    /// The drops of `account`, oldest first.
    package func drops(account: String) throws(SystemError) -> [HandedOverDrop] { try waiting(account: account).drops }

    /// The drop `id` as it lies in the inbox of `account`; nil where it is not there.
    package func drop(account: String, id: String) throws(SystemError) -> HandedOverDrop? {
        try SpoolInbox.read(id, in: Directory(spool).directory(account).directory("inbox"))
    }

    /// The description of `id`; nil where there is none that can be read.
    static func read(_ id: String, in inbox: borrowing Directory) throws(SystemError) -> HandedOverDrop? {
        guard DropIdentifier.isValid(id), try inbox.status(id)?.kind == .directory else { return nil }
        do throws(SystemError) {
            let bytes = try inbox.directory(id).read("drop.json", limit: HandedOverDrop.maximumBytes)
            return HandedOverDrop(json: bytes).flatMap { $0.id == id ? $0 : nil }
        } catch {
            // Taken by the ingester in between, or a link or a giant where the file should be.
            if [ENOENT, ELOOP, EFBIG, ENOTDIR, EISDIR].contains(error.number) { return nil }
            throw error
        }
    }

    /// Whether the sealed bytes of drop `id` are in the inbox.
    package func holds(account: String, id: String) throws(SystemError) -> Bool {
        let inbox = try Directory(spool).directory(account).directory("inbox")
        guard try inbox.status(id)?.kind == .directory else { return false }
        return try inbox.directory(id).status("payload") != nil
    }

    /// Opens the sealed bytes of drop `id` for reading; anything but a regular file is refused.
    package func openPayload(account: String, id: String) throws(SystemError) -> FileDescriptor {
        let own = try Directory(spool).directory(account).directory("inbox").directory(id)
        let file = try own.open("payload", [.read, FileDescriptor.Mode(rawValue: O_NONBLOCK)])
        guard try file.status().kind == .file else { throw SystemError("open", "payload", number: EINVAL) }
        return file
    }

    /// Moves the sealed bytes of drop `id` to `archivePath/<account>/<id>.sealed` and clears the inbox of it.
    ///
    /// Done twice, or again after a crash, it ends in the same place.
    package func moveToArchive(account: String, id: String, archivePath: String) throws(SystemError) {
        let archive = try Directory(archivePath)
        try archive.make(account)
        try archive.sync()
        let place = try archive.directory(account)
        let inbox = try Directory(spool).directory(account).directory("inbox")
        guard try inbox.status(id) != nil else { return }
        let own = try inbox.directory(id)
        if let payload = try own.status("payload") {
            guard payload.kind == .file else { throw SystemError("rename", "payload", number: EINVAL) }
            try SpoolInbox.move("payload", from: own, to: "\(id).sealed", in: place)
            try own.sync()
            CrashPoint.reached(.originalArchived)
        }
        try clear(id, in: inbox)
        CrashPoint.reached(.inboxCleared)
    }

    /// Writes `archivePath/<account>/<name>`, whole and durable; done twice, it ends the same.
    package func writeToArchive(_ bytes: [UInt8], account: String, name: String, archivePath: String)
        throws(SystemError)
    {
        let archive = try Directory(archivePath)
        try archive.make(account)
        try archive.sync()
        try archive.directory(account).install(name, bytes, permissions: 0o600)
    }

    /// Moves a file durably, also to another file system: there it is whole before it has its name, and is removed here last.
    private static func move(
        _ name: String, from: borrowing Directory, to newName: String, in destination: borrowing Directory
    ) throws(SystemError) {
        do throws(SystemError) {
            try from.rename(name, to: newName, in: destination)
            try destination.sync()
        } catch {
            guard error.number == EXDEV else { throw error }
            try from.open(name, [.read, FileDescriptor.Mode(rawValue: O_NONBLOCK)])
                .copy(to: newName, in: destination)
            try from.remove(name)
        }
    }

    /// Removes drop `id` and its bytes from the inbox.
    package func remove(account: String, id: String) throws(SystemError) {
        let inbox = try Directory(spool).directory(account).directory("inbox")
        guard try inbox.status(id) != nil else { return }
        try clear(id, in: inbox)
    }

    /// Names of the files in the account's `receipts`.
    package func receiptFiles(account: String) throws(SystemError) -> Set<String> {
        Set(try Directory(spool).directory(account).directory("receipts").names())
    }

    /// Puts files into the account's `receipts`, each whole and durable, the last one last: whoever sees it sees the others.
    package func writeReceiptFiles(account: String, _ files: [(name: String, bytes: [UInt8])]) throws(SystemError) {
        let own = try Directory(spool).directory(account)
        try own.make("receipts")
        try own.directory("receipts").writeDurably(files, permissions: 0o640)
    }

    /// The description goes last, so that a crash in between leaves something that can be read and cleared again.
    private func clear(_ id: String, in inbox: borrowing Directory) throws(SystemError) {
        let own = try inbox.directory(id)
        for name in try own.names() where name != "drop.json" { try own.remove(name) }
        try own.remove("drop.json")
        try inbox.removeDirectory(id)
        try inbox.sync()
    }
}
