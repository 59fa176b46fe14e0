internal import CZstd

/// Compresses into one zstd frame (RFC 8878) with a checksum of its content.
@safe
package final class ZstdFrameStream: StreamCompressor {
    /// The level of the `zstd` tool where nothing else is asked.
    private static let level: Int32 = 3

    private let context: OpaquePointer

    /// A compressor at the start of a frame.
    package init() throws(CompressionFault) {
        guard let context = unsafe ZSTD_createCCtx() else { throw .outOfMemory }
        unsafe self.context = unsafe context
        for (parameter, value) in [(ZSTD_c_compressionLevel, ZstdFrameStream.level), (ZSTD_c_checksumFlag, 1)] {
            guard unsafe ZSTD_isError(ZSTD_CCtx_setParameter(context, parameter, value)) == 0 else { throw .failed }
        }
    }

    deinit { unsafe ZSTD_freeCCtx(context) }

    package func step(
        _ input: UnsafeRawBufferPointer, isLast: Bool, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionFault) -> CompressionStep {
        var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let status = unsafe ZSTD_compressStream2(context, &target, &source, isLast ? ZSTD_e_end : ZSTD_e_continue)
        guard ZSTD_isError(status) == 0 else { throw .failed }
        return unsafe CompressionStep(
            consumed: source.pos, produced: target.pos, isAtEnd: isLast && status == 0)
    }
}
