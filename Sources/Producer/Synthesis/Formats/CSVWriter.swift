internal import Records

/// Writes CSV in any dialect (RFC 4180, Frictionless CSV Dialect 1.2).
struct CSVWriter: RecordWriter {
    private let dialect: CSVDialect
    private let text: CSVText
    private let names: [String]
    private let encoder: TextEncoder
    /// What stands for no value, by column.
    private let nothing: [[UInt8]]

    init(_ table: TablePlan, _ dialect: CSVDialect) {
        self.dialect = dialect
        text = CSVText(dialect)
        encoder = TextEncoder(dialect.encoding)
        names = table.schema.fields.map(\.name)
        let text = text
        nothing = table.schema.fields.map { field in
            let missing = field.missingValues ?? table.schema.missingValues
            if missing.contains("") { return [] }
            if let null = dialect.nullSequence { return Array(null.utf8) }
            return missing.first.map { text.field($0) } ?? []
        }
    }

    func begin(_ heads: [Int: RecordBatch], first: RecordBatch?, to output: inout [UInt8]) {
        if dialect.hasHeader { output += text.line(names) }
    }

    func write(_ family: BatchFamily, to output: inout [UInt8]) {
        guard let batch = family.batches[family.file] else { return }
        for row in 0..<batch.count {
            for column in names.indices {
                if column > 0 { output.append(dialect.delimiter) }
                guard let range = batch.range(column, row) else {
                    output += nothing[column]
                    continue
                }
                if text.isPlain(batch.bytes, range) {
                    encoder.append(batch.bytes, range, to: &output)
                } else {
                    output += text.field(String(decoding: batch.bytes[range], as: UTF8.self))
                }
            }
            if batch.isBroken[row] { output += [dialect.delimiter, UInt8(ascii: "x")] }
            output.append(dialect.lineEnd.byte)
        }
    }
}

/// Texts as a CSV file holds them.
struct CSVText {
    private let dialect: CSVDialect
    private let encoder: TextEncoder
    /// Bytes that make quotes, or an escape, necessary.
    private let isSpecial: [Bool]
    private let null: [UInt8]?

    init(_ dialect: CSVDialect) {
        self.dialect = dialect
        encoder = TextEncoder(dialect.encoding)
        var isSpecial = [Bool](repeating: false, count: 256)
        let marks = [dialect.quote, dialect.delimiter, 0x0A, 0x0D, dialect.escape, dialect.comment]
        for mark in marks.compactMap(\.self) { isSpecial[Int(mark)] = true }
        self.isSpecial = isSpecial
        null = dialect.nullSequence.map { Array($0.utf8) }
    }

    /// Whether the text `bytes[range]` can stand as it is.
    func isPlain(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        guard let first = range.first, bytes[first] != UInt8(ascii: " ") else { return false }
        let text = bytes.span.extracting(range)
        let marks = isSpecial.span
        for index in text.indices where marks[Int(text[index])] { return false }
        if let null, null.count == range.count, bytes[range].elementsEqual(null) { return false }
        return true
    }

    /// `text` in the dialect's encoding, quoted where it must be.
    func field(_ text: String) -> [UInt8] {
        let source = Array(text.utf8)
        let bytes = encoder.encode(text)
        if isPlain(source, 0..<source.count) || source.isEmpty { return bytes }
        guard let quote = dialect.quote else {
            guard let escape = dialect.escape else { return bytes }
            return bytes.flatMap { isSpecial[Int($0)] ? [escape, $0] : [$0] }
        }
        let mark = dialect.doublesQuotes ? quote : dialect.escape ?? quote
        let inside = bytes.flatMap { byte in
            byte == quote ? [mark, quote] : byte == dialect.escape ? [byte, byte] : [byte]
        }
        return [quote] + inside + [quote]
    }

    /// A line of `texts`.
    func line(_ texts: [String]) -> [UInt8] {
        Array(texts.map(field).joined(separator: [dialect.delimiter])) + [dialect.lineEnd.byte]
    }
}
