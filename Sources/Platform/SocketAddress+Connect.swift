internal import Glibc

extension SocketAddress {
    /// The addresses of `name`, a name or an address in numbers, in the order in which they are to be tried.
    package static func resolve(_ name: String, port: UInt16) throws(SystemError) -> [SocketAddress] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_flags = AI_NUMERICSERV | AI_ADDRCONFIG
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(name, String(port), &hints, &list) == 0, let first = unsafe list else {
            throw SystemError("getaddrinfo", number: EADDRNOTAVAIL)
        }
        defer { unsafe freeaddrinfo(first) }
        var found: [SocketAddress] = []
        var next: UnsafeMutablePointer<addrinfo>? = unsafe first
        while let entry = unsafe next {
            if let address = unsafe SocketAddress(entry.pointee.ai_addr, entry.pointee.ai_addrlen) {
                found.append(address)
            }
            unsafe next = unsafe entry.pointee.ai_next
        }
        return found
    }

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
