internal import Crypto
internal import Glibc
internal import Platform
package import SFTP
package import Support

/// What one account sees and may do over SFTP (design, section 3): `/inbox`, `/oppositions`, `/receipts`, `/convention`.
package final class AccountFileSystem: SFTPFileSystem {
    let tree: AccountTree
    let limits: SpoolLimits
    let clock: any Clock
    private let client: String
    private let convention: AccountTree.Descriptor?
    private let listener: (UploadEvent) -> Void
    /// Names handed over in this session: clients ask for the size after `put`, when the ingester may have the drop already.
    private var handedOver: [UploadKey: (size: UInt64, at: Timestamp)] = [:]
    /// Digests of temporary files that were closed in this session, so that their rename need not read them again.
    private var digests:
        [UploadKey: (digest: SHA256Digest, identity: FileIdentity, size: UInt64, modified: Timestamp)] = [:]
    private var waitingCache: [String: HandedOverDrop] = [:]
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
    private func place(_ path: SFTPPath) throws(SFTPFailure) -> Place {
        staged?.settleForOthers()
        guard let place = Place(path) else { throw .noSuchFile }
        return place
    }

    /// Runs `body` and reports its refusal to the journal.
    private func reporting<Result>(_ body: () throws(SFTPFailure) -> Result) throws(SFTPFailure) -> Result {
        do throws(SFTPFailure) { return try body() } catch {
            if error.status != .noSuchFile { report(.refused(code: error.code)) }
            throw error
        }
    }

    // MARK: Opening

    package func open(
        _ path: SFTPPath, _ flags: SFTPOpenFlags, _ attributes: SFTPAttributes
    ) throws(SFTPFailure) -> any SFTPFile {
        let isWrite = !flags.isDisjoint(with: [.write, .append, .create, .truncate])
        return try reporting { () throws(SFTPFailure) in
            let place = try place(path)
            if case .upload = place, !isWrite { _ = try self.attributes(path) }
            try place.check(isWrite ? .write : .read)
            switch place {
            case .upload(let channel, let name): return try openUpload(UploadKey(channel: channel, name: name), flags)
            case .receipt(let name): return try openForReading(tree.receipts.directory, name)
            case .convention(let components):
                guard let last = components.last else { throw SFTPFailure(.failure, "spool.not-a-file") }
                return try openForReading(conventionDirectory(components.dropLast()), last)
            case .root, .uploads, .receipts: throw SFTPFailure(.failure, "spool.not-a-file")
            }
        }
    }

    private func openForReading(_ directory: borrowing Directory, _ name: String) throws(SFTPFailure) -> any SFTPFile {
        guard !name.hasPrefix(".") else { throw .noSuchFile }
        do throws(SystemError) {
            let file = try directory.open(name, [.read, FileDescriptor.Mode(rawValue: O_NONBLOCK)])
            guard try file.status().kind == .file else { throw SystemError("open", number: EISDIR) }
            return ReadableFile(file, owner: self)
        } catch {
            throw error.number == EISDIR ? SFTPFailure(.failure, "spool.not-a-file") : SFTPFailure(error)
        }
    }

    private func openUpload(_ key: UploadKey, _ flags: SFTPOpenFlags) throws(SFTPFailure) -> any SFTPFile {
        if let problem = UploadName.problem(key.name) { throw problem }
        let uploads = try spoolCall { () throws(SystemError) in try tree.upload(key.channel) }
        let exists = try spoolCall { () throws(SystemError) in try uploads.directory.status(key.name) } != nil
        guard try waiting(key) == nil else { throw SFTPFailure(.failure, "spool.already-waiting") }
        if exists, flags.contains([.create, .exclusive]) { throw SFTPFailure(.failure, "spool.exists") }
        guard exists || flags.contains(.create) else { throw .noSuchFile }
        if !exists { try tree.checkRoom(limits, newFile: true) }
        let file = try lockedUpload(key, mode: exists ? .readWrite : [.readWrite, .create])
        if !exists { CrashPoint.reached(.uploadCreated) }
        var size = try spoolCall { () throws(SystemError) in try file.status() }.size
        if flags.contains(.truncate), size > 0 {
            try spoolCall { () throws(SystemError) in try file.truncate(to: 0) }
            size = 0
        }
        report(.started(channel: key.channel, name: key.name, offset: size))
        return UploadFile(
            file, channel: key.channel, name: key.name, size: size, isAppending: flags.contains(.append), owner: self)
    }

    /// Opens an unfinished upload and takes its lock; makes sure that the name still means the file that was locked.
    private func lockedUpload(_ key: UploadKey, mode: FileDescriptor.Mode) throws(SFTPFailure) -> FileDescriptor {
        let uploads = try spoolCall { () throws(SystemError) in try tree.upload(key.channel) }
        let file = try spoolCall { () throws(SystemError) in
            try uploads.directory.open(
                key.name, [mode, FileDescriptor.Mode(rawValue: O_NONBLOCK)], permissions: 0o640)
        }
        let isOurs = try spoolCall { () throws(SystemError) in
            guard try file.status().kind == .file, try file.tryLock() else { return false }
            return try uploads.directory.identity(key.name) == file.identity()
        }
        guard isOurs else { throw SFTPFailure(.failure, "spool.busy") }
        return file
    }

    // MARK: Handing over

    func remember(_ digest: SHA256Digest, of file: borrowing FileDescriptor, _ channel: DropChannel, _ name: String) {
        guard let identity = try? file.identity(), let status = try? file.status() else { return }
        digests[UploadKey(channel: channel, name: name)] = (digest, identity, status.size, status.modified)
    }

    func handOver(
        _ file: borrowing FileDescriptor, _ channel: DropChannel, from uploadName: String, as name: String,
        _ digest: SHA256Digest, _ size: UInt64
    ) throws(SFTPFailure) {
        let now = clock.now()
        guard let id = try? DropIdentifier.make(at: now) else { throw SFTPFailure(.failure, "spool.failed") }
        let drop = HandedOverDrop(
            id: id, account: tree.account, channel: channel, name: name, size: size, sha256: digest, arrivedAt: now,
            client: client)
        let step = HandOver(tree: tree, channel: channel, uploadName: uploadName, drop: drop)
        do throws(SystemError) { try step.run(file) } catch {
            throw error.code == "system.disk-full" ? SFTPFailure(error) : SFTPFailure(.failure, "spool.write-failed")
        }
        handedOver[UploadKey(channel: channel, name: name)] = (size, now)
        report(.handedOver(drop))
    }

    package func rename(_ path: SFTPPath, to newPath: SFTPPath, replacing: Bool) throws(SFTPFailure) {
        try reporting { () throws(SFTPFailure) in
            let (old, new) = (try place(path), try place(newPath))
            try old.check(.rename)
            try new.check(.rename)
            guard case .upload(let oldChannel, let oldName) = old, case .upload(let newChannel, let newName) = new
            else {
                throw SFTPFailure(.permissionDenied, "spool.read-only")
            }
            try rename(
                UploadKey(channel: oldChannel, name: oldName), to: UploadKey(channel: newChannel, name: newName),
                replacing: replacing)
        }
    }

    private func rename(_ old: UploadKey, to new: UploadKey, replacing: Bool) throws(SFTPFailure) {
        if let problem = UploadName.problem(new.name) { throw problem }
        if try waiting(old) != nil { throw SFTPFailure(.failure, "spool.finished") }
        guard try waiting(new) == nil else { throw SFTPFailure(.failure, "spool.already-waiting") }
        let file = try lockedUpload(old, mode: .readWrite)
        guard old != new else { return }
        let from = try spoolCall { () throws(SystemError) in try tree.upload(old.channel) }
        let to = try spoolCall { () throws(SystemError) in try tree.upload(new.channel) }
        if try spoolCall({ () throws(SystemError) in try to.directory.status(new.name) }) != nil {
            // A whole file takes the place of an unfinished one of its name: a cut or undone upload must not block the next.
            let completes = UploadName.isTemporary(old.name) && !UploadName.isTemporary(new.name)
            guard replacing || completes else { throw SFTPFailure(.failure, "spool.exists") }
            // Nobody else may be writing what is replaced.
            _ = try lockedUpload(new, mode: .readWrite)
            try spoolCall { () throws(SystemError) in try to.directory.remove(new.name) }
        }
        guard UploadName.isTemporary(old.name), !UploadName.isTemporary(new.name) else {
            return try spoolCall { () throws(SystemError) in
                try from.directory.renameExclusively(old.name, to: new.name, in: to.directory)
            }
        }
        let (sum, size) = try spoolCall { () throws(SystemError) in try digest(of: file, old) }
        try handOver(file, old.channel, new.channel, old.name, new.name, sum, size)
    }

    /// The hand-over of a renamed file; where the rename crosses channels the file first moves, still under its temporary name.
    private func handOver(
        _ file: borrowing FileDescriptor, _ oldChannel: DropChannel, _ newChannel: DropChannel, _ oldName: String,
        _ newName: String, _ digest: SHA256Digest, _ size: UInt64
    ) throws(SFTPFailure) {
        if oldChannel != newChannel {
            try spoolCall { () throws(SystemError) in
                try tree.upload(oldChannel).directory.renameExclusively(
                    oldName, to: oldName, in: tree.upload(newChannel).directory)
            }
        }
        try handOver(file, newChannel, from: oldName, as: newName, digest, size)
    }

    private func digest(of file: borrowing FileDescriptor, _ key: UploadKey) throws(SystemError) -> (
        SHA256Digest, UInt64
    ) {
        let status = try file.status()
        let identity = try file.identity()
        if let known = digests.removeValue(forKey: key), known.identity == identity, known.size == status.size,
            known.modified == status.modified
        {
            return (known.digest, status.size)
        }
        return (try HandOver.digest(of: file), status.size)
    }

    // MARK: Looking

    /// The drops that wait in the inbox; descriptions are read once a session.
    private func waitingDrops() throws(SystemError) -> [HandedOverDrop] {
        let names = try tree.inbox.directory.names()
        var current: [String: HandedOverDrop] = [:]
        for id in names {
            if let known = waitingCache[id] {
                current[id] = known
            } else {
                current[id] = try SpoolInbox.read(id, in: tree.inbox.directory)
            }
        }
        waitingCache = current
        return names.compactMap { current[$0] }
    }

    private func waiting(_ key: UploadKey) throws(SFTPFailure) -> HandedOverDrop? {
        try spoolCall { () throws(SystemError) in
            try waitingDrops().first { $0.channel == key.channel && $0.name == key.name }
        }
    }

    func fileAttributes(size: UInt64, at moment: Timestamp, permissions: UInt32 = 0o200) -> SFTPAttributes {
        SFTPAttributes(kind: .file, size: size, permissions: permissions, modified: moment)
    }

    private var directoryAttributes: SFTPAttributes {
        SFTPAttributes(kind: .directory, size: 0, permissions: 0o755, modified: clock.now())
    }

    package func attributes(_ path: SFTPPath) throws(SFTPFailure) -> SFTPAttributes {
        switch try place(path) {
        case .root, .uploads, .receipts: return directoryAttributes
        case .upload(let channel, let name):
            let key = UploadKey(channel: channel, name: name)
            guard UploadName.problem(name) == nil else { throw .noSuchFile }
            if let status = try spoolCall({ () throws(SystemError) in try tree.upload(channel).directory.status(name) })
            {
                return fileAttributes(size: status.size, at: status.modified)
            }
            if let drop = try waiting(key) { return fileAttributes(size: drop.size, at: drop.arrivedAt) }
            if let gone = handedOver[key] { return fileAttributes(size: gone.size, at: gone.at) }
            throw .noSuchFile
        case .receipt(let name): return try readableAttributes(tree.receipts.directory, name)
        case .convention(let components):
            guard let last = components.last else { return directoryAttributes }
            return try readableAttributes(conventionDirectory(components.dropLast()), last)
        }
    }

    private func readableAttributes(_ directory: borrowing Directory, _ name: String) throws(SFTPFailure)
        -> SFTPAttributes
    {
        do throws(SystemError) {
            guard !name.hasPrefix("."), let status = try directory.status(name) else {
                throw SystemError("", number: ENOENT)
            }
            switch status.kind {
            case .file: return fileAttributes(size: status.size, at: status.modified, permissions: 0o444)
            case .directory: return directoryAttributes
            case .link, .other: throw SystemError("", number: ENOENT)
            }
        } catch { throw SFTPFailure(error) }
    }

    /// The directory at `components` below the convention's.
    private func conventionDirectory(_ components: some Sequence<String>) throws(SFTPFailure) -> Directory {
        guard let convention else { throw .noSuchFile }
        return try spoolCall { () throws(SystemError) in
            var current = try convention.directory.directory(".")
            for name in components { current = try current.directory(name) }
            return current
        }
    }

    package func list(_ path: SFTPPath) throws(SFTPFailure) -> [SFTPEntry] {
        let place = try place(path)
        try place.check(.list)
        switch place {
        case .root:
            return ["convention", "inbox", "oppositions", "receipts"]
                .filter { $0 != "convention" || convention != nil }
                .map { SFTPEntry(name: $0, attributes: directoryAttributes) }
        case .uploads(let channel): return try listUploads(channel)
        case .receipts: return try listReadable(tree.receipts.directory)
        case .convention(let components): return try listReadable(conventionDirectory(components))
        case .upload, .receipt: throw SFTPFailure(.failure, "spool.not-a-directory")
        }
    }

    private func listUploads(_ channel: DropChannel) throws(SFTPFailure) -> [SFTPEntry] {
        try spoolCall { () throws(SystemError) in
            let uploads = try tree.upload(channel)
            var entries: [SFTPEntry] = []
            for name in try uploads.directory.names() {
                guard let status = try uploads.directory.status(name) else { continue }
                entries.append(
                    SFTPEntry(name: name, attributes: fileAttributes(size: status.size, at: status.modified)))
            }
            for drop in try waitingDrops() where drop.channel == channel {
                entries.append(
                    SFTPEntry(name: drop.name, attributes: fileAttributes(size: drop.size, at: drop.arrivedAt)))
            }
            return entries
        }
    }

    private func listReadable(_ directory: borrowing Directory) throws(SFTPFailure) -> [SFTPEntry] {
        let names = try spoolCall { () throws(SystemError) in try directory.names() }
        var entries: [SFTPEntry] = []
        for name in names where !name.hasPrefix(".") {
            guard let attributes = try? readableAttributes(directory, name) else { continue }
            entries.append(SFTPEntry(name: name, attributes: attributes))
        }
        return entries
    }

    // MARK: Changing

    package func setAttributes(_ path: SFTPPath, _ attributes: SFTPAttributes) throws(SFTPFailure) {
        _ = try self.attributes(path)
        guard let size = attributes.size, case .upload(let channel, let name) = try place(path) else { return }
        guard size <= limits.dropBytes else { throw tooLarge }
        let key = UploadKey(channel: channel, name: name)
        if try waiting(key) != nil { throw SFTPFailure(.failure, "spool.finished") }
        let file = try lockedUpload(key, mode: .readWrite)
        try spoolCall { () throws(SystemError) in try file.truncate(to: size) }
    }

    package func remove(_ path: SFTPPath) throws(SFTPFailure) {
        try reporting { () throws(SFTPFailure) in
            let place = try place(path)
            try place.check(.remove)
            _ = try attributes(path)
            switch place {
            case .upload(let channel, let name):
                let key = UploadKey(channel: channel, name: name)
                if try waiting(key) != nil { throw SFTPFailure(.failure, "spool.finished") }
                _ = try lockedUpload(key, mode: .readWrite)
                try spoolCall { () throws(SystemError) in try tree.upload(channel).directory.remove(name) }
            case .receipt(let name):
                try spoolCall { () throws(SystemError) in try tree.receipts.directory.remove(name) }
            case .root, .uploads, .receipts, .convention: break
            }
        }
    }

    package func makeDirectory(_ path: SFTPPath) throws(SFTPFailure) {
        throw SFTPFailure(.permissionDenied, "spool.no-directories")
    }

    package func removeDirectory(_ path: SFTPPath) throws(SFTPFailure) {
        throw SFTPFailure(.permissionDenied, "spool.no-directories")
    }

    package func makeLink(_ path: SFTPPath) throws(SFTPFailure) {
        throw SFTPFailure(.permissionDenied, "spool.no-links")
    }

    package func volume(_ path: SFTPPath) throws(SFTPFailure) -> SFTPVolume {
        _ = try place(path)
        return try spoolCall { () throws(SystemError) in
            let volume = try tree.inbox.directory.volume()
            let used = try Usage.measure(tree)
            let quota = limits.storedBytes / volume.blockSize
            let left = (limits.storedBytes - min(limits.storedBytes, used.bytes)) / volume.blockSize
            return SFTPVolume(
                blockSize: volume.blockSize, blocks: min(volume.blocks, quota),
                availableBlocks: min(volume.availableBlocks, left), files: UInt64(limits.files),
                freeFiles: UInt64(max(0, limits.files - used.files)), longestName: UInt64(UploadName.maximumBytes))
        }
    }
}
