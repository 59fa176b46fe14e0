/// Base64 with the standard alphabet (RFC 4648 §4), decoded strictly: canonical padding bits, no white space.
package enum Base64 {
    /// Whether the text ends in `=` up to a multiple of four characters.
    package enum Padding: Sendable { case required, none }

    private static let alphabet: [UInt8] = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static let values: [UInt8] = {
        var table = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
        return table
    }()

    /// The text of `bytes`.
    package static func encode(_ bytes: [UInt8], padding: Padding = .required) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let available = min(3, bytes.count - index)
            var group: UInt32 = 0
            for offset in 0..<3 { group = group << 8 | (offset < available ? UInt32(bytes[index + offset]) : 0) }
            for offset in 0..<4 {
                if offset <= available {
                    text.append(alphabet[Int(group >> UInt32(18 - 6 * offset) & 63)])
                } else if padding == .required {
                    text.append(UInt8(ascii: "="))
                }
            }
            index += 3
        }
        return text
    }

    /// The bytes of `text`, or nil where it is not canonical base64 with that padding.
    package static func decode(_ text: [UInt8], padding: Padding = .required) -> [UInt8]? {
        var characters = text[...]
        switch padding {
        case .required:
            guard text.count % 4 == 0 else { return nil }
            for _ in 0..<2 where characters.last == UInt8(ascii: "=") { characters = characters.dropLast() }
        case .none:
            break
        }
        guard characters.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(characters.count * 3 / 4)
        var accumulator: UInt32 = 0
        var bits = 0
        for character in characters {
            let value = values[Int(character)]
            guard value < 64 else { return nil }
            accumulator = accumulator << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: accumulator >> UInt32(bits)))
            }
        }
        guard accumulator & (1 << UInt32(bits) - 1) == 0 else { return nil }
        return bytes
    }

    /// The padded text of `bytes` as a string.
    package static func string(_ bytes: [UInt8]) -> String { String(decoding: encode(bytes), as: UTF8.self) }
}
