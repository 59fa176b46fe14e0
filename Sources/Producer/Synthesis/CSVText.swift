internal import Records

/// Texts as a CSV file holds them.
enum CSVText {
    /// `text` in the dialect's encoding, quoted where it must be.
    static func field(_ text: String, _ dialect: CSVDialect) -> [UInt8] {
        let bytes: [UInt8] =
            switch dialect.encoding {
            case .utf8: Array(text.utf8)
            case .iso8859_1: text.unicodeScalars.map { UInt8(exactly: $0.value) ?? UInt8(ascii: "?") }
            }
        guard let quote = dialect.quote else { return bytes }
        let special: Set<UInt8> = [quote, dialect.delimiter, UInt8(ascii: "\n"), UInt8(ascii: "\r")]
        guard bytes.contains(where: special.contains) else { return bytes }
        return [quote] + bytes.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
    }

    /// A line of `texts`.
    static func line(_ texts: [String], _ dialect: CSVDialect) -> [UInt8] {
        Array(texts.map { field($0, dialect) }.joined(separator: [dialect.delimiter])) + [UInt8(ascii: "\n")]
    }
}
