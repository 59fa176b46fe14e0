internal import Catalogue
internal import Columns
internal import Parquet
internal import Platform

/// Gathers rows into row groups and encodes their columns on several cores.
///
/// Used by the collecting thread alone.
final class RowGroupWriter: RowSink {
    /// Rows of a row group.
    static let groupRows = 1 << 20
    /// Bytes of values above which a row group is closed earlier.
    static let groupBytes = 96 << 20

    private let schema: ParquetSchema
    private let file: DataFileWriter
    private let threads: Int
    private var columns: [Column] = []
    private var rows = 0
    private var bytes = 0

    init(schema: ParquetSchema, file: DataFileWriter, threads: Int) {
        self.schema = schema
        self.file = file
        self.threads = threads
    }

    /// Adds the rows of `more`, one column each of the schema's.
    func append(_ more: [Column]) throws {
        guard let count = more.first?.count, count > 0 else { return }
        if columns.isEmpty {
            columns = more
        } else {
            for index in columns.indices { columns[index].append(more[index]) }
        }
        rows += count
        bytes += more.reduce(0) { $0 + $1.byteCount }
        if rows >= RowGroupWriter.groupRows || bytes >= RowGroupWriter.groupBytes { try flush() }
    }

    /// Writes what is gathered.
    func flush() throws {
        guard rows > 0 else { return }
        let gathered = columns
        columns = []
        let schema = schema
        let chunks = Lock([EncodedChunk?](repeating: nil, count: gathered.count))
        let failure = Lock<ParquetFault?>(nil)
        try Thread.parallel(gathered.count, threads: threads) { index in
            do throws(ParquetFault) {
                let chunk = try ColumnEncoder.encode(gathered[index], as: schema.columns[index])
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
