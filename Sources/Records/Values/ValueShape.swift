/// The shape of a value: letters as `A` or `a`, digits as `9`, some punctuation as it is, all else as `?`.
///
/// `AB-1234` gives `AA-9999`. The value itself cannot be read from it.
package enum ValueShape {
    /// Characters of a shape; a longer value ends in `…`.
    package static let limit = 24
    /// Punctuation that says something about a format and nothing about a person.
    private static let kept = Set(" -_/.:,;+'()".utf8)

    /// The shape of a UTF-8 text.
    package static func of(_ text: Span<UInt8>) -> String {
        var shape = ""
        var count = 0
        for index in text.indices {
            let byte = text[index]
            if byte & 0xC0 == 0x80 { continue }
            if count == limit { return shape + "…" }
            shape.unicodeScalars.append(mask(byte))
            count += 1
        }
        return shape
    }

    private static func mask(_ byte: UInt8) -> Unicode.Scalar {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): "9"
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): "A"
        case UInt8(ascii: "a")...UInt8(ascii: "z"): "a"
        default: kept.contains(byte) ? Unicode.Scalar(byte) : "?"
        }
    }
}
