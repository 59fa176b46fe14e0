/// Cuts a long bound of UTF-8 text so that it still is UTF-8 and still is a bound.
package enum TextBound {
    /// The start of `text` of at most `length` bytes: it precedes `text`.
    package static func lower(_ text: [UInt8], length: Int) -> [UInt8] {
        Array(text[..<boundary(text, length)])
    }

    /// A text of at most `length` bytes that follows everything that starts as `text` does; nil where there is none.
    package static func upper(_ text: [UInt8], length: Int) -> [UInt8]? {
        guard text.count > length else { return text }
        var scalars = Array(String(decoding: text[..<boundary(text, length)], as: UTF8.self).unicodeScalars)
        while let last = scalars.popLast() {
            guard let next = successor(of: last), UTF8.width(next) == UTF8.width(last) else { continue }
            var string = String.UnicodeScalarView()
            string.append(contentsOf: scalars)
            string.append(next)
            return Array(String(string).utf8)
        }
        return nil
    }

    /// The last place up to `length` at which a scalar starts.
    private static func boundary(_ text: [UInt8], _ length: Int) -> Int {
        guard text.count > length else { return text.count }
        var end = max(0, length)
        while end > 0 && text[end] & 0xc0 == 0x80 { end -= 1 }
        return end
    }

    private static func successor(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
        scalar.value == 0xd7ff ? "\u{e000}" : Unicode.Scalar(scalar.value + 1)
    }
}
