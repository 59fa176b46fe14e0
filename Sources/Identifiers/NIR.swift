/// The French social-security number: 13 characters (sex, year, month, department, commune, order) and a key of two digits.
///
/// The key is 97 minus the number modulo 97; Corsica's `2A` counts as 19 and `2B` as 18 (decree 82-103).
package enum NIR {
    /// Characters without the key.
    package static let length = 13
    /// Characters with the key.
    package static let lengthWithKey = 15

    /// Whether `text` is a number with its key: 15 characters, upper case, no spaces.
    package static func isValid(_ text: Span<UInt8>) -> Bool {
        guard text.count == lengthWithKey, let number = digits(text),
            ASCII.isDigit(text[13]), ASCII.isDigit(text[14])
        else { return false }
        return ASCII.value(text[13]) * 10 + ASCII.value(text[14]) == 97 - Int(number % 97)
    }

    /// The 13 characters as a number, Corsica's letters replaced as for the key; nil where they are no NIR.
    package static func number(_ text: Span<UInt8>) -> UInt64? {
        guard text.count == length else { return nil }
        return digits(text)
    }

    /// The key that belongs to the 13 characters `text`: 1...97.
    package static func key(_ text: Span<UInt8>) -> Int? { number(text).map { 97 - Int($0 % 97) } }

    @inline(__always)
    private static func digits(_ text: Span<UInt8>) -> UInt64? {
        guard text[0] >= UInt8(ascii: "1"), text[0] <= UInt8(ascii: "8") else { return nil }
        // All digits, as nearly always: eight at a time, then the last five behind three zeros.
        precondition(text.count >= length)
        let head = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self).littleEndian
        let tail = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: 5, as: UInt64.self).littleEndian
        if EightDigits.areDigits(head), EightDigits.areDigits(tail) {
            let last = tail & ~0xFF_FFFF | 0x30_3030
            return EightDigits.value(head) * 100_000 + EightDigits.value(last)
        }
        return digitsOneByOne(text)
    }

    private static func digitsOneByOne(_ text: Span<UInt8>) -> UInt64? {
        var number: UInt64 = 0
        var allDigits = true
        for index in 0..<length where index != 6 {
            allDigits = allDigits && ASCII.isDigit(text[index])
            number = number &* 10 &+ UInt64(text[index] &- 0x30)
            if index == 5 {
                guard let second = corsican(text[5], text[6]) else { return nil }
                // The department's first digit may change with its letter: 2A is 19, 2B is 18.
                number = second.isCorsican ? (number / 10) * 100 + second.value : number * 10 + second.value
            }
        }
        return allDigits ? number : nil
    }

    /// The value of the department's second character, or of both where it is a letter of Corsica.
    @inline(__always)
    private static func corsican(_ first: UInt8, _ second: UInt8) -> (value: UInt64, isCorsican: Bool)? {
        if ASCII.isDigit(second) { return (UInt64(second &- 0x30), false) }
        guard first == UInt8(ascii: "2") else { return nil }
        switch second {
        case UInt8(ascii: "A"): return (19, true)
        case UInt8(ascii: "B"): return (18, true)
        default: return nil
        }
    }
}
