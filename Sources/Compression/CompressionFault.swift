package import Support

/// Why bytes could not be compressed or decompressed.
package enum CompressionFault: Fault, Equatable {
    /// The library has no memory for its state.
    case outOfMemory
    /// zstd failed for a reason that no input explains.
    case failed
    /// The bytes are no whole zstd frame, gzip member or deflate stream.
    case malformed
    /// A zstd frame asks for a window above ``ZstdDecompressor/maximumWindowLog``.
    case windowTooLarge
    /// The content is longer than the caller allows.
    case tooLong(limit: Int)

    package var code: FaultCode {
        switch self {
        case .outOfMemory: "compression.out-of-memory"
        case .failed: "compression.failed"
        case .malformed: "compression.malformed"
        case .windowTooLarge: "compression.window-too-large"
        case .tooLong: "compression.too-long"
        }
    }

    package var arguments: [String: String] {
        if case .tooLong(let limit) = self { ["limit": String(limit)] } else { [:] }
    }
}
