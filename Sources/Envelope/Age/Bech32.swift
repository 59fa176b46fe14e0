internal import Support

/// Bech32 text (BIP 173) as age uses it: no limit of 90 characters, one case in a text.
enum Bech32 {
    private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
    private static let checksumLength = 6
    /// Longest text read: far above every key.
    private static let maximumLength = 1 << 12

    /// The bytes in `text`, whose human part is `prefix` in lower case; nil where it is anything else.
    ///
    /// Upper-case text is read too. Working memory is zeroed: the bytes may be secret.
    static func decode(_ text: [UInt8], prefix: String) -> [UInt8]? {
        guard text.count <= maximumLength, let separator = text.lastIndex(of: UInt8(ascii: "1")) else { return nil }
        let hasUpper = text.contains { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        let hasLower = text.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        guard !(hasUpper && hasLower) else { return nil }
        var lower = text.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 }
        var values: [UInt8] = []
        defer {
            SecretBytes.zero(&lower)
            SecretBytes.zero(&values)
        }
        guard lower[..<separator].elementsEqual(prefix.utf8), lower.count - separator > checksumLength else {
            return nil
        }
        values.reserveCapacity(lower.count)
        for character in lower[(separator + 1)...] {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            values.append(UInt8(value))
        }
        guard polymod(expanded(prefix), values) == 1 else { return nil }
        return bytes(values.dropLast(checksumLength))
    }

    /// The lower-case text of `bytes` under the human part `prefix`.
    static func encode(_ bytes: [UInt8], prefix: String) -> [UInt8] {
        var values: [UInt8] = []
        defer { SecretBytes.zero(&values) }
        values.reserveCapacity(bytes.count * 8 / 5 + 1 + checksumLength)
        var accumulator: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            accumulator = (accumulator << 8 | UInt32(byte)) & 0xfff
            bits += 8
            while bits >= 5 {
                bits -= 5
                values.append(UInt8(truncatingIfNeeded: accumulator >> bits) & 31)
            }
        }
        if bits > 0 { values.append(UInt8(truncatingIfNeeded: accumulator << (5 - bits)) & 31) }
        let padding = [UInt8](repeating: 0, count: checksumLength)
        let checksum = polymod(expanded(prefix), values, padding) ^ 1
        for index in 0..<checksumLength {
            values.append(UInt8(truncatingIfNeeded: checksum >> UInt32(5 * (checksumLength - 1 - index))) & 31)
        }
        var text = Array(prefix.utf8) + [UInt8(ascii: "1")]
        text.reserveCapacity(text.count + values.count)
        for value in values { text.append(alphabet[Int(value)]) }
        return text
    }

    /// Groups of five bits to bytes; the bits left over are fewer than five and zero.
    private static func bytes(_ values: ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count * 5 / 8)
        var accumulator: UInt32 = 0
        var bits: UInt32 = 0
        for value in values {
            accumulator = (accumulator << 5 | UInt32(value)) & 0xfff
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: accumulator >> bits))
            }
        }
        guard bits < 5, accumulator & (1 << bits - 1) == 0 else {
            SecretBytes.zero(&bytes)
            return nil
        }
        return bytes
    }

    private static func expanded(_ prefix: String) -> [UInt8] {
        prefix.utf8.map { $0 >> 5 } + [0] + prefix.utf8.map { $0 & 31 }
    }

    private static func polymod(_ parts: [UInt8]...) -> UInt32 {
        let generator: [UInt32] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]
        var checksum: UInt32 = 1
        for part in parts {
            for value in part {
                let top = checksum >> 25
                checksum = (checksum & 0x1ff_ffff) << 5 ^ UInt32(value)
                for bit in 0..<5 where top >> UInt32(bit) & 1 == 1 { checksum ^= generator[bit] }
            }
        }
        return checksum
    }
}
