package import Parquet
internal import Platform
package import Support

/// Writes one data file of a drop below a table.
///
/// The file has a name that begins with a dot, which readers skip, until it is whole and on the disk; only then it is renamed to
/// `part-<drop>-<number>.parquet`, and only the commit makes it part of the table. A writer that is dropped unfinished
/// removes what it wrote.
package final class DataFileWriter {
    /// The file's final name.
    package let name: String
    private let table: String
    private let schema: ParquetSchema
    private let sink: FileSink
    private let writer: ParquetWriter
    private var isFinished = false

    /// Starts data file `number` of drop `dropID` below `table`.
    package init(
        table: DeltaTable, dropID: String, number: Int, schema: ParquetSchema,
        metadata: [(key: String, value: String)] = []
    ) throws {
        name = try DataFileName.final(dropID, number)
        self.table = table.path
        self.schema = schema
        let directory = try Directory(table.path)
        sink = FileSink(
            try directory.open(DataFileName.temporary(name), [.write, .create, .truncate], permissions: 0o640))
        writer = try ParquetWriter(schema: schema, metadata: metadata, sink: sink)
    }

    deinit {
        guard !isFinished, let directory = try? Directory(table) else { return }
        try? directory.remove(DataFileName.temporary(name))
    }

    /// Adds a row group.
    package func append(rowGroup chunks: [EncodedChunk], rows: Int) throws {
        try writer.append(rowGroup: chunks, rows: rows)
        sink.startSync()
    }

    /// Makes the file durable under its final name, ready to be committed with `tags`.
    package func finish(tags: [String: String] = [:], now: Timestamp) throws -> DeltaFile {
        let summary = try writer.finish()
        try sink.syncAndClose()
        let directory = try Directory(table)
        try directory.rename(DataFileName.temporary(name), to: name, in: directory)
        isFinished = true
        try directory.sync()
        CrashPoint.reached(.dataFileWritten)
        return DeltaFile(
            path: name, size: Int64(summary.bytes), modified: now, statistics: DeltaStatistics.text(schema, summary),
            tags: tags, rows: Int64(summary.rows))
    }
}

/// A file on the disk as the end of a Parquet writer.
private final class FileSink: ParquetSink {
    private var file: FileDescriptor?

    init(_ file: consuming FileDescriptor) { self.file = consume file }

    func write(_ bytes: [UInt8]) throws { try file?.write(bytes) }

    func startSync() { file?.startSync() }

    func syncAndClose() throws {
        guard let file = file.take() else { return }
        try file.sync()
        try file.close()
    }
}
