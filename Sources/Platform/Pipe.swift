internal import CLinux
internal import Glibc

/// A pipe of the kernel.
package enum Pipe {
    /// Both ends of a new pipe, not inherited by other programs; the caller owns them.
    package static func open() throws(SystemError) -> (reader: Int32, writer: Int32) {
        var ends: (reader: Int32, writer: Int32) = (-1, -1)
        let result = unsafe withUnsafeMutableBytes(of: &ends) { raw in
            unsafe raw.baseAddress.map { unsafe pipe($0.assumingMemoryBound(to: Int32.self)) }
        }
        guard result == 0 else { throw SystemError("pipe") }
        for end in [ends.reader, ends.writer] { _ = ecluse_fcntl(end, F_SETFD, Int(FD_CLOEXEC)) }
        return ends
    }
}
