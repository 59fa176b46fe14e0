/// Compresses one stream of bytes, a piece at a time; one object belongs to one thread.
package protocol StreamCompressor: AnyObject {
    /// Takes what it can of `input` and fills what it can of `output`; `isLast` says that nothing follows `input`.
    ///
    /// Called again with what was not taken until ``CompressionStep/isAtEnd``.
    func step(
        _ input: UnsafeRawBufferPointer, isLast: Bool, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionFault) -> CompressionStep
}

/// What one step of a compressor did.
package struct CompressionStep: Sendable {
    /// Bytes of the input that were taken.
    package let consumed: Int
    /// Bytes of the output that were filled.
    package let produced: Int
    /// Whether the stream is complete.
    package let isAtEnd: Bool
}
