internal import Glibc
internal import Platform
internal import Support

/// What a read found.
enum TransportArrival {
    case bytes(Int)
    case nothing
    case end
}

/// The two descriptors that carry a files process's bytes: a socket twice, or two pipes.
struct DescriptorTransport {
    let input: Int32
    let output: Int32

    /// Reads what has arrived, waiting at most `milliseconds` for the first byte.
    func read(into buffer: UnsafeMutableRawBufferPointer, milliseconds: Int32) throws -> TransportArrival {
        guard try !Poll.readable([input], milliseconds: milliseconds).isEmpty else { return .nothing }
        let count = unsafe Glibc.read(input, buffer.baseAddress, buffer.count)
        if count < 0, errno == EINTR || errno == EAGAIN { return .nothing }
        // The process at the other end is gone, with answers unread maybe.
        if count < 0, errno == ECONNRESET { return .end }
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
