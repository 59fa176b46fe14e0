internal import Platform
internal import SFTP
internal import Support

/// A receipt or a page of the convention that a client has open for reading.
@safe
final class ReadableFile: SFTPFile {
    private let file: FileDescriptor
    private let owner: AccountFileSystem

    init(_ file: consuming FileDescriptor, owner: AccountFileSystem) {
        self.file = file
        self.owner = owner
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SFTPFailure) -> Int {
        try spoolCall { () throws(SystemError) in try unsafe file.read(into: buffer, at: offset) }
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SFTPFailure) {
        throw SFTPFailure(.permissionDenied, "spool.read-only")
    }

    func attributes() throws(SFTPFailure) -> SFTPAttributes {
        let status = try spoolCall { () throws(SystemError) in try file.status() }
        return owner.fileAttributes(size: status.size, at: status.modified, permissions: 0o444)
    }

    func setAttributes(_ attributes: SFTPAttributes) throws(SFTPFailure) {
        throw SFTPFailure(.permissionDenied, "spool.read-only")
    }

    func sync() throws(SFTPFailure) {}
    func close() throws(SFTPFailure) {}
    func abandon() {}
}
