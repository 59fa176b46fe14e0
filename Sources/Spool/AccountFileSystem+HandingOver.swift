internal import Crypto
internal import Platform
package import SFTP
internal import Support

/// CLOSE and RENAME: what makes a drop of an upload.
extension AccountFileSystem {
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
        do throws(HandOverFault) { try step.run(file) } catch {
            // Nobody knows what a disk kept whose fsync failed, and the next fsync succeeds all the same (fsync(2)): the
            // upload begins from nothing again.
            if error.stage == .notKept { try? file.truncate(to: 0) }
            if error.stage == .notConfirmed { report(.handedOver(drop)) }
            throw SFTPFailure(error)
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

    func rename(_ old: UploadKey, to new: UploadKey, replacing: Bool) throws(SFTPFailure) {
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
    func handOver(
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

    func digest(of file: borrowing FileDescriptor, _ key: UploadKey) throws(SystemError) -> (
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
}
