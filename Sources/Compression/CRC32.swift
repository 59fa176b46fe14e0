internal import CZlib

/// The CRC-32 of a stream of bytes, as in gzip and zip (RFC 1952 §8).
package struct CRC32: Sendable {
    /// The checksum of the bytes so far.
    package private(set) var value: UInt32 = 0

    /// The checksum of no bytes.
    package init() {}

    /// Adds `bytes`.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        value = UInt32(
            truncatingIfNeeded: unsafe crc32_z(
                UInt(value), base.assumingMemoryBound(to: UInt8.self), bytes.count))
    }
}
