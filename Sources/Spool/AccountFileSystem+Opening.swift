internal import Glibc
internal import Platform
package import SFTP
internal import Support

/// OPEN: a receipt or a page of the convention to read, an upload to write.
extension AccountFileSystem {
    package func open(
        _ path: SFTPPath, _ flags: SFTPOpenFlags, _ attributes: SFTPAttributes
    ) throws(SFTPFailure) -> any SFTPFile {
        return try reporting { () throws(SFTPFailure) in
            let place = try place(path)
            try check(place, path, flags)
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

    /// The rights of an OPEN.
    ///
    /// Only the write flag makes a writer of it: what cannot be written is neither created nor emptied, whatever else is asked.
    private func check(_ place: Place, _ path: SFTPPath, _ flags: SFTPOpenFlags) throws(SFTPFailure) {
        guard case .upload = place else {
            let changes = !flags.isDisjoint(with: [.write, .append, .create, .truncate])
            return try place.check(changes ? .write : .read)
        }
        guard !flags.contains(.write) else { return try place.check(.write) }
        if !flags.contains(.create) { _ = try attributes(path) }
        try place.check(.read)
    }

    func openForReading(_ directory: borrowing Directory, _ name: String) throws(SFTPFailure) -> any SFTPFile {
        guard !name.hasPrefix(".") else { throw .noSuchFile }
        do throws(SystemError) {
            let file = try directory.open(name, [.read, FileDescriptor.Mode(rawValue: O_NONBLOCK)])
            guard try file.status().kind == .file else { throw SystemError("open", number: EISDIR) }
            return ReadableFile(file, owner: self)
        } catch {
            throw error.number == EISDIR ? SFTPFailure(.failure, "spool.not-a-file") : SFTPFailure(error)
        }
    }

    func openUpload(_ key: UploadKey, _ flags: SFTPOpenFlags) throws(SFTPFailure) -> any SFTPFile {
        if let problem = UploadName.problem(key.name) { throw problem }
        let uploads = try spoolCall { () throws(SystemError) in try tree.upload(key.channel) }
        let exists = try ownCall { () throws(SystemError) in try uploads.directory.status(key.name) } != nil
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
    func lockedUpload(_ key: UploadKey, mode: FileDescriptor.Mode) throws(SFTPFailure) -> FileDescriptor {
        let uploads = try spoolCall { () throws(SystemError) in try tree.upload(key.channel) }
        let told = mode.contains(.create) ? SFTPFailure.init(writing:) : SFTPFailure.init(_:)
        let file = try spoolCall(told: told) { () throws(SystemError) in
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
}
