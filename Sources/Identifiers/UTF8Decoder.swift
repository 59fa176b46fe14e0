/// Strict UTF-8 (RFC 3629), one scalar at a time.
enum UTF8Decoder {
    /// The scalar at `index`, which moves past it; nil where the bytes are no UTF-8.
    static func next(_ text: Span<UInt8>, _ index: inout Int) -> UInt32? {
        let lead = text[index]
        if lead < 0x80 {
            index += 1
            return UInt32(lead)
        }
        let (length, smallest): (Int, UInt32) =
            switch lead {
            case 0xC2...0xDF: (2, 0x80)
            case 0xE0...0xEF: (3, 0x800)
            case 0xF0...0xF4: (4, 0x10000)
            default: (0, 0)
            }
        guard length > 0, text.count - index >= length else { return nil }
        var scalar = UInt32(lead) & (0x7F >> UInt32(length))
        for offset in 1..<length {
            let byte = text[index + offset]
            guard byte & 0xC0 == 0x80 else { return nil }
            scalar = scalar << 6 | UInt32(byte & 0x3F)
        }
        guard scalar >= smallest, scalar <= 0x10FFFF, !(0xD800...0xDFFF).contains(scalar) else { return nil }
        index += length
        return scalar
    }
}
