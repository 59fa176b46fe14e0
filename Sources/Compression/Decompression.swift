/// What one step of a decompressor did.
package struct DecompressionStep: Sendable {
    /// Bytes of the input that were taken.
    package let consumed: Int
    /// Bytes of the output that were filled.
    package let produced: Int
    /// Whether a whole gzip member, deflate stream or zstd frame ended with this step.
    package let isAtEnd: Bool
}
