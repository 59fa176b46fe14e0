internal import CZstd

/// Decompresses single zstd frames (RFC 8878) into a bounded output.
///
/// One object belongs to one thread.
@safe
package final class ZstdDecompressor {
    /// Largest window that a frame may ask for, as a power of two: 8 MiB, what RFC 8878 §3.1.1.1.2 recommends.
    package static let maximumWindowLog: Int32 = 23
    /// Output bytes that are asked for at a time.
    private static let step = 128 << 10

    private let context: OpaquePointer

    /// A decompressor.
    package init() throws(CompressionFault) {
        guard let context = unsafe ZSTD_createDCtx() else { throw .outOfMemory }
        unsafe self.context = unsafe context
        let status = unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.maximumWindowLog)
        guard ZSTD_isError(status) == 0 else { throw .failed }
    }

    deinit { unsafe ZSTD_freeDCtx(context) }

    /// The content of the one frame that `frame` is, refused above `limit` bytes.
    ///
    /// Memory grows with what is really there, never with what a header claims.
    package func decompress(_ frame: [UInt8], limit: Int) throws(CompressionFault) -> [UInt8] {
        unsafe ZSTD_DCtx_reset(context, ZSTD_reset_session_only)
        var result: [UInt8] = []
        var consumed = 0
        while true {
            var block = [UInt8](repeating: 0, count: Self.step)
            let (status, produced) = step(frame, &consumed, into: &block)
            guard ZSTD_isError(status) == 0 else { throw .malformed }
            guard produced <= limit - result.count else { throw .tooLong(limit: limit) }
            result += block[..<produced]
            if status == 0 { break }
            if produced < block.count && consumed == frame.count { throw .malformed }
        }
        guard consumed == frame.count else { throw .malformed }
        return result
    }

    private func step(_ frame: [UInt8], _ consumed: inout Int, into block: inout [UInt8]) -> (
        status: Int, produced: Int
    ) {
        unsafe frame.withUnsafeBytes { source in
            unsafe block.withUnsafeMutableBytes { target in
                var input = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: consumed)
                var output = unsafe ZSTD_outBuffer(dst: target.baseAddress, size: target.count, pos: 0)
                let status = unsafe ZSTD_decompressStream(context, &output, &input)
                unsafe consumed = input.pos
                return unsafe (status, output.pos)
            }
        }
    }
}
