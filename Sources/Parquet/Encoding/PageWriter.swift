internal import Compression

/// Lays the pages of one chunk one after the other (parquet.thrift, `PageHeader`, version 1 data pages).
struct PageWriter {
    private enum Kind: Int32 {
        case data = 0
        case dictionary = 2
    }

    private let column: ParquetColumn
    private let nulls: [Bool]?
    private let compressor: ZstdCompressor
    private var bytes: [UInt8] = []
    private var dictionaryLength = 0
    private var pages: [EncodedPage] = []
    private var uncompressedSize = 0

    /// A writer of pages that take about `size` bytes before they are compressed.
    init(_ column: ParquetColumn, nulls: [Bool]?, size: Int, _ options: EncodingOptions) throws(ParquetFault) {
        self.column = column
        self.nulls = nulls
        bytes.reserveCapacity(size)
        do { compressor = try ZstdCompressor(level: options.level) } catch { throw .compression }
    }

    mutating func appendDictionary(_ content: [UInt8], entries: Int) throws(ParquetFault) {
        try append(.dictionary, content) { header in
            header.structure(7) {
                $0.integer(1, Int32(entries))
                $0.integer(2, PageEncoding.plain.rawValue)
            }
        }
        dictionaryLength = bytes.count
    }

    mutating func appendData(
        _ body: ChunkBody, rows: Range<Int>, values: Range<Int>, _ statistics: ColumnStatistics
    ) throws(ParquetFault) {
        let offset = bytes.count
        var content: [UInt8] = []
        if column.nullable { appendLevels(rows, to: &content) }
        body.append(values, to: &content)
        try append(.data, content) { header in
            header.structure(5) {
                $0.integer(1, Int32(rows.count))
                $0.integer(2, body.encoding.rawValue)
                $0.integer(3, PageEncoding.runLength.rawValue)
                $0.integer(4, PageEncoding.runLength.rawValue)
            }
        }
        pages.append(
            EncodedPage(
                offset: offset, length: bytes.count - offset, firstRow: rows.lowerBound, rows: rows.count,
                statistics: statistics))
    }

    /// Definition levels: 1 for a value, 0 for a null, after their length in four bytes.
    private func appendLevels(_ rows: Range<Int>, to content: inout [UInt8]) {
        guard !rows.isEmpty else { return content += [0, 0, 0, 0] }
        var runs: [UInt8] = []
        if let nulls {
            let levels = rows.map { nulls[$0] ? UInt32(0) : 1 }
            HybridEncoding.encode(levels, 0..<levels.count, width: 1, to: &runs)
        } else {
            appendVarint(UInt64(rows.count) << 1, to: &runs)
            runs.append(1)
        }
        content += littleEndian(UInt64(runs.count), bytes: 4)
        content += runs
    }

    private mutating func append(
        _ kind: Kind, _ content: [UInt8], _ detail: (inout ThriftWriter) -> Void
    ) throws(ParquetFault) {
        let compressed: [UInt8]
        do { compressed = try compressor.compress(content) } catch { throw .compression }
        guard let size = Int32(exactly: content.count), let compressedSize = Int32(exactly: compressed.count) else {
            throw .tooLarge(column: column.name)
        }
        var header = ThriftWriter()
        header.integer(1, kind.rawValue)
        header.integer(2, size)
        header.integer(3, compressedSize)
        detail(&header)
        header.stop()
        bytes += header.bytes
        bytes += compressed
        uncompressedSize += header.bytes.count + content.count
    }

    /// The finished chunk.
    func chunk(rows: Int, encoding: PageEncoding, bloomFilter: BloomFilter?) -> EncodedChunk {
        var statistics = ColumnStatistics()
        for page in pages { statistics.merge(page.statistics) }
        // A page of values without bounds: nothing is known of the chunk's either.
        let isBounded = pages.allSatisfy { page in
            page.statistics.minimum != nil || page.statistics.containsNaN || page.statistics.nullCount == page.rows
        }
        if !isBounded { (statistics.minimum, statistics.maximum) = (nil, nil) }
        return EncodedChunk(
            column: column, rows: rows, statistics: statistics, bytes: bytes, dictionaryLength: dictionaryLength,
            pages: pages, encoding: encoding, bloomFilter: bloomFilter, uncompressedSize: uncompressedSize)
    }
}
