internal import Platform
package import SFTP
internal import Support

/// SETSTAT and REMOVE, and what is refused to everybody.
extension AccountFileSystem {
    package func setAttributes(_ path: SFTPPath, _ attributes: SFTPAttributes) throws(SFTPFailure) {
        try reporting { () throws(SFTPFailure) in try change(path, attributes) }
    }

    private func change(_ path: SFTPPath, _ attributes: SFTPAttributes) throws(SFTPFailure) {
        _ = try self.attributes(path)
        guard let size = attributes.size, case .upload(let channel, let name) = try place(path) else { return }
        guard size <= limits.dropBytes else { throw tooLarge }
        let key = UploadKey(channel: channel, name: name)
        if try waiting(key) != nil { throw SFTPFailure(.failure, "spool.finished") }
        let file = try lockedUpload(key, mode: .readWrite)
        let stored = try spoolCall { () throws(SystemError) in try file.status() }.size
        // What nobody sent would look as if it had arrived: the size from which an upload goes on is what was stored.
        guard size <= stored else { throw SFTPFailure(.failure, "spool.not-stretched") }
        guard size < stored else { return }
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

    package func makeDirectory(_ path: SFTPPath) throws(SFTPFailure) { try refuse("spool.no-directories") }

    package func removeDirectory(_ path: SFTPPath) throws(SFTPFailure) { try refuse("spool.no-directories") }

    package func makeLink(_ path: SFTPPath) throws(SFTPFailure) { try refuse("spool.no-links") }

    private func refuse(_ code: FaultCode) throws(SFTPFailure) {
        try reporting { () throws(SFTPFailure) in throw SFTPFailure(.permissionDenied, code) }
    }
}
