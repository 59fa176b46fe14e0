internal import CLinux
internal import Glibc

/// Waiting for descriptors.
package enum Poll {
    /// The descriptors of `all` that can be read (or have failed), waiting at most `milliseconds`; -1 waits for ever.
    ///
    /// A signal ends the wait early with nothing.
    package static func readable(_ all: [Int32], milliseconds: Int32) throws(SystemError) -> [Int32] {
        var entries = all.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let count = unsafe poll(&entries, nfds_t(entries.count), milliseconds)
        if count < 0, errno == EINTR { return [] }
        guard count >= 0 else { throw SystemError("poll") }
        return entries.filter { $0.revents != 0 }.map(\.fd)
    }
}

/// A TCP socket that accepts connections.
package struct ListeningSocket: ~Copyable, Sendable {
    /// Connections that the kernel holds for us before refusing more.
    package static let backlog: Int32 = 128

    /// Readable when a connection waits.
    package let descriptor: FileDescriptor
    /// The port, also where the kernel chose it.
    package let port: UInt16

    /// Listens on `address` (a numeric IPv4 or IPv6 address) and `port` (0: any free one).
    package init(address: String, port: UInt16) throws(SystemError) {
        let numeric = try SocketAddress(numeric: address, port: port)
        let raw = socket(numeric.family, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC | O_NONBLOCK, 0)
        guard raw >= 0 else { throw SystemError("socket") }
        let descriptor = FileDescriptor(owning: raw)
        SocketOption.set(raw, SOL_SOCKET, SO_REUSEADDR, 1)
        if numeric.family == AF_INET6 { SocketOption.set(raw, Int32(IPPROTO_IPV6), IPV6_V6ONLY, 0) }
        guard unsafe numeric.withPointer({ unsafe bind(raw, $0, $1) }) == 0 else {
            throw SystemError("bind", "\(address):\(port)")
        }
        guard listen(raw, ListeningSocket.backlog) == 0 else { throw SystemError("listen", "\(address):\(port)") }
        self.port = SocketAddress.local(of: raw)?.port ?? port
        self.descriptor = descriptor
    }

    /// A waiting connection and where it comes from; nil where there is none (any more).
    ///
    /// No byte of it is read.
    package borrowing func accept() throws(SystemError) -> Connection? {
        let raw = Glibc.accept(descriptor.raw, nil, nil)
        if raw < 0 {
            // A peer that gave up before we came is nothing to report (accept(2)).
            if [EAGAIN, EINTR, ECONNABORTED, EPROTO, ENETDOWN, EHOSTUNREACH, ENETUNREACH].contains(errno) {
                return nil
            }
            throw SystemError("accept")
        }
        _ = ecluse_fcntl(raw, F_SETFD, Int(FD_CLOEXEC))
        let source = SocketAddress.peer(of: raw)?.host ?? "unknown"
        return Connection(descriptor: FileDescriptor(owning: raw), source: source)
    }

    /// An accepted connection.
    package struct Connection: ~Copyable, Sendable {
        package let descriptor: FileDescriptor
        /// The peer's numeric address.
        package let source: String

        /// A connection from `source`.
        package init(descriptor: consuming FileDescriptor, source: String) {
            self.descriptor = descriptor
            self.source = source
        }

        /// Gives the descriptor away.
        package consuming func takeDescriptor() -> FileDescriptor { descriptor }
    }
}

/// Options of connected sockets.
package enum SocketOption {
    /// Seconds of silence before the kernel asks whether the peer is there, seconds between questions, and their number.
    package static let keepAlive: (idle: Int32, interval: Int32, count: Int32) = (60, 15, 4)

    /// Sends small packets at once and finds out about dead peers: what an SSH server needs.
    package static func prepareConnection(_ raw: Int32) {
        set(raw, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        set(raw, SOL_SOCKET, SO_KEEPALIVE, 1)
        set(raw, Int32(IPPROTO_TCP), TCP_KEEPIDLE, keepAlive.idle)
        set(raw, Int32(IPPROTO_TCP), TCP_KEEPINTVL, keepAlive.interval)
        set(raw, Int32(IPPROTO_TCP), TCP_KEEPCNT, keepAlive.count)
    }

    static func set(_ raw: Int32, _ level: Int32, _ name: Int32, _ value: Int32) {
        var value = value
        _ = unsafe setsockopt(raw, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}

/// An Internet address with a port.
package struct SocketAddress: Sendable, Equatable {
    /// The numeric address; an IPv4 peer of an IPv6 socket is written as IPv4.
    package let host: String
    package let port: UInt16
    let family: Int32
    private let bytes: [UInt8]

    /// The address that `host` writes in numbers; no name is looked up.
    package init(numeric host: String, port: UInt16) throws(SystemError) {
        var hints = unsafe addrinfo()
        unsafe hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let result = unsafe getaddrinfo(host, String(port), &hints, &list)
        guard result == 0, let first = unsafe list else { throw SystemError("getaddrinfo", host, number: EINVAL) }
        defer { unsafe freeaddrinfo(first) }
        self.host = host
        self.port = port
        family = unsafe first.pointee.ai_family
        bytes = unsafe Array(UnsafeRawBufferPointer(start: first.pointee.ai_addr, count: Int(first.pointee.ai_addrlen)))
    }

    /// The other end of a connected socket.
    package static func peer(of raw: Int32) -> SocketAddress? { unsafe read { unsafe getpeername(raw, $0, $1) } }

    /// This end of a socket.
    package static func local(of raw: Int32) -> SocketAddress? { unsafe read { unsafe getsockname(raw, $0, $1) } }

    func withPointer(_ body: (UnsafePointer<sockaddr>?, socklen_t) -> Int32) -> Int32 {
        unsafe bytes.withUnsafeBytes { raw in
            unsafe body(raw.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
        }
    }

    private init(host: String, port: UInt16, family: Int32, bytes: [UInt8]) {
        self.host = host
        self.port = port
        self.family = family
        self.bytes = bytes
    }

    private static func read(
        _ call: (UnsafeMutablePointer<sockaddr>?, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> SocketAddress? {
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        var bytes = [UInt8](repeating: 0, count: Int(length))
        let result = unsafe bytes.withUnsafeMutableBytes { raw in
            unsafe call(raw.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
        }
        guard result == 0 else { return nil }
        return unsafe bytes.withUnsafeBytes { raw in
            unsafe SocketAddress(raw.baseAddress?.assumingMemoryBound(to: sockaddr.self), length)
        }
    }

    /// The address at `pointer`, `length` bytes long; nil for one that is none of the Internet.
    init?(_ pointer: UnsafePointer<sockaddr>?, _ length: socklen_t) {
        guard let pointer = unsafe pointer, length >= 2 else { return nil }
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        var service = [CChar](repeating: 0, count: Int(NI_MAXSERV))
        let named = unsafe getnameinfo(
            pointer, length, &host, socklen_t(host.count), &service, socklen_t(service.count),
            NI_NUMERICHOST | NI_NUMERICSERV)
        guard named == 0 else { return nil }
        let bytes = unsafe Array(UnsafeRawBufferPointer(start: pointer, count: Int(length)))
        let text = { (characters: [CChar]) in
            String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
        let name = text(host)
        self.init(
            host: name.hasPrefix("::ffff:") && name.contains(".") ? String(name.dropFirst(7)) : name,
            port: UInt16(text(service)) ?? 0, family: Int32(UInt16(bytes[0]) | UInt16(bytes[1]) << 8), bytes: bytes)
    }
}
