internal import Support

/// The text form of age files (age-encryption.org/v1, "ASCII armor"): strict PEM without headers.
package enum AgeArmor {
    static let end = Array("-----END AGE ENCRYPTED FILE-----".utf8)
    /// Characters of a full line, and the bytes they stand for.
    static let columns = 64
    static let bytesPerLine = 48

    static func isWhitespace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
            || byte == UInt8(ascii: "\n")
    }

    /// `file` in armor.
    package static func encode(_ file: [UInt8]) -> [UInt8] {
        var text = EnvelopeKind.armorBegin + [UInt8(ascii: "\n")]
        for start in stride(from: 0, to: file.count, by: bytesPerLine) {
            text += Base64.encode(Array(file[start..<min(start + bytesPerLine, file.count)])) + [UInt8(ascii: "\n")]
        }
        return text + end + [UInt8(ascii: "\n")]
    }
}
