internal import CLinux
internal import Glibc

extension FileDescriptor {
    /// Bytes to which place, length and memory of a write past the page cache are aligned: the block of every usual disk
    /// (open(2), O_DIRECT).
    package static let directBlock = 4096

    /// Sends the writes that follow past the page cache, or through it again; says whether the file system agrees.
    package borrowing func setDirect(_ isDirect: Bool) -> Bool {
        let flags = ecluse_fcntl(raw, F_GETFL, 0)
        guard flags >= 0 else { return false }
        let direct = Int32(ecluse_o_direct)
        return ecluse_fcntl(raw, F_SETFL, Int(isDirect ? flags | direct : flags & ~direct)) == 0
    }
}
