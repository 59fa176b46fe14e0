/// Checks of the formats of strings (Table Schema, "string").
enum TextForm {
    /// Longest address and longest label and local part (RFC 5321 §4.5.3.1, RFC 1035 §2.3.4).
    private static let addressLimit = 254
    private static let localLimit = 64
    private static let labelLimit = 63

    /// Whether all of `text` is of `format`.
    static func holds(_ format: TextFormat, _ text: Span<UInt8>) -> Bool {
        switch format {
        case .email: isEmail(text)
        case .uri: isURI(text)
        case .uuid: isUUID(text)
        case .binary: isBase64(text)
        }
    }

    private static let atext = table("!#$%&'*+/=?^_`{|}~-.", alphanumeric: true)
    private static let uri = table("-._~:/?#[]@!$&'()*+,;=%", alphanumeric: true)
    private static let base64 = table("+/", alphanumeric: true)
    private static let hexadecimal = table("0123456789abcdefABCDEF", alphanumeric: false)
    private static let alphanumeric = table("", alphanumeric: true)

    private static func table(_ marks: String, alphanumeric: Bool) -> [Bool] {
        let marks = Set(marks.utf8)
        return (0..<256).map { value in
            let byte = UInt8(value)
            let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) && byte < 0x80
            return marks.contains(byte) || alphanumeric && (isLetter || NumberReader.digit(byte) != nil)
        }
    }

    private static func all(_ text: Span<UInt8>, _ range: Range<Int>, _ allowed: [Bool]) -> Bool {
        for index in range where !allowed[Int(text[index])] { return false }
        return true
    }

    private static func isEmail(_ text: Span<UInt8>) -> Bool {
        guard text.count <= addressLimit, let at = text.indices.first(where: { text[$0] == UInt8(ascii: "@") }),
            (1...localLimit).contains(at), all(text, 0..<at, atext), dots(text, 0..<at, labels: 1, limit: localLimit)
        else { return false }
        let domain = (at + 1)..<text.count
        for index in domain where !alphanumeric[Int(text[index])] {
            if text[index] == UInt8(ascii: ".") { continue }
            // A hyphen stands inside a label.
            guard text[index] == UInt8(ascii: "-"), index > at + 1, index + 1 < text.count,
                text[index - 1] != UInt8(ascii: "."), text[index + 1] != UInt8(ascii: ".")
            else { return false }
        }
        return dots(text, domain, labels: 2, limit: labelLimit)
    }

    /// Whether full stops part `range` into at least `labels` parts, none empty or too long.
    private static func dots(_ text: Span<UInt8>, _ range: Range<Int>, labels: Int, limit: Int) -> Bool {
        var count = 0
        var start = range.lowerBound
        for index in range.lowerBound...range.upperBound {
            guard index == range.upperBound || text[index] == UInt8(ascii: ".") else { continue }
            guard (1...limit).contains(index - start) else { return false }
            count += 1
            start = index + 1
        }
        return count >= labels
    }

    /// A scheme, a colon and allowed characters, `%` always before two hexadecimal digits (RFC 3986 §2.1, §3.1).
    private static func isURI(_ text: Span<UInt8>) -> Bool {
        guard let colon = text.indices.first(where: { text[$0] == UInt8(ascii: ":") }), colon > 0,
            alphanumeric[Int(text[0])], NumberReader.digit(text[0]) == nil, colon + 1 < text.count
        else { return false }
        for index in 1..<colon where !alphanumeric[Int(text[index])] {
            guard "+-.".utf8.contains(text[index]) else { return false }
        }
        for index in colon..<text.count {
            guard uri[Int(text[index])] else { return false }
            guard text[index] == UInt8(ascii: "%") else { continue }
            guard index + 2 < text.count, all(text, (index + 1)..<(index + 3), hexadecimal) else { return false }
        }
        return true
    }

    private static func isUUID(_ text: Span<UInt8>) -> Bool {
        guard text.count == 36 else { return false }
        for index in 0..<36 {
            let isDash = index == 8 || index == 13 || index == 18 || index == 23
            guard isDash ? text[index] == UInt8(ascii: "-") : hexadecimal[Int(text[index])] else { return false }
        }
        return true
    }

    private static func isBase64(_ text: Span<UInt8>) -> Bool {
        guard text.count > 0, text.count % 4 == 0 else { return false }
        var end = text.count
        while end > text.count - 2, text[end - 1] == UInt8(ascii: "=") { end -= 1 }
        return all(text, 0..<end, base64)
    }
}
