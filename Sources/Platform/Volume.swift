internal import CLinux
internal import Glibc
package import Support

/// The file system that holds a directory: sizes in bytes.
package struct Volume: Sendable {
    package let blockSize: UInt64
    package let blocks: UInt64
    /// Blocks free for ordinary users.
    package let availableBlocks: UInt64
    package let files: UInt64
    package let freeFiles: UInt64

    /// Bytes free for ordinary users.
    package var availableBytes: UInt64 { availableBlocks.multipliedReportingOverflow(by: blockSize).partialValue }
}

/// What makes two names the same file.
package struct FileIdentity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64
}

extension Directory {
    /// The file system that this directory is on.
    package borrowing func volume() throws(SystemError) -> Volume {
        var status = statvfs()
        guard unsafe fstatvfs(descriptor.raw, &status) == 0 else { throw SystemError("fstatvfs") }
        return Volume(
            blockSize: UInt64(max(1, status.f_frsize)), blocks: UInt64(status.f_blocks),
            availableBlocks: UInt64(status.f_bavail), files: UInt64(status.f_files), freeFiles: UInt64(status.f_favail))
    }

    /// Which file `name` is, or nil where there is no such name.
    package borrowing func identity(_ name: String) throws(SystemError) -> FileIdentity? {
        var status = stat()
        if unsafe fstatat(descriptor.raw, name, &status, AT_SYMLINK_NOFOLLOW) == 0 {
            return FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        }
        guard errno == ENOENT else { throw SystemError("fstatat") }
        return nil
    }
}

extension FileDescriptor {
    /// Which file this is.
    package borrowing func identity() throws(SystemError) -> FileIdentity {
        var status = stat()
        guard unsafe fstat(raw, &status) == 0 else { throw SystemError("fstat") }
        return FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    /// When the file was made; nil where the file system does not say (statx(2), `STATX_BTIME`).
    package borrowing func birth() -> Timestamp? {
        let moment = ecluse_birth(raw)
        return moment < 0 ? nil : Timestamp(microseconds: moment)
    }

    /// Fills the start of `buffer` from `offset` on; 0 is the end of the file.
    package borrowing func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SystemError)
        -> Int
    {
        guard let position = off_t(exactly: offset) else { throw SystemError("pread", number: EINVAL) }
        let count = retrying { unsafe pread(raw, buffer.baseAddress, buffer.count, position) }
        guard count >= 0 else { throw SystemError("pread") }
        return count
    }
}
