internal import CLinux
internal import Glibc
package import Support

/// An open file; closed when it goes out of scope.
package struct FileDescriptor: ~Copyable, Sendable {
    /// The number, valid as long as this value lives.
    package let raw: Int32

    /// Takes ownership of `raw`.
    package init(owning raw: Int32) { self.raw = raw }

    deinit { Glibc.close(raw) }

    /// How a file is opened.
    package struct Mode: OptionSet, Sendable {
        package let rawValue: Int32
        package init(rawValue: Int32) { self.rawValue = rawValue }
        package static let read = Mode(rawValue: O_RDONLY)
        package static let write = Mode(rawValue: O_WRONLY)
        package static let readWrite = Mode(rawValue: O_RDWR)
        package static let create = Mode(rawValue: O_CREAT)
        package static let exclusive = Mode(rawValue: O_EXCL)
        package static let truncate = Mode(rawValue: O_TRUNC)
        package static let append = Mode(rawValue: O_APPEND)
        package static let directory = Mode(rawValue: O_DIRECTORY)
    }

    /// Opens `path`.
    ///
    /// Links in its last component are not followed; the descriptor is not inherited.
    package static func open(_ path: String, _ mode: Mode, permissions: UInt32 = 0o600) throws(SystemError)
        -> FileDescriptor
    {
        let raw = retrying { unsafe ecluse_openat(AT_FDCWD, path, mode.rawValue | O_NOFOLLOW | O_CLOEXEC, permissions) }
        guard raw >= 0 else { throw SystemError("open", path) }
        return FileDescriptor(owning: raw)
    }

    /// Opens `name`, a single component, in this directory.
    package borrowing func open(_ name: String, _ mode: Mode, permissions: UInt32 = 0o600) throws(SystemError)
        -> FileDescriptor
    {
        let raw = retrying { unsafe ecluse_openat(self.raw, name, mode.rawValue | O_NOFOLLOW | O_CLOEXEC, permissions) }
        guard raw >= 0 else { throw SystemError("openat") }
        return FileDescriptor(owning: raw)
    }

    /// Whether there is anything at `path`.
    package static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// Fills the start of `buffer`; 0 is the end of the file.
    package borrowing func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
        let count = retrying { unsafe Glibc.read(raw, buffer.baseAddress, buffer.count) }
        guard count >= 0 else { throw SystemError("read") }
        return count
    }

    /// The bytes `range` of the file, all of them; a file that ends before is an error (`EIO`).
    package borrowing func read(_ range: Range<Int>) throws(SystemError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                retrying {
                    unsafe pread(
                        raw, buffer.baseAddress.map { unsafe $0 + done }, buffer.count - done,
                        off_t(range.lowerBound + done))
                }
            }
            guard count >= 0 else { throw SystemError("pread") }
            guard count > 0 else { throw SystemError("pread", number: EIO) }
            done += count
        }
        return bytes
    }

    /// Writes all of `bytes` at the file's position.
    package borrowing func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count = retrying { unsafe Glibc.write(raw, rest.baseAddress, rest.count) }
            guard count >= 0 else { throw SystemError("write") }
            guard count > 0 else { throw SystemError("write", number: EIO) }
            done += count
        }
    }

    /// Writes all of `bytes` at `offset`.
    package borrowing func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count = retrying { unsafe pwrite(raw, rest.baseAddress, rest.count, off_t(offset) + off_t(done)) }
            guard count >= 0 else { throw SystemError("pwrite") }
            guard count > 0 else { throw SystemError("pwrite", number: EIO) }
            done += count
        }
    }

    /// Writes all of `bytes` at the file's position.
    package borrowing func write(_ bytes: [UInt8]) throws(SystemError) {
        var failure: SystemError?
        unsafe bytes.withUnsafeBytes { raw in
            do throws(SystemError) { try unsafe write(raw) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Everything from the file's position on, refused above `limit` bytes.
    package borrowing func readAll(limit: Int) throws(SystemError) -> [UInt8] {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            var failure: SystemError?
            var count = 0
            unsafe buffer.withUnsafeMutableBytes { raw in
                do throws(SystemError) { count = try unsafe read(into: raw) } catch { failure = error }
            }
            if let failure { throw failure }
            if count == 0 { return result }
            guard result.count + count <= limit else { throw SystemError("read", number: EFBIG) }
            result += buffer[..<count]
        }
    }

    /// Size, kind and times.
    package borrowing func status() throws(SystemError) -> FileStatus {
        var status = stat()
        guard unsafe fstat(raw, &status) == 0 else { throw SystemError("fstat") }
        return FileStatus(status)
    }

    /// Forces content and metadata to the disk.
    package borrowing func sync() throws(SystemError) {
        guard retrying({ fsync(raw) }) == 0 else { throw SystemError("fsync") }
    }

    /// Lets the disk begin with what was written so far, and waits for nothing: a later ``sync()`` has less to do.
    package borrowing func startSync() { _ = ecluse_start_sync(raw) }

    /// Sets the permissions of the file.
    package borrowing func setPermissions(_ permissions: UInt32) throws(SystemError) {
        guard retrying({ fchmod(raw, permissions) }) == 0 else { throw SystemError("fchmod") }
    }

    /// Cuts or extends the file to `size` bytes.
    package borrowing func truncate(to size: UInt64) throws(SystemError) {
        guard retrying({ ftruncate(raw, off_t(size)) }) == 0 else { throw SystemError("ftruncate") }
    }

    /// Closes now and reports an error that a deferred write may have left.
    package consuming func close() throws(SystemError) {
        let raw = self.raw
        discard self
        // Linux has let go of the descriptor also where a signal came (close(2)).
        guard Glibc.close(raw) == 0 || errno == EINTR else { throw SystemError("close") }
    }

    /// Takes an exclusive advisory lock, waiting for it; it ends with the descriptor.
    package borrowing func lock() throws(SystemError) {
        guard retrying({ flock(raw, LOCK_EX) }) == 0 else { throw SystemError("flock") }
    }

    /// Takes an exclusive advisory lock if it is free.
    package borrowing func tryLock() throws(SystemError) -> Bool {
        if retrying({ flock(raw, LOCK_EX | LOCK_NB) }) == 0 { return true }
        guard errno == EWOULDBLOCK else { throw SystemError("flock") }
        return false
    }
}

/// Calls `body` again as long as a signal interrupts it.
func retrying<Result: SignedInteger>(_ body: () -> Result) -> Result {
    while true {
        let result = body()
        if result >= 0 || errno != EINTR { return result }
    }
}

/// What `fstat` says.
package struct FileStatus: Sendable {
    /// The kinds of file that matter here.
    package enum Kind: Sendable { case file, directory, link, other }

    package let kind: Kind
    package let size: UInt64
    package let permissions: UInt32
    package let owner: UInt32
    package let group: UInt32
    package let modified: Timestamp

    init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .directory
        case S_IFLNK: kind = .link
        default: kind = .other
        }
        size = UInt64(status.st_size)
        permissions = status.st_mode & 0o7777
        owner = status.st_uid
        group = status.st_gid
        modified = Timestamp(
            microseconds: Int64(status.st_mtim.tv_sec) * 1_000_000 + Int64(status.st_mtim.tv_nsec) / 1000)
    }
}
