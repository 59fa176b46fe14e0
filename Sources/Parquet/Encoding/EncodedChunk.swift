/// How chunks are encoded.
package struct EncodingOptions: Sendable {
    /// zstd level.
    package var level: Int32 = 1
    /// Most rows of a page.
    package var pageRows = 65_536
    /// Most bytes of values of a page before compression (a longer single value has a page of its own).
    package var pageBytes = 1 << 20
    /// Most bytes of a dictionary page before compression; values that need more are written plain.
    package var dictionaryBytes = 1 << 20

    /// The usual options.
    package init() {}
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
    /// Number of data pages.
    let dataPages: Int
    /// Number of bytes of all pages with their headers, had they not been compressed.
    let uncompressedSize: Int
}

/// Page encodings (parquet.thrift, `Encoding`).
enum PageEncoding: Int32 {
    case plain = 0
    case runLength = 3
    case runLengthDictionary = 8
}
