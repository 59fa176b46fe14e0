/// Number of an establishment in the FINESS directory: nine characters, the last one a Luhn key over all.
///
/// In Corsica the second character is a letter, which counts as 1 (`2A`) or 2 (`2B`): inferred from published numbers.
package enum FINESS {
    /// Characters of a number.
    package static let length = 9

    /// Whether `text` is a number with its key.
    package static func isValid(_ text: Span<UInt8>) -> Bool {
        guard text.count == length else { return false }
        var sum = 0
        for index in 0..<length {
            guard let digit = digit(text, index) else { return false }
            // Counted from the right, every second digit is doubled: the odd places of nine.
            sum += Luhn.weight(digit, doubled: index % 2 == 1)
        }
        return sum > 0 && sum % 10 == 0
    }

    private static func digit(_ text: Span<UInt8>, _ index: Int) -> Int? {
        if ASCII.isDigit(text[index]) { return ASCII.value(text[index]) }
        guard index == 1, text[0] == UInt8(ascii: "2") else { return nil }
        switch text[1] {
        case UInt8(ascii: "A"): return 1
        case UInt8(ascii: "B"): return 2
        default: return nil
        }
    }
}
