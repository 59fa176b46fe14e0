/// A professional's number in the RPPS directory: 11 digits, Luhn.
package enum RPPS {
    /// Digits of a number.
    package static let length = 11

    /// Whether `text` is a number with its key.
    package static func isValid(_ text: Span<UInt8>) -> Bool { text.count == length && Luhn.isValid(text) }
}
