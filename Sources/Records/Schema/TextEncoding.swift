/// Character encodings of a drop.
package enum TextEncoding: String, Sendable, CaseIterable {
    case utf8 = "UTF-8"
    case iso8859_1 = "ISO-8859-1"
    case iso8859_15 = "ISO-8859-15"
    case windows1252 = "Windows-1252"

    /// Where the upper half of a single-byte encoding is not ISO-8859-1: byte and code point; nil for UTF-8.
    ///
    /// ISO/IEC 8859-15:1999, and the WHATWG index of windows-1252. The five bytes that Windows-1252 leaves undefined
    /// are not listed: they become control characters (U+0081 and so on), which the form check refuses.
    private var differences: [UInt8: UInt16]? {
        switch self {
        case .utf8: nil
        case .iso8859_1: [:]
        case .iso8859_15:
            [
                0xA4: 0x20AC, 0xA6: 0x0160, 0xA8: 0x0161, 0xB4: 0x017D, 0xB8: 0x017E, 0xBC: 0x0152, 0xBD: 0x0153,
                0xBE: 0x0178,
            ]
        case .windows1252:
            [
                0x80: 0x20AC, 0x82: 0x201A, 0x83: 0x0192, 0x84: 0x201E, 0x85: 0x2026, 0x86: 0x2020, 0x87: 0x2021,
                0x88: 0x02C6, 0x89: 0x2030, 0x8A: 0x0160, 0x8B: 0x2039, 0x8C: 0x0152, 0x8E: 0x017D, 0x91: 0x2018,
                0x92: 0x2019, 0x93: 0x201C, 0x94: 0x201D, 0x95: 0x2022, 0x96: 0x2013, 0x97: 0x2014, 0x98: 0x02DC,
                0x99: 0x2122, 0x9A: 0x0161, 0x9B: 0x203A, 0x9C: 0x0153, 0x9E: 0x017E, 0x9F: 0x0178,
            ]
        }
    }

    /// Code point of each byte; nil for UTF-8.
    package var codePoints: [UInt16]? {
        differences.map { differences in (0...255).map { differences[UInt8($0)] ?? UInt16($0) } }
    }

    /// `text` in this encoding; `?` stands for a character that it does not have.
    package func encode(_ text: String) -> [UInt8] {
        guard let codePoints else { return Array(text.utf8) }
        return text.unicodeScalars.map { scalar in
            codePoints.firstIndex { UInt32($0) == scalar.value }.map { UInt8($0) } ?? UInt8(ascii: "?")
        }
    }

    /// Whether every character of `text` can be written.
    package func holds(_ text: String) -> Bool {
        guard let codePoints else { return true }
        return text.unicodeScalars.allSatisfy { scalar in codePoints.contains { UInt32($0) == scalar.value } }
    }
}
