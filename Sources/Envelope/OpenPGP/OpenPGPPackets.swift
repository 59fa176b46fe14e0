internal import Support

/// The binary message as librnp gets it: exactly the head and the packet of the content, and nothing after it.
///
/// The library itself leaves unread what follows the content's packet.
@safe
final class OpenPGPPackets: ByteSource {
    /// What comes before the content.
    let head: OpenPGPHead
    /// Bytes given on so far.
    private(set) var count: UInt64 = 0

    private let source: LookaheadSource
    /// Bytes to be given on before the next of the content: the head, or the length of a part.
    private var pending: [UInt8]
    private var given = 0
    /// Bytes that are left of the part.
    private var left: UInt64
    private var isLastPart: Bool

    /// The message in `source`, whose head is read now.
    init(_ source: LookaheadSource) throws {
        self.source = source
        head = try OpenPGPHead.read(from: source)
        pending = head.bytes
        left = head.length?.bytes ?? 0
        isLastPart = head.length?.isPartial != true
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard buffer.count > 0 else { return 0 }
        if given == pending.count, left == 0 {
            guard !isLastPart else { return try end() }
            try nextPart()
        }
        let read = given < pending.count ? unsafe takePending(into: buffer) : try unsafe takeContent(into: buffer)
        count += UInt64(read)
        return read
    }

    private func takePending(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let taken = min(buffer.count, pending.count - given)
        unsafe pending.withUnsafeBytes { raw in
            unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: raw[given..<(given + taken)]))
        }
        given += taken
        return taken
    }

    private func takeContent(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let wanted = Int(min(UInt64(buffer.count), left))
        let read = try unsafe source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
        guard read > 0 else { throw EnvelopeFault.truncated(bytes: source.consumed) }
        left -= UInt64(read)
        return read
    }

    private func nextPart() throws {
        let start = try source.peek(OpenPGPPacketLength.maximumSize)
        guard let length = OpenPGPPacketLength(new: start) else {
            throw EnvelopeFault.truncated(bytes: source.consumed + UInt64(start.count))
        }
        pending = try source.rest(limit: length.size)
        given = 0
        left = length.bytes
        isLastPart = !length.isPartial
    }

    private func end() throws -> Int {
        guard try source.peek(1).isEmpty else { throw EnvelopeFault.trailingData }
        return 0
    }
}
