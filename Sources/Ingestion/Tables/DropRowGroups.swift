internal import Columns

/// The row groups of a drop's tables, which together hold no more than one table alone would.
///
/// All that is gathered, over all tables, stays below ``RowGroupWriter/groupBytes``: when it does not, the largest group is
/// closed, whether full or not. One group is encoded at a time. So an archive, whose tables come one after the other, gets
/// groups as large as single files do, and tables whose records are mixed share the memory.
final class DropRowGroups: RowSink {
    private let tables: [RowGroupWriter]
    /// The table whose group is being encoded.
    private var encoding: Int?

    /// Row groups of tables in the order of the drop's tables.
    init(_ tables: [RowGroupWriter]) { self.tables = tables }

    func append(_ columns: [Column], _ rows: RowSelection, table: Int) throws {
        try tables[table].append(columns, rows)
        if tables[table].isFull {
            try close(table)
        } else if tables.count > 1, tables.reduce(0, { $0 + $1.bytes }) >= RowGroupWriter.groupBytes {
            try close(tables.indices.max { tables[$0].bytes < tables[$1].bytes } ?? table)
        }
    }

    func flush() throws {
        for table in tables.indices { try close(table) }
        try writeEncoded()
    }

    private func close(_ table: Int) throws {
        try writeEncoded()
        try tables[table].closeGroup()
        encoding = table
    }

    private func writeEncoded() throws {
        guard let table = encoding else { return }
        encoding = nil
        try tables[table].writeEncoded()
    }
}
