internal import CZstd

/// Compresses blocks into zstd frames (RFC 8878), with one state that is used again and again.
///
/// One object belongs to one thread. The same block, level and library give the same frame.
@safe
package final class ZstdCompressor {
    /// The level that trades least time for size.
    package static let fastLevel: Int32 = 1

    private let context: OpaquePointer

    /// A compressor of `level` (1 to 19).
    package init(level: Int32 = fastLevel) throws(CompressionFault) {
        guard let context = unsafe ZSTD_createCCtx() else { throw .outOfMemory }
        unsafe self.context = unsafe context
        let status = unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
        guard ZSTD_isError(status) == 0 else { throw .failed }
    }

    deinit { unsafe ZSTD_freeCCtx(context) }

    /// A frame that holds `bytes` and their number.
    package func compress(_ bytes: [UInt8]) throws(CompressionFault) -> [UInt8] {
        let bound = ZSTD_compressBound(bytes.count)
        var failed = false
        let frame = unsafe [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            let written = unsafe bytes.withUnsafeBytes { input in
                unsafe ZSTD_compress2(context, output.baseAddress, output.count, input.baseAddress, input.count)
            }
            failed = ZSTD_isError(written) != 0
            count = failed ? 0 : written
        }
        if failed { throw .failed }
        return frame
    }
}
