internal import Glibc
internal import Platform
package import SFTP
internal import Support

/// STAT, READDIR and `statvfs@openssh.com`: what an account is shown.
extension AccountFileSystem {
    /// The drops that wait in the inbox; descriptions are read once a session.
    func waitingDrops() throws(SystemError) -> [HandedOverDrop] {
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

    func waiting(_ key: UploadKey) throws(SFTPFailure) -> HandedOverDrop? {
        try ownCall { () throws(SystemError) in
            try waitingDrops().first { $0.channel == key.channel && $0.name == key.name }
        }
    }

    func fileAttributes(size: UInt64, at moment: Timestamp, permissions: UInt32 = 0o200) -> SFTPAttributes {
        SFTPAttributes(kind: .file, size: size, permissions: permissions, modified: moment)
    }

    var directoryAttributes: SFTPAttributes {
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

    func readableAttributes(_ directory: borrowing Directory, _ name: String) throws(SFTPFailure)
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
    func conventionDirectory(_ components: some Sequence<String>) throws(SFTPFailure) -> Directory {
        guard let convention else { throw .noSuchFile }
        return try spoolCall { () throws(SystemError) in
            var current = try convention.directory.directory(".")
            for name in components { current = try current.directory(name) }
            return current
        }
    }

    package func list(_ path: SFTPPath) throws(SFTPFailure) -> [SFTPEntry] {
        try reporting { () throws(SFTPFailure) in try list(place(path)) }
    }

    private func list(_ place: Place) throws(SFTPFailure) -> [SFTPEntry] {
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

    func listUploads(_ channel: DropChannel) throws(SFTPFailure) -> [SFTPEntry] {
        try ownCall { () throws(SystemError) in
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

    func listReadable(_ directory: borrowing Directory) throws(SFTPFailure) -> [SFTPEntry] {
        let names = try spoolCall { () throws(SystemError) in try directory.names() }
        var entries: [SFTPEntry] = []
        for name in names where !name.hasPrefix(".") {
            guard let attributes = try? readableAttributes(directory, name) else { continue }
            entries.append(SFTPEntry(name: name, attributes: attributes))
        }
        return entries
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
