/// Luhn's check modulo 10 (ISO/IEC 7812-1, annex B).
package enum Luhn {
    /// Whether `digits` are ASCII digits, at least two and not all zero, whose Luhn sum is a multiple of ten.
    package static func isValid(_ digits: Span<UInt8>) -> Bool {
        guard digits.count >= 2, let sum = sum(digits) else { return false }
        return sum > 0 && sum % 10 == 0
    }

    /// The Luhn sum, or nil where a byte is no digit.
    static func sum(_ digits: Span<UInt8>) -> Int? {
        var sum = 0
        var doubled = false
        for index in stride(from: digits.count - 1, through: 0, by: -1) {
            guard ASCII.isDigit(digits[index]) else { return nil }
            sum += weight(ASCII.value(digits[index]), doubled: doubled)
            doubled.toggle()
        }
        return sum
    }

    @inline(__always)
    static func weight(_ digit: Int, doubled: Bool) -> Int {
        guard doubled else { return digit }
        return digit > 4 ? digit * 2 - 9 : digit * 2
    }
}
