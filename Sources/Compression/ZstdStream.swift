internal import CZstd

/// Decompresses one zstd frame (RFC 8878) after another, a piece at a time.
///
/// One object belongs to one thread; its memory is bounded by ``ZstdDecompressor/maximumWindowLog``.
@safe
package final class ZstdStream {
    private let context: OpaquePointer

    /// A decompressor at the start of a frame.
    package init() throws(CompressionFault) {
        guard let context = unsafe ZSTD_createDCtx() else { throw .outOfMemory }
        unsafe self.context = unsafe context
        let status = unsafe ZSTD_DCtx_setParameter(
            context, ZSTD_d_windowLogMax, ZstdDecompressor.maximumWindowLog)
        guard ZSTD_isError(status) == 0 else { throw .failed }
    }

    deinit { unsafe ZSTD_freeDCtx(context) }

    /// Takes what it can of `input` and fills what it can of `output`; a step that does neither needs more of one.
    package func step(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionFault) -> DecompressionStep {
        var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let status = unsafe ZSTD_decompressStream(context, &target, &source)
        guard ZSTD_isError(status) == 0 else {
            switch ZSTD_getErrorCode(status) {
            case ZSTD_error_frameParameter_windowTooLarge: throw .windowTooLarge
            case ZSTD_error_memory_allocation: throw .outOfMemory
            default: throw .malformed
            }
        }
        return unsafe DecompressionStep(consumed: source.pos, produced: target.pos, isAtEnd: status == 0)
    }
}
