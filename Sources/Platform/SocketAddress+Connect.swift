internal import Glibc

extension SocketAddress {
    /// A new TCP connection to this address; waits until it stands.
    package func connect() throws(SystemError) -> FileDescriptor {
        let raw = socket(family, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        guard raw >= 0 else { throw SystemError("socket") }
        let descriptor = FileDescriptor(owning: raw)
        let result = retrying { unsafe withPointer { unsafe Glibc.connect(raw, $0, $1) } }
        guard result == 0 else { throw SystemError("connect", "\(host):\(port)") }
        return descriptor
    }
}
