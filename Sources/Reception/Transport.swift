internal import Glibc
internal import Platform
internal import SSH
internal import Support

/// What carries a session's bytes.
protocol Transport {
    /// Reads what has arrived, waiting at most `milliseconds` for the first byte.
    func read(into buffer: UnsafeMutableRawBufferPointer, milliseconds: Int32) throws -> TransportArrival
    func write(_ bytes: [UInt8]) throws
}

/// What a read found.
enum TransportArrival {
    case bytes(Int)
    case nothing
    case end
}

/// The channel of an SSH session.
struct SSHTransport: Transport {
    private let session: SSHSession

    init(_ session: SSHSession) { self.session = session }

    func read(into buffer: UnsafeMutableRawBufferPointer, milliseconds: Int32) throws -> TransportArrival {
        switch try unsafe session.read(into: buffer, milliseconds: milliseconds) {
        case .bytes(let count): .bytes(count)
        case .nothing: .nothing
        case .end: .end
        }
    }

    func write(_ bytes: [UInt8]) throws { try session.write(bytes) }
}

/// Two descriptors: pipes or a socket.
struct DescriptorTransport: Transport {
    let input: Int32
    let output: Int32

    func read(into buffer: UnsafeMutableRawBufferPointer, milliseconds: Int32) throws -> TransportArrival {
        guard try !Poll.readable([input], milliseconds: milliseconds).isEmpty else { return .nothing }
        let count = unsafe Glibc.read(input, buffer.baseAddress, buffer.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return .nothing }
        guard count >= 0 else { throw SystemError("read") }
        return count == 0 ? .end : .bytes(count)
    }

    func write(_ bytes: [UInt8]) throws {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { raw in
                unsafe Glibc.write(output, raw.baseAddress.map { unsafe $0 + done }, raw.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SystemError("write") }
            done += count
        }
    }
}
