internal import CZlib

/// Compresses into one gzip member (RFC 1952) or one raw deflate stream (RFC 1951).
@safe
package final class DeflateStream: StreamCompressor {
    /// zlib's largest window (deflateInit2 in zlib.h); 16 more asks for gzip, the negative for no wrapping.
    private static let windowBits: Int32 = 15

    private let stream: UnsafeMutablePointer<z_stream>

    /// A compressor at the start of a stream, at zlib's default level.
    package init(_ wrapping: InflateStream.Wrapping) throws(CompressionFault) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let bits = wrapping == .gzip ? DeflateStream.windowBits + 16 : -DeflateStream.windowBits
        guard unsafe ecluse_deflateInit2(stream, bits) == Z_OK else { throw .outOfMemory }
    }

    deinit {
        unsafe deflateEnd(stream)
        unsafe stream.deallocate()
    }

    package func step(
        _ input: UnsafeRawBufferPointer, isLast: Bool, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionFault) -> CompressionStep {
        let available = UInt32(clamping: input.count)
        let room = UInt32(clamping: output.count)
        unsafe stream.pointee.next_in = unsafe UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
        unsafe stream.pointee.avail_in = available
        unsafe stream.pointee.next_out = unsafe output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_out = room
        let status = unsafe deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
        guard [Z_OK, Z_STREAM_END, Z_BUF_ERROR].contains(status) else { throw .failed }
        return unsafe CompressionStep(
            consumed: Int(available - stream.pointee.avail_in), produced: Int(room - stream.pointee.avail_out),
            isAtEnd: status == Z_STREAM_END)
    }
}
