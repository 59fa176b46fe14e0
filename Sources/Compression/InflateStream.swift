internal import CZlib

/// Decompresses one gzip member (RFC 1952) or raw deflate stream (RFC 1951) after another, a piece at a time.
///
/// zlib checks the CRC-32 and the length of a gzip member before it says that the member has ended. One object belongs to one
/// thread; its memory is zlib's window of 32 KiB, whatever comes in.
@safe
package final class InflateStream {
    /// What the bytes are wrapped in.
    package enum Wrapping: Sendable { case gzip, none }

    /// zlib's largest window (inflateInit2 in zlib.h); 16 more asks for gzip, the negative for no wrapping.
    private static let windowBits: Int32 = 15

    private let stream: UnsafeMutablePointer<z_stream>

    /// A decompressor at the start of a member.
    package init(_ wrapping: Wrapping) throws(CompressionFault) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let bits = wrapping == .gzip ? InflateStream.windowBits + 16 : -InflateStream.windowBits
        guard unsafe ecluse_inflateInit2(stream, bits) == Z_OK else { throw .outOfMemory }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Takes what it can of `input` and fills what it can of `output`; a step that does neither needs more of one.
    package func step(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionFault) -> DecompressionStep {
        let available = UInt32(clamping: input.count)
        let room = UInt32(clamping: output.count)
        unsafe stream.pointee.next_in = unsafe UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
        unsafe stream.pointee.avail_in = available
        unsafe stream.pointee.next_out = unsafe output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_out = room
        let status = unsafe inflate(stream, Z_NO_FLUSH)
        switch status {
        case Z_OK, Z_STREAM_END, Z_BUF_ERROR: break
        case Z_MEM_ERROR: throw .outOfMemory
        default: throw .malformed
        }
        let step = unsafe DecompressionStep(
            consumed: Int(available - stream.pointee.avail_in), produced: Int(room - stream.pointee.avail_out),
            isAtEnd: status == Z_STREAM_END)
        if step.isAtEnd { unsafe inflateReset(stream) }
        return step
    }
}
