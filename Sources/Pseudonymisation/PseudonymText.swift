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
        unsafe text.withUnsafeMutableBytes { unsafe write(pseudonym, to: $0, at: start) }
    }

    /// Writes the digits of `pseudonym` to `text` from `start` on.
    @inline(__always)
    static func write(_ pseudonym: Pseudonym, to text: UnsafeMutableRawBufferPointer, at start: Int) {
        precondition(start >= 0 && start + digits <= text.count)
        unsafe text.storeBytes(of: eight(pseudonym.high >> 32).littleEndian, toByteOffset: start, as: UInt64.self)
        unsafe text.storeBytes(of: eight(pseudonym.high).littleEndian, toByteOffset: start + 8, as: UInt64.self)
        unsafe text.storeBytes(of: eight(pseudonym.low >> 32).littleEndian, toByteOffset: start + 16, as: UInt64.self)
        unsafe text.storeBytes(of: eight(pseudonym.low).littleEndian, toByteOffset: start + 24, as: UInt64.self)
    }

    /// The eight digits of the low half of `word`, the first one in the lowest byte.
    @inline(__always)
    private static func eight(_ word: UInt64) -> UInt64 {
        // One digit a byte: halves, quarters, eighths are moved apart.
        var digits = UInt64(UInt32(truncatingIfNeeded: word).byteSwapped)
        digits = (digits | digits << 16) & 0x0000_FFFF_0000_FFFF
        digits = (digits | digits << 8) & 0x00FF_00FF_00FF_00FF
        digits = (digits >> 4 | digits << 8) & 0x0F0F_0F0F_0F0F_0F0F
        // 10 and more carry into the fifth bit after adding 6: those are letters.
        let letters = (digits &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return digits &+ 0x3030_3030_3030_3030 &+ letters &* 0x27
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
