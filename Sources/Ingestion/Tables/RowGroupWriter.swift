internal import Catalogue
internal import Columns
internal import Parquet
internal import Platform

/// Gathers blocks into row groups and encodes their columns on several cores.
///
/// Blocks are kept as they came; the rows that stay are picked out of them column by column, on the threads that encode, so
/// that the collecting thread copies nothing. Used by the collecting thread alone.
final class RowGroupWriter: RowSink {
    /// Rows of a row group.
    static let groupRows = 1 << 19
    /// Bytes of values above which a row group is closed earlier.
    static let groupBytes = 64 << 20

    private struct Block: Sendable {
        let columns: [Column]
        let rows: RowSelection
    }

    private let schema: ParquetSchema
    private let file: DataFileWriter
    private let threads: Int
    private var blocks: [Block] = []
    private var rows = 0
    private var bytes = 0

    init(schema: ParquetSchema, file: DataFileWriter, threads: Int) {
        self.schema = schema
        self.file = file
        self.threads = threads
    }

    /// Adds the rows `selection` of `columns`, one column each of the schema's.
    func append(_ columns: [Column], _ selection: RowSelection) throws {
        guard selection.count > 0 else { return }
        blocks.append(Block(columns: columns, rows: selection))
        rows += selection.count
        bytes += columns.reduce(0) { $0 + $1.byteCount }
        if rows >= RowGroupWriter.groupRows || bytes >= RowGroupWriter.groupBytes { try flush() }
    }

    /// Writes what is gathered.
    func flush() throws {
        guard rows > 0 else { return }
        let gathered = blocks
        blocks = []
        let schema = schema
        let chunks = Lock([EncodedChunk?](repeating: nil, count: schema.columns.count))
        let failure = Lock<ParquetFault?>(nil)
        try Thread.parallel(schema.columns.count, threads: threads) { index in
            do throws(ParquetFault) {
                let parts = gathered.map { ColumnPart($0.columns[index], $0.rows) }
                let chunk = try ColumnEncoder.encode(Column(joining: parts), as: schema.columns[index])
                chunks.withLock { $0[index] = chunk }
            } catch {
                failure.withLock { $0 = error }
            }
        }
        if let fault = failure.withLock({ $0 }) { throw fault }
        try file.append(rowGroup: chunks.withLock { $0 }.compactMap { $0 }, rows: rows)
        rows = 0
        bytes = 0
    }
}
