/// Pseudonyms as text: `e`, the epoch, `-`, 32 lower-case hexadecimal digits, such as `e1-0f…`.
///
/// The prefix makes the function identifiable in its result: epochs are never compared by mistake.
package enum PseudonymText {
    /// Hexadecimal digits of a pseudonym.
    static let digits = 32

    /// The text of `pseudonym`.
    package static func string(_ pseudonym: Pseudonym, epoch: Int) -> String {
        var text = prefix(epoch)
        let start = text.count
        text += [UInt8](repeating: 0, count: digits)
        write(pseudonym, to: &text, at: start)
        return String(decoding: text, as: UTF8.self)
    }

    /// Epoch and pseudonym of `text`; nil where it is not exactly as written here.
    package static func parse(_ text: Span<UInt8>) -> (epoch: Int, pseudonym: Pseudonym)? {
        guard text.count > digits + 2, text.count <= digits + 6, text[0] == UInt8(ascii: "e"),
            text[1] != UInt8(ascii: "0")
        else { return nil }
        let dash = text.count - digits - 1
        guard text[dash] == UInt8(ascii: "-") else { return nil }
        var epoch = 0
        for index in 1..<dash {
            guard text[index] &- 0x30 < 10 else { return nil }
            epoch = epoch * 10 + Int(text[index] &- 0x30)
        }
        guard let high = word(text, dash + 1), let low = word(text, dash + 17) else { return nil }
        return (epoch, Pseudonym(high: high, low: low))
    }

    /// What stands before the digits.
    static func prefix(_ epoch: Int) -> [UInt8] { Array("e\(epoch)-".utf8) }

    /// Writes the digits of `pseudonym` to `text` from `start` on.
    static func write(_ pseudonym: Pseudonym, to text: inout [UInt8], at start: Int) {
        for index in 0..<16 {
            let shift = UInt64(60 - index * 4)
            text[start + index] = digit(pseudonym.high >> shift & 15)
            text[start + 16 + index] = digit(pseudonym.low >> shift & 15)
        }
    }

    @inline(__always)
    private static func digit(_ value: UInt64) -> UInt8 {
        UInt8(truncatingIfNeeded: value &+ (value < 10 ? 0x30 : 0x57))
    }

    private static func word(_ text: Span<UInt8>, _ start: Int) -> UInt64? {
        var word: UInt64 = 0
        for index in start..<(start + 16) {
            let byte = text[index]
            if byte &- 0x30 < 10 {
                word = word << 4 | UInt64(byte &- 0x30)
            } else if byte &- 0x61 < 6 {
                word = word << 4 | UInt64(byte &- 0x57)
            } else {
                return nil
            }
        }
        return word
    }
}
