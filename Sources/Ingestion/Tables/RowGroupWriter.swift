internal import Catalogue
internal import Columns
internal import Parquet
internal import Platform

/// Gathers blocks into row groups and has their columns encoded on several cores.
///
/// Blocks are kept as they came; the rows that stay are picked out of them column by column, on the threads that encode, so
/// that the collecting thread copies nothing. While a group is encoded the next one is gathered, so that the workers never
/// wait for the slowest column; there are never more than these two. Used by the collecting thread alone, through the
/// ``DropRowGroups`` of the drop, which says when a group is closed.
final class RowGroupWriter {
    /// Rows of a row group.
    static let groupRows = 1 << 19
    /// Bytes of values above which a row group is closed earlier.
    static let groupBytes = 64 << 20

    private let schema: ParquetSchema
    private let file: DataFileWriter
    private let threads: Int
    private var blocks: [GroupEncoding.Block] = []
    private var rows = 0
    /// Bytes of the blocks gathered and not yet being encoded.
    private(set) var bytes = 0
    private var encoding: GroupEncoding?

    init(schema: ParquetSchema, file: DataFileWriter, threads: Int) {
        self.schema = schema
        self.file = file
        self.threads = threads
    }

    /// Adds the rows `selection` of `columns`, one column each of the schema's.
    func append(_ columns: [Column], _ selection: RowSelection) throws {
        guard selection.count > 0 else { return }
        blocks.append(GroupEncoding.Block(columns: columns, rows: selection))
        rows += selection.count
        bytes += columns.reduce(0) { $0 + $1.byteCount }
    }

    /// Whether the group has the size it should have.
    var isFull: Bool { rows >= RowGroupWriter.groupRows || bytes >= RowGroupWriter.groupBytes }

    /// Begins to encode what is gathered, after the group before is written.
    func closeGroup() throws {
        try writeEncoded()
        guard rows > 0 else { return }
        encoding = try GroupEncoding(blocks, rows: rows, schema: schema, threads: threads)
        blocks = []
        rows = 0
        bytes = 0
    }

    /// Waits for the group that is being encoded, if there is one, and writes it.
    func writeEncoded() throws {
        guard let done = encoding else { return }
        encoding = nil
        try file.append(rowGroup: done.chunks(), rows: done.rows)
    }
}
