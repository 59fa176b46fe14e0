internal import Records

/// Writes rows in a dialect whose cells need no escapes; one that would is refused.
struct CSVRow {
    private let delimiter: UInt8
    private let end: UInt8
    private let forbidden: Set<UInt8>

    /// Rows in `dialect`.
    init(_ dialect: CSVDialect) {
        delimiter = dialect.delimiter
        end = dialect.lineEnd.byte
        forbidden = Set(
            [dialect.delimiter, 0x0a, 0x0d, 0, UInt8(ascii: "\"")]
                + [dialect.quote, dialect.escape, dialect.comment].compactMap(\.self))
    }

    /// A line of `cells`; nil where one holds a character that means something in the dialect.
    func line(_ cells: [[UInt8]]) -> [UInt8]? {
        guard !cells.contains(where: { !forbidden.isDisjoint(with: $0) }) else { return nil }
        return Array(cells.joined(separator: [delimiter])) + [end]
    }
}
