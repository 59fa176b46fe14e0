internal import Crypto
package import Support

/// A drop's identifier: 48 bits of milliseconds and 80 random bits in 26 characters of Crockford's base 32, lower case, so that
/// sorting by name is sorting by time (the form of a ULID).
package enum DropIdentifier {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// A new identifier for a drop that arrived at `moment`.
    package static func make(at moment: Timestamp) throws -> String {
        let milliseconds = UInt64(max(0, moment.microseconds / 1000))
        let time = (0..<6).map { UInt8(truncatingIfNeeded: milliseconds >> UInt64(40 - 8 * $0)) }
        let bytes = time + (try Random.bytes(10))
        // 128 bits in 26 digits of 5 bits: the first digit holds 3.
        var text: [UInt8] = []
        for digit in 0..<26 {
            var value = 0
            for bit in 0..<5 {
                let position = digit * 5 + bit - 2
                let set = position >= 0 && bytes[position / 8] >> UInt8(7 - position % 8) & 1 == 1
                value = value << 1 | (set ? 1 : 0)
            }
            text.append(alphabet[value])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Whether `text` has the form of an identifier.
    package static func isValid(_ text: String) -> Bool { text.utf8.count == 26 && text.utf8.allSatisfy(alphabet.contains) }
}
