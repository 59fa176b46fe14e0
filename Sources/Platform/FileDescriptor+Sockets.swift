internal import Glibc

/// Sending and receiving on connected sockets: where the other end is gone the process gets an error, not a signal.
extension FileDescriptor {
    /// What a receiver that does not wait found.
    package enum Arrival<Content: Sendable>: Sendable {
        case some(Content)
        case nothing
        /// The other end has closed.
        case end
    }

    /// Sends one message of a ``SocketPair/Kind/messages`` pair, waiting for room.
    package borrowing func sendMessage(_ bytes: [UInt8]) throws(SystemError) {
        let count = retrying { unsafe send(raw, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }
        guard count == bytes.count else { throw SystemError("send") }
    }

    /// The next message, if there is one; one that is longer than `limit` bytes is cut to nothing.
    package borrowing func receiveMessage(limit: Int) throws(SystemError) -> Arrival<[UInt8]> {
        var buffer = [UInt8](repeating: 0, count: limit + 1)
        let count = retrying { unsafe recv(raw, &buffer, buffer.count, Int32(MSG_DONTWAIT)) }
        switch count {
        case 1...limit: return .some(Array(buffer[..<count]))
        case 0: return .end
        case 1...: return .some([])
        default:
            if errno == EAGAIN { return .nothing }
            if errno == ECONNRESET { return .end }
            throw SystemError("recv")
        }
    }

    /// Sends as much of `bytes` as there is room for, and says how much.
    package borrowing func sendNow(_ bytes: UnsafeRawBufferPointer) throws(SystemError) -> Int {
        let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
        let count = retrying { unsafe send(raw, bytes.baseAddress, bytes.count, flags) }
        if count < 0, errno == EAGAIN { return 0 }
        guard count >= 0 else { throw SystemError("send") }
        return count
    }

    /// Fills the start of `buffer` with what has arrived.
    package borrowing func receiveNow(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Arrival<Int> {
        let count = retrying { unsafe recv(raw, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT)) }
        if count > 0 { return .some(count) }
        if count == 0 || errno == ECONNRESET { return .end }
        guard errno == EAGAIN else { throw SystemError("recv") }
        return .nothing
    }

    /// Tells the other end that nothing more will come.
    package borrowing func shutDownWriting() { _ = shutdown(raw, Int32(SHUT_WR)) }

    /// Asks the kernel for buffers of `bytes` for a socket pair; it may give less.
    package borrowing func setBuffers(_ bytes: Int32) {
        SocketOption.set(raw, SOL_SOCKET, SO_SNDBUF, bytes)
        SocketOption.set(raw, SOL_SOCKET, SO_RCVBUF, bytes)
    }
}
