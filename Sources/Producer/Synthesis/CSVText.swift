internal import Records

/// Texts as a CSV file holds them.
enum CSVText {
    /// `text` in the dialect's encoding, quoted where it must be.
    static func field(_ text: String, _ dialect: CSVDialect) -> [UInt8] {
        let bytes = dialect.encoding.encode(text)
        guard let quote = dialect.quote else { return bytes }
        let marks = [quote, dialect.delimiter, UInt8(ascii: "\n"), UInt8(ascii: "\r"), dialect.escape, dialect.comment]
        let special = Set(marks.compactMap(\.self))
        let isSpecial = bytes.contains(where: special.contains) || bytes.first == UInt8(ascii: " ")
        guard isSpecial || text == dialect.nullSequence else { return bytes }
        let mark = dialect.doublesQuotes ? quote : dialect.escape ?? quote
        let inside = bytes.flatMap { byte in
            byte == quote ? [mark, quote] : byte == dialect.escape ? [byte, byte] : [byte]
        }
        return [quote] + inside + [quote]
    }

    /// A line of `texts`.
    static func line(_ texts: [String], _ dialect: CSVDialect) -> [UInt8] {
        Array(texts.map { field($0, dialect) }.joined(separator: [dialect.delimiter])) + [dialect.lineEnd.byte]
    }
}
