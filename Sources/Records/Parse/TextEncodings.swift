/// Checks and conversion of a block's characters.
enum TextEncodings {
    /// Whether every byte is below 0x80.
    static func isASCII(_ bytes: Span<UInt8>) -> Bool {
        let words = bytes.count / 8
        var all: UInt64 = 0
        for index in 0..<words {
            // Bounds are checked by the call; every bit pattern is a UInt64.
            all |= unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
        }
        for index in (words * 8)..<bytes.count { all |= UInt64(bytes[index]) }
        return all & 0x8080_8080_8080_8080 == 0
    }

    /// Whether the bytes are well-formed UTF-8 (Unicode, table 3-7).
    static func isUTF8(_ bytes: Span<UInt8>) -> Bool { (try? UTF8Span(validating: bytes)) != nil }

    /// ISO-8859-1 as UTF-8: each byte is the code point of the same number.
    static func utf8(latin1 bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            if byte < 0x80 {
                result.append(byte)
            } else {
                result.append(0xC0 | byte >> 6)
                result.append(0x80 | byte & 0x3F)
            }
        }
        return result
    }
}
