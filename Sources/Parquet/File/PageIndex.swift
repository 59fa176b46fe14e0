/// Writes what lets a reader open only the pages it needs (Parquet PageIndex.md; parquet.thrift, `ColumnIndex`, `OffsetIndex`).
enum PageIndex {
    /// Order of the bounds of pages (parquet.thrift, `BoundaryOrder`).
    private enum Order: Int32 {
        case none = 0
        case ascending = 1
        case descending = 2
    }

    /// The bounds of the pages of `chunk`; nil where a page has values of which no bounds are known.
    static func bounds(_ chunk: PlacedChunk) -> [UInt8]? {
        let pages = chunk.pages.map(\.statistics)
        var bounds: [(least: StatisticValue, greatest: StatisticValue)?] = []
        for (page, statistics) in zip(chunk.pages, pages) {
            if let least = statistics.minimum, let greatest = statistics.maximum {
                bounds.append((least, greatest))
            } else if statistics.nullCount == page.rows {
                bounds.append(nil)
            } else {
                return nil
            }
        }
        var thrift = ThriftWriter()
        thrift.list(1, of: .yes, count: bounds.count)
        for bound in bounds { thrift.element(bound == nil) }
        thrift.list(2, of: .binary, count: bounds.count)
        for bound in bounds { thrift.element(bound?.least.encoded ?? []) }
        thrift.list(3, of: .binary, count: bounds.count)
        for bound in bounds { thrift.element(bound?.greatest.encoded ?? []) }
        thrift.integer(4, order(bounds.compactMap { $0 }).rawValue)
        thrift.list(5, of: .int64, count: pages.count)
        for page in pages { thrift.element(Int64(page.nullCount)) }
        thrift.stop()
        return thrift.bytes
    }

    /// Where the pages of `chunk` stand in the file.
    static func places(_ chunk: PlacedChunk) -> [UInt8] {
        var thrift = ThriftWriter()
        thrift.list(1, of: .structure, count: chunk.pages.count)
        for page in chunk.pages {
            thrift.element {
                $0.integer(1, Int64(chunk.position + page.offset))
                $0.integer(2, Int32(page.length))
                $0.integer(3, Int64(page.firstRow))
            }
        }
        thrift.stop()
        return thrift.bytes
    }

    private static func order(_ bounds: [(least: StatisticValue, greatest: StatisticValue)]) -> Order {
        func holds(_ isBefore: (StatisticValue, StatisticValue) -> Bool) -> Bool {
            zip(bounds, bounds.dropFirst()).allSatisfy { one, next in
                !isBefore(next.least, one.least) && !isBefore(next.greatest, one.greatest)
            }
        }
        if holds(StatisticValue.precedes) { return .ascending }
        return holds({ StatisticValue.precedes($1, $0) }) ? .descending : .none
    }
}
