/// The nonce of a chunk: its number in 11 bytes, big-endian, and whether it is the last (age-encryption.org/v1, "Payload").
struct PayloadNonce {
    /// Number of the chunk, from 0.
    private(set) var chunk: UInt64 = 0

    /// The 12 bytes.
    func bytes(isLast: Bool) -> [12 of UInt8] {
        var bytes = [12 of UInt8](repeating: 0)
        // 64 of the 88 bits are enough: they would count 2^80 bytes.
        for index in 0..<8 { bytes[3 + index] = UInt8(truncatingIfNeeded: chunk >> UInt64(56 - 8 * index)) }
        bytes[11] = isLast ? 1 : 0
        return bytes
    }

    mutating func advance() { chunk += 1 }
}
