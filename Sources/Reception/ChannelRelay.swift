internal import Platform
internal import SSH
internal import Support

/// Carries bytes between an SSH channel and a stream socket, as fast as both take them and with no more memory than the window.
@safe
final class ChannelRelay {
    /// Bytes that the kernel is asked to hold of the stream, each way; it gives what `net.core.wmem_max` allows.
    static let streamBuffer: Int32 = 1 << 20
    /// Largest piece that is taken at once, of what the client sends and of answers.
    private static let piece = 256 << 10

    /// Room for one packet of the client (RFC 4253, section 6.1), below which no more is taken.
    private static let leastRoom = 32 << 10
    /// Milliseconds in which the rest of a packet is waited for: libssh takes 4 KiB at a time, and coming back for each is dear.
    private static let patience: Int32 = 1

    private let session: SSHSession
    /// What the client has sent and the stream has not taken yet.
    private let pending: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    private var polls = PollSet()
    private(set) var bytesIn: UInt64 = 0
    private(set) var bytesOut: UInt64 = 0

    init(_ session: SSHSession) {
        self.session = session
        unsafe pending = UnsafeMutableRawBufferPointer.allocate(byteCount: ChannelRelay.piece, alignment: 4096)
    }

    deinit { unsafe pending.deallocate() }

    /// Until the stream's other end has closed, or the connection is lost.
    func run(_ stream: borrowing FileDescriptor) throws {
        var answers = [UInt8](repeating: 0, count: ChannelRelay.piece)
        var client = Client.maySend
        while true {
            // While the stream is full the client waits: its window is not opened again.
            if start == end, client != .hasEnded { client = try takeFromClient(stream) }
            let hasPending = start < end
            polls.removeAll()
            let place = polls.add(stream.raw, hasPending ? .both : .reading)
            if !hasPending, client != .hasEnded { polls.add(session.descriptor, .reading) }
            try polls.wait(milliseconds: client == .hasMore && !hasPending ? 0 : SessionEnd.turn)
            if hasPending, polls.isWritable(place) {
                try pass(stream)
                if client == .hasEnded, start == end { stream.shutDownWriting() }
            }
            if polls.isReadable(place), try !takeAnswers(stream, &answers) { return }
        }
    }

    /// What is known of the client's side of the channel.
    private enum Client { case maySend, hasMore, hasEnded }

    /// Takes what the client has sent, as much as is there, and passes on what the stream takes at once.
    private func takeFromClient(_ stream: borrowing FileDescriptor) throws -> Client {
        (start, end) = (0, 0)
        var client = Client.hasMore
        var patience = ChannelRelay.patience
        while client == .hasMore, ChannelRelay.piece - end >= ChannelRelay.leastRoom {
            let room = unsafe UnsafeMutableRawBufferPointer(rebasing: pending[end...])
            switch try unsafe session.read(into: room, milliseconds: patience) {
            case .bytes(let count): end += count
            case .nothing: client = .maySend
            case .end: client = .hasEnded
            }
            patience = 0
        }
        bytesIn += UInt64(end)
        try pass(stream)
        if client == .hasEnded, start == end { stream.shutDownWriting() }
        return client
    }

    /// Gives the stream as much as it takes now.
    private func pass(_ stream: borrowing FileDescriptor) throws {
        guard start < end else { return }
        start += try unsafe stream.sendNow(UnsafeRawBufferPointer(rebasing: pending[start..<end]))
    }

    /// Sends a piece of the answers; false once there will be no more.
    private func takeAnswers(_ stream: borrowing FileDescriptor, _ answers: inout [UInt8]) throws -> Bool {
        let arrival = try unsafe answers.withUnsafeMutableBytes { raw in try unsafe stream.receiveNow(into: raw) }
        switch arrival {
        case .some(let count):
            try session.write(answers[..<count])
            bytesOut += UInt64(count)
            return true
        case .nothing: return true
        case .end: return false
        }
    }
}
