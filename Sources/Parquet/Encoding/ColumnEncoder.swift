package import Columns

/// Encodes the rows of a column as a chunk: a pure function of its arguments, so several threads may encode at once.
package enum ColumnEncoder {
    /// The chunk of `column`.
    ///
    /// A dictionary is used where it makes pages smaller (before compression). Integers of 64 bits are accepted where the type
    /// is laid down in 32, and the other way round, as long as every value fits.
    package static func encode(
        _ column: Column, as target: ParquetColumn, _ options: EncodingOptions = EncodingOptions()
    ) throws(ParquetFault) -> EncodedChunk {
        try encode([ColumnPart(column, RowSelection(all: column.count))], as: target, options)
    }

    /// The chunk of the wanted rows of `parts`, one part after the other.
    package static func encode(
        _ parts: [ColumnPart], as target: ParquetColumn, _ options: EncodingOptions = EncodingOptions()
    ) throws(ParquetFault) -> EncodedChunk {
        if let coded = try CodedValues(parts, as: target) {
            return try encode(ChunkBody(coded, options), coded.nulls, rows: coded.rows, target, options)
        }
        let column = Column(joining: parts)
        let nulls = try effectiveNulls(column, target)
        let values = try PresentValues(column, nulls: nulls, as: target)
        guard values.count == column.count - (nulls.map(countTrue) ?? 0) else { throw .rowGroup }
        return try encode(ChunkBody(values, options), nulls, rows: column.count, target, options)
    }

    private static func encode(
        _ body: ChunkBody, _ nulls: [Bool]?, rows: Int, _ target: ParquetColumn, _ options: EncodingOptions
    ) throws(ParquetFault) -> EncodedChunk {
        let bounds = PageBounds(body, target.type)
        var writer = try PageWriter(target, nulls: nulls, size: body.size, options)
        if let dictionary = body.dictionaryPage { try writer.appendDictionary(dictionary, entries: body.entryCount) }
        var row = 0
        var value = 0
        repeat {
            let page = extent(row, value, rows: rows, nulls: nulls, body: body, options)
            let nullCount = page.row - row - (page.value - value)
            let statistics = bounds.collect(value..<page.value, nullCount: nullCount)
            try writer.appendData(body, rows: row..<page.row, values: value..<page.value, statistics)
            (row, value) = (page.row, page.value)
        } while row < rows
        return writer.chunk(
            rows: rows, encoding: body.encoding,
            bloomFilter: target.hasBloomFilter ? BloomFilter(body.distinct) : nil)
    }

    /// The marks of nulls, nil where no row has one.
    private static func effectiveNulls(_ column: Column, _ target: ParquetColumn) throws(ParquetFault) -> [Bool]? {
        guard let nulls = column.nulls else { return nil }
        guard nulls.count == column.count else { throw .rowGroup }
        guard nulls.contains(true) else { return nil }
        guard target.nullable else { throw .unexpectedNull(column: target.name) }
        return nulls
    }

    private static func countTrue(_ marks: [Bool]) -> Int {
        var count = 0
        for mark in marks { count &+= mark ? 1 : 0 }
        return count
    }

    /// Where a page that starts at `row` and `value` ends.
    private static func extent(
        _ row: Int, _ value: Int, rows: Int, nulls: [Bool]?, body: ChunkBody, _ options: EncodingOptions
    ) -> (row: Int, value: Int) {
        let lastRow = min(rows, row + max(1, options.pageRows))
        let lastValue = body.end(from: value, bytes: options.pageBytes)
        guard let nulls else {
            let count = min(lastRow - row, lastValue - value)
            return (row + count, value + count)
        }
        var (row, value) = (row, value)
        while row < lastRow {
            if !nulls[row] {
                guard value < lastValue else { break }
                value += 1
            }
            row += 1
        }
        return (row, value)
    }
}
