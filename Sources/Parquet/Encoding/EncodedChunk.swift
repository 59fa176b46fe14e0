/// How chunks are encoded.
package struct EncodingOptions: Sendable {
    /// zstd level.
    package var level: Int32 = 1
    /// Most rows of a page.
    package var pageRows = 32_768
    /// Most bytes of values of a page before compression (a longer single value has a page of its own).
    package var pageBytes = 1 << 20
    /// Most bytes of a dictionary page before compression; values that need more are written plain.
    package var dictionaryBytes = 1 << 20
    /// Differences are written where a sample of them takes less than this share of what it takes otherwise (0: never).
    package var deltaShare = 1.0

    /// The usual options.
    package init() {}
}

/// A data page at its place in a chunk, with what a reader may know without opening it.
struct EncodedPage {
    /// Where the page's header begins in the chunk.
    let offset: Int
    /// Bytes of header and content.
    let length: Int
    /// The page's first row in the row group.
    let firstRow: Int
    let rows: Int
    let statistics: ColumnStatistics
}

/// A column chunk, ready to be placed in a file.
package struct EncodedChunk: Sendable {
    /// What the chunk is of.
    package let column: ParquetColumn
    /// Rows, nulls included.
    package let rows: Int
    /// Bounds and nulls.
    package let statistics: ColumnStatistics
    /// Pages with their headers: the dictionary first, if there is one.
    package let bytes: [UInt8]
    /// Number of bytes of the dictionary page with its header, 0 where there is none.
    let dictionaryLength: Int
    /// The data pages, in order.
    let pages: [EncodedPage]
    /// How the values of data pages are laid down.
    let encoding: PageEncoding
    /// The Bloom filter of the values, where the column has one.
    let bloomFilter: BloomFilter?
    /// Number of bytes of all pages with their headers, had they not been compressed.
    let uncompressedSize: Int
}

/// Page encodings (parquet.thrift, `Encoding`).
enum PageEncoding: Int32 {
    case plain = 0
    case runLength = 3
    case deltaPacked = 5
    case deltaBytes = 7
    case runLengthDictionary = 8
}
