/// A chunk at its place in a file; its bytes are gone.
struct PlacedChunk {
    let column: ParquetColumn
    let statistics: ColumnStatistics
    let position: Int
    let length: Int
    let dictionaryLength: Int
    let encoding: PageEncoding
    let pages: [EncodedPage]
    let uncompressedSize: Int
    let rows: Int
    /// Where the Bloom filter stands.
    var bloomFilter: Range<Int>?
    /// Where the bounds of pages stand, and their places.
    var columnIndex: Range<Int>?
    var offsetIndex: Range<Int>?

    init(_ chunk: EncodedChunk, at position: Int) {
        column = chunk.column
        statistics = chunk.statistics
        self.position = position
        length = chunk.bytes.count
        dictionaryLength = chunk.dictionaryLength
        encoding = chunk.encoding
        pages = chunk.pages
        uncompressedSize = chunk.uncompressedSize
        rows = chunk.rows
    }

    /// Writes the struct `ColumnChunk`.
    func write(to thrift: inout ThriftWriter) {
        // The offset of a copy of the metadata beside the chunk, which nobody writes any more: 0.
        thrift.integer(2, Int64(0))
        thrift.structure(3) { writeMetadata(to: &$0) }
        if let offsetIndex {
            thrift.integer(4, Int64(offsetIndex.lowerBound))
            thrift.integer(5, Int32(offsetIndex.count))
        }
        if let columnIndex {
            thrift.integer(6, Int64(columnIndex.lowerBound))
            thrift.integer(7, Int32(columnIndex.count))
        }
    }

    /// Writes the struct `ColumnMetaData`.
    private func writeMetadata(to thrift: inout ThriftWriter) {
        let hasDictionary = dictionaryLength > 0
        let encodings: [PageEncoding] =
            hasDictionary ? [.plain, .runLength, .runLengthDictionary] : [encoding, .runLength]
        thrift.integer(1, column.type.physical.rawValue)
        thrift.list(2, of: .int32, count: encodings.count)
        for encoding in encodings { thrift.element(encoding.rawValue) }
        thrift.list(3, of: .binary, count: 1)
        thrift.element(Array(column.name.utf8))
        thrift.integer(4, FileMetadata.zstd)
        thrift.integer(5, Int64(rows))
        thrift.integer(6, Int64(uncompressedSize))
        thrift.integer(7, Int64(length))
        thrift.integer(9, Int64(position + dictionaryLength))
        if hasDictionary { thrift.integer(11, Int64(position)) }
        thrift.structure(12) { statistics.write(to: &$0) }
        let kinds: [(kind: Int32, encoding: PageEncoding, count: Int)] =
            (hasDictionary ? [(2, .plain, 1)] : []) + [(0, encoding, pages.count)]
        thrift.list(13, of: .structure, count: kinds.count)
        for page in kinds {
            thrift.element {
                $0.integer(1, page.kind)
                $0.integer(2, page.encoding.rawValue)
                $0.integer(3, Int32(page.count))
            }
        }
        if let bloomFilter {
            thrift.integer(14, Int64(bloomFilter.lowerBound))
            thrift.integer(15, Int32(bloomFilter.count))
        }
    }
}

/// What the footer says (parquet.thrift, `FileMetaData`).
struct FileMetadata {
    /// The codec of every page (parquet.thrift, `CompressionCodec`).
    static let zstd: Int32 = 6
    /// Version 2 of the format says that readers may meet logical types of it.
    static let version: Int32 = 2

    /// Chunks that hold the same rows.
    struct RowGroup {
        var chunks: [PlacedChunk]
        let rows: Int
    }

    let schema: ParquetSchema
    let keyValues: [(key: String, value: String)]
    let creator: String
    var rowGroups: [RowGroup] = []

    init(schema: ParquetSchema, keyValues: [(key: String, value: String)], creator: String) {
        self.schema = schema
        self.keyValues = keyValues
        self.creator = creator
    }

    var rows: Int { rowGroups.reduce(0) { $0 + $1.rows } }

    func encoded() -> [UInt8] {
        var thrift = ThriftWriter()
        thrift.integer(1, Self.version)
        thrift.list(2, of: .structure, count: schema.columns.count + 1)
        thrift.element {
            $0.string(4, "schema")
            $0.integer(5, Int32(schema.columns.count))
        }
        for column in schema.columns { thrift.element { SchemaElement.write(column, to: &$0) } }
        thrift.integer(3, Int64(rows))
        thrift.list(4, of: .structure, count: rowGroups.count)
        for (ordinal, group) in rowGroups.enumerated() { thrift.element { write(group, ordinal, to: &$0) } }
        if !keyValues.isEmpty {
            thrift.list(5, of: .structure, count: keyValues.count)
            for pair in keyValues {
                thrift.element {
                    $0.string(1, pair.key)
                    $0.string(2, pair.value)
                }
            }
        }
        thrift.string(6, creator)
        // TypeDefinedOrder for every column, so that readers may trust the bounds.
        thrift.list(7, of: .structure, count: schema.columns.count)
        for _ in schema.columns { thrift.element { $0.structure(1) { _ in } } }
        thrift.stop()
        return thrift.bytes
    }

    private func write(_ group: RowGroup, _ ordinal: Int, to thrift: inout ThriftWriter) {
        thrift.list(1, of: .structure, count: group.chunks.count)
        for chunk in group.chunks { thrift.element { chunk.write(to: &$0) } }
        thrift.integer(2, Int64(group.chunks.reduce(0) { $0 + $1.uncompressedSize }))
        thrift.integer(3, Int64(group.rows))
        if !schema.sortedBy.isEmpty {
            thrift.list(4, of: .structure, count: schema.sortedBy.count)
            for column in schema.sortedBy {
                thrift.element {
                    $0.integer(1, Int32(column))
                    $0.boolean(2, false)
                    $0.boolean(3, true)
                }
            }
        }
        thrift.integer(5, Int64(group.chunks.first?.position ?? 0))
        thrift.integer(6, Int64(group.chunks.reduce(0) { $0 + $1.length }))
        thrift.integer(7, Int16(truncatingIfNeeded: ordinal))
    }
}
