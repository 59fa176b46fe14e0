internal import CLinux
internal import Glibc

/// An open directory: names are single components and never followed as links.
package struct Directory: ~Copyable, Sendable {
    /// The directory's descriptor.
    package let descriptor: FileDescriptor

    /// Opens the directory at `path`.
    package init(_ path: String) throws(SystemError) {
        descriptor = try FileDescriptor.open(path, [.read, .directory])
    }

    private init(descriptor: consuming FileDescriptor) { self.descriptor = descriptor }

    /// Opens the directory `name` in this one.
    package borrowing func directory(_ name: String) throws(SystemError) -> Directory {
        Directory(descriptor: try descriptor.open(name, [.read, .directory]))
    }

    /// Opens the file `name`.
    package borrowing func open(_ name: String, _ mode: FileDescriptor.Mode, permissions: UInt32 = 0o600)
        throws(SystemError)
        -> FileDescriptor
    {
        try descriptor.open(name, mode, permissions: permissions)
    }

    /// What `name` is, or nil where there is no such name; a link is reported as a link.
    package borrowing func status(_ name: String) throws(SystemError) -> FileStatus? {
        var status = stat()
        if unsafe fstatat(descriptor.raw, name, &status, AT_SYMLINK_NOFOLLOW) == 0 { return FileStatus(status) }
        guard errno == ENOENT else { throw SystemError("fstatat") }
        return nil
    }

    /// Makes the directory `name`; one that exists is left as it is.
    package borrowing func make(_ name: String, permissions: UInt32 = 0o700) throws(SystemError) {
        guard unsafe mkdirat(descriptor.raw, name, permissions) == 0 || errno == EEXIST else {
            throw SystemError("mkdirat")
        }
    }

    /// Renames `name` here to `newName` in `destination`, replacing a file of that name.
    package borrowing func rename(_ name: String, to newName: String, in destination: borrowing Directory)
        throws(SystemError)
    {
        guard unsafe renameat(descriptor.raw, name, destination.descriptor.raw, newName) == 0 else {
            throw SystemError("renameat")
        }
    }

    /// Renames `name` here to `newName` in `destination`; fails with `EEXIST` where that name is taken.
    package borrowing func renameExclusively(_ name: String, to newName: String, in destination: borrowing Directory)
        throws(SystemError)
    {
        guard unsafe ecluse_rename_noreplace(descriptor.raw, name, destination.descriptor.raw, newName) == 0 else {
            throw SystemError("renameat2")
        }
    }

    /// Gives the file `name` a second name in `destination`; fails with `EEXIST` where that name is taken.
    package borrowing func link(_ name: String, to newName: String, in destination: borrowing Directory)
        throws(SystemError)
    {
        guard unsafe linkat(descriptor.raw, name, destination.descriptor.raw, newName, 0) == 0 else {
            throw SystemError("linkat")
        }
    }

    /// Removes the file `name`; no such name is no error.
    package borrowing func remove(_ name: String) throws(SystemError) {
        guard unsafe unlinkat(descriptor.raw, name, 0) == 0 || errno == ENOENT else { throw SystemError("unlinkat") }
    }

    /// Removes the empty directory `name`; no such name is no error.
    package borrowing func removeDirectory(_ name: String) throws(SystemError) {
        guard unsafe unlinkat(descriptor.raw, name, AT_REMOVEDIR) == 0 || errno == ENOENT else {
            throw SystemError("unlinkat")
        }
    }

    /// Forces the names in this directory to the disk.
    package borrowing func sync() throws(SystemError) { try descriptor.sync() }

    /// The names in this directory but `.` and `..`, sorted.
    package borrowing func names() throws(SystemError) -> [String] {
        let copy = retrying { unsafe ecluse_openat(descriptor.raw, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0) }
        guard copy >= 0 else { throw SystemError("openat") }
        guard let stream = unsafe fdopendir(copy) else {
            close(copy)
            throw SystemError("fdopendir")
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while true {
            // Null is the end, or a failure that only `errno` tells from it: half a directory must not pass for all of it.
            errno = 0
            guard let entry = unsafe readdir(stream) else {
                guard errno == 0 else { throw SystemError("readdir") }
                break
            }
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Writes the file `name` so that after this call it is whole on the disk or was never there: temporary name, fsync,
    /// rename, fsync of the directory.
    package borrowing func writeDurably(_ name: String, _ bytes: [UInt8], permissions: UInt32 = 0o600)
        throws(SystemError)
    {
        let temporary = ".\(name).new"
        let file = try open(temporary, [.write, .create, .truncate], permissions: permissions)
        try file.write(bytes)
        try file.sync()
        try file.close()
        try rename(temporary, to: name, in: self)
        try sync()
    }

    /// The bytes of the file `name`, refused above `limit`.
    package borrowing func read(_ name: String, limit: Int) throws(SystemError) -> [UInt8] {
        let file = try open(name, .read)
        return try file.readAll(limit: limit)
    }
}
