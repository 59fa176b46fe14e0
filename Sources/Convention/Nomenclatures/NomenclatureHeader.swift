internal import Records
internal import Support

/// The first line of an official file: which columns it has, and which of them are asked for.
struct NomenclatureHeader {
    /// Most bytes before the first line ends.
    static let maximumBytes = 256 << 10
    private static let mark: [UInt8] = [0xef, 0xbb, 0xbf]

    /// Names of the columns; numbers from 1 where the file names none.
    let names: [String]
    /// Bytes before the first record.
    let length: Int
    /// Lines before the first record.
    let lines: UInt64
    /// Columns of the code, from 0.
    let code: [Int]
    /// Column of the label, from 0.
    let label: Int?

    /// Reads the first line of `head`.
    init(_ head: [UInt8], _ file: NomenclatureFile) throws(NomenclatureFault) {
        let start = head.starts(with: NomenclatureHeader.mark) ? 3 : 0
        guard start < head.count else { throw .empty }
        let rest = head[start...]
        let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? head.count
        guard end <= NomenclatureHeader.maximumBytes else { throw .headerMalformed }
        let line = rest[..<end].last == UInt8(ascii: "\r") ? rest[..<end].dropLast() : rest[..<end]
        guard let cells = NomenclatureHeader.cells(Array(line), file.dialect) else { throw .headerMalformed }
        names = file.dialect.hasHeader ? cells : cells.indices.map { String($0 + 1) }
        length = file.dialect.hasHeader ? min(end + 1, head.count) : start
        lines = file.dialect.hasHeader ? 1 : 0
        var code: [Int] = []
        for name in file.columns.isEmpty ? [names[0]] : file.columns {
            code.append(try NomenclatureHeader.place(of: name, in: names))
        }
        self.code = code
        label =
            if let name = file.label { try NomenclatureHeader.place(of: name, in: names) } else { nil }
    }

    private static func place(of name: String, in names: [String]) throws(NomenclatureFault) -> Int {
        guard let place = names.firstIndex(of: name) else {
            throw .unknownColumn(column: name, columns: names)
        }
        guard names.lastIndex(of: name) == place else { throw .repeatedColumn(column: name) }
        return place
    }

    /// The cells of a line (RFC 4180 §2); nil where a quote is misplaced or the bytes are not in the encoding.
    private static func cells(_ line: [UInt8], _ dialect: CSVDialect) -> [String]? {
        guard let text = decode(line, dialect.encoding),
            !text.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\t" })
        else { return nil }
        let delimiter = UnicodeScalar(dialect.delimiter)
        let quote = dialect.quote.map { UnicodeScalar($0) }
        var cells: [String] = []
        var rest = text.unicodeScalars[...]
        while true {
            var cell = String.UnicodeScalarView()
            if let quote, rest.first == quote {
                rest.removeFirst()
                while true {
                    guard let scalar = rest.popFirst() else { return nil }
                    if scalar == quote {
                        guard rest.first == quote else { break }
                        rest.removeFirst()
                    }
                    cell.append(scalar)
                }
                guard rest.isEmpty || rest.first == delimiter else { return nil }
            } else {
                while let scalar = rest.first, scalar != delimiter {
                    if scalar == quote { return nil }
                    cell.append(scalar)
                    rest.removeFirst()
                }
            }
            cells.append(String(cell).trimmed)
            guard rest.popFirst() != nil else { return cells }
        }
    }

    private static func decode(_ bytes: [UInt8], _ encoding: TextEncoding) -> String? {
        guard let codePoints = encoding.codePoints else { return String(validating: bytes, as: UTF8.self) }
        var scalars = String.UnicodeScalarView()
        for byte in bytes { if let scalar = UnicodeScalar(codePoints[Int(byte)]) { scalars.append(scalar) } }
        return String(scalars)
    }
}
