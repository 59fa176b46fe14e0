internal import CLinux
internal import Glibc

extension FileDescriptor {
    /// A new file without a name, in the file system of `directory`; it is gone when it is closed, also by a crash.
    ///
    /// `O_TMPFILE` is asked for first (open(2)); a file system without it gets a file that loses its name at once.
    package static func temporary(in directory: String) throws(SystemError) -> FileDescriptor {
        do throws(SystemError) {
            // A magic link is not followed: the path is a directory's own.
            return try open(directory, Mode(rawValue: 0o20_000_000 | O_DIRECTORY | O_RDWR))
        } catch {
            guard error.number == EOPNOTSUPP || error.number == EISDIR else { throw error }
        }
        let folder = try Directory(directory)
        let name = ".ecluse-\(getpid())-\(UInt64.random(in: .min ... .max))"
        let file = try folder.open(name, [.readWrite, .create, .exclusive])
        try folder.remove(name)
        return file
    }
}
