/// Where the bytes of a file go.
package protocol ParquetSink: AnyObject {
    /// Takes the next bytes of the file.
    func write(_ bytes: [UInt8]) throws
}

/// A file in memory.
package final class MemorySink: ParquetSink {
    package private(set) var bytes: [UInt8] = []

    /// An empty file.
    package init() {}

    package func write(_ bytes: [UInt8]) { self.bytes += bytes }
}

/// What was written.
package struct ParquetSummary: Sendable, Equatable {
    package let rows: Int
    /// Number of bytes of the file.
    package let bytes: Int
    /// Bounds and nulls of each column, in the order of the schema.
    package let statistics: [ColumnStatistics]
}

/// Writes a Parquet file: chunks that were encoded elsewhere, then the footer.
///
/// The same chunks give the same bytes.
package final class ParquetWriter {
    /// The first and last four bytes of a file.
    static let magic = Array("PAR1".utf8)
    /// Name of the writer in the footer.
    package static let creator = "ecluse version 1.0.0"
    /// Most row groups of a file: their ordinal has 16 bits.
    package static let maximumRowGroups = Int(Int16.max)

    private let schema: ParquetSchema
    private let sink: any ParquetSink
    private var metadata: FileMetadata
    private var statistics: [ColumnStatistics]
    private var position = 0

    /// A file of `schema` with `metadata` in its footer, written to `sink`.
    package init(schema: ParquetSchema, metadata: [(key: String, value: String)] = [], sink: any ParquetSink) throws {
        self.schema = schema
        self.sink = sink
        self.metadata = FileMetadata(schema: schema, keyValues: metadata, creator: Self.creator)
        statistics = schema.columns.map { _ in ColumnStatistics() }
        try write(Self.magic)
    }

    private func write(_ bytes: [UInt8]) throws {
        try sink.write(bytes)
        position += bytes.count
    }

    /// Adds a row group: one chunk a column, in the order of the schema, each of `rows` rows.
    ///
    /// No rows add nothing.
    package func append(rowGroup chunks: [EncodedChunk], rows: Int) throws {
        guard chunks.map(\.column) == schema.columns, chunks.allSatisfy({ $0.rows == rows }),
            metadata.rowGroups.count < Self.maximumRowGroups
        else { throw ParquetFault.rowGroup }
        guard rows > 0 else { return }
        var placed: [PlacedChunk] = []
        for (index, chunk) in chunks.enumerated() {
            placed.append(PlacedChunk(chunk, at: position))
            try write(chunk.bytes)
            statistics[index].merge(chunk.statistics)
        }
        for (index, chunk) in chunks.enumerated() {
            if let filter = chunk.bloomFilter { placed[index].bloomFilter = try place(filter.encoded) }
        }
        metadata.rowGroups.append(FileMetadata.RowGroup(chunks: placed, rows: rows))
    }

    /// Writes `bytes` and says where they stand.
    private func place(_ bytes: [UInt8]) throws -> Range<Int> {
        let start = position
        try write(bytes)
        return start..<position
    }

    /// Writes the bounds of all pages, then their places.
    private func writePageIndex() throws {
        for group in metadata.rowGroups.indices {
            for index in schema.columns.indices {
                guard let bounds = PageIndex.bounds(metadata.rowGroups[group].chunks[index]) else { continue }
                metadata.rowGroups[group].chunks[index].columnIndex = try place(bounds)
            }
        }
        for group in metadata.rowGroups.indices {
            for index in schema.columns.indices {
                let places = PageIndex.places(metadata.rowGroups[group].chunks[index])
                metadata.rowGroups[group].chunks[index].offsetIndex = try place(places)
            }
        }
    }

    /// Writes the page index and the footer.
    ///
    /// Nothing may be added after it.
    package func finish() throws -> ParquetSummary {
        try writePageIndex()
        let footer = metadata.encoded()
        guard let length = UInt32(exactly: footer.count) else { throw ParquetFault.tooLarge(column: "") }
        try write(footer + littleEndian(UInt64(length), bytes: 4) + Self.magic)
        return ParquetSummary(rows: metadata.rows, bytes: position, statistics: statistics)
    }
}
