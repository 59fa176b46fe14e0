internal import Columns
internal import Parquet

/// Whether rows of which only bounds are known are replaced.
enum BoundsMatch { case no, maybe, every }

/// Compares bounds and rows with what a drop replaces.
struct RowSearch {
    /// Values of a column above which only the least and the greatest are compared with bounds.
    private static let longestList = 4096

    private(set) var replaced: ReplacedRows
    /// Types of the columns that are compared, as the table has them.
    let columns: [ParquetColumn]
    let day: ParquetColumn?
    private let values: [KnownValues]
    /// The first and last day of all windows.
    private let days: ClosedRange<Int32>?

    /// A search for the rows `replaced` in a table of `schema`.
    init(_ replaced: ReplacedRows, schema: ParquetSchema) throws(CatalogueFault) {
        func column(_ name: String) throws(CatalogueFault) -> ParquetColumn {
            guard let column = schema.columns.first(where: { $0.name == name }) else { throw .column(name: name) }
            return column
        }
        var columns: [ParquetColumn] = []
        for name in replaced.same { columns.append(try column(name)) }
        self.replaced = replaced
        self.columns = columns
        day = try replaced.day.map { name throws(CatalogueFault) in try column(name) }
        values = replaced.values.map { KnownValues($0, longest: Self.longestList) }
        var days: ClosedRange<Int32>?
        for window in replaced.windows.joined() {
            days = days.map { min($0.lowerBound, window.lowerBound)...max($0.upperBound, window.upperBound) } ?? window
        }
        self.days = days
    }

    /// Whether rows with these bounds are replaced.
    func match(_ bounds: (ParquetColumn) -> ColumnBounds) -> BoundsMatch {
        guard let days else { return .no }
        let own = columns.map(bounds)
        for (known, bounds) in zip(values, own) where !known.mayHold(bounds) { return .no }
        let only = own.compactMap(\.only)
        let group = only.count == own.count ? replaced.group(of: only) : nil
        if only.count == own.count, group == nil { return .no }
        guard let day else {
            return group.map { replaced.covers($0, 0) ? .every : .no } ?? .maybe
        }
        return match(day, bounds(day), within: days, group)
    }

    private func match(
        _ day: ParquetColumn, _ bounds: ColumnBounds, within days: ClosedRange<Int32>, _ group: Int32?
    ) -> BoundsMatch {
        if bounds.isAllNull { return .no }
        guard let least = bounds.least.flatMap({ RowSearch.day($0, day) }),
            let greatest = bounds.greatest.flatMap({ RowSearch.day($0, day) }), least <= greatest
        else { return .maybe }
        guard days.overlaps(least...greatest) else { return .no }
        guard let group else { return .maybe }
        let windows = replaced.windows[Int(group)]
        if !windows.contains(where: { $0.overlaps(least...greatest) }) { return .no }
        let isInside = windows.contains { $0.lowerBound <= least && greatest <= $0.upperBound }
        return isInside && !bounds.hasNulls ? .every : .maybe
    }

    private static func day(_ bound: ColumnBound, _ column: ParquetColumn) -> Int32? {
        guard case .integer(let value) = bound else { return nil }
        return column.type == .date ? Int32(clamping: value) : ReplacedRows.days(Column(.int64([value]))).first
    }

    /// Marks the rows that are replaced among `rows` rows; a column that they lack has no values.
    mutating func marks(_ columns: [Column?], _ day: Column?, rows: Int) -> [Bool] {
        if replaced.day != nil, day == nil { return [Bool](repeating: false, count: rows) }
        let own = columns.map { column in
            column
                ?? Column(
                    .int32([Int32](repeating: 0, count: rows)), nulls: [Bool](repeating: true, count: rows))
        }
        return replaced.marks(own, day, rows: rows)
    }
}

/// The values of a column that groups have, ready to be compared with bounds.
private struct KnownValues: Sendable {
    private let hasNone: Bool
    /// Ascending; where there are many the least and the greatest alone.
    private let sorted: [ColumnBound]
    private let isWhole: Bool

    init(_ values: ValueNumbers, longest: Int) {
        hasNone = values.hasNone
        let texts = values.byteStrings
        if texts.count > 0 {
            let all = (0..<min(texts.count, longest + 1)).map { ColumnBound.text(texts.entry($0)) }
            isWhole = texts.count <= longest
            sorted = isWhole ? all.sorted(by: ColumnBound.precedes) : KnownValues.extremes(texts)
        } else {
            let all = values.integerValues.sorted()
            isWhole = all.count <= longest
            sorted = (isWhole ? all : [all[0], all[all.count - 1]]).map { .integer($0) }
        }
    }

    private static func extremes(_ texts: ByteColumn) -> [ColumnBound] {
        var (least, greatest) = (texts.entry(0), texts.entry(0))
        for index in 1..<texts.count {
            let text = texts.bytes[texts.range(index)]
            if text.lexicographicallyPrecedes(least) { least = Array(text) }
            if greatest.lexicographicallyPrecedes(text) { greatest = Array(text) }
        }
        return [.text(least), .text(greatest)]
    }

    /// Whether one of the values may lie within `bounds`.
    func mayHold(_ bounds: ColumnBounds) -> Bool {
        if hasNone, bounds.hasNulls { return true }
        if bounds.isAllNull { return false }
        guard let least = bounds.least, let greatest = bounds.greatest else { return true }
        guard let first = sorted.first, let last = sorted.last else { return false }
        guard isWhole else {
            return !ColumnBound.precedes(last, least) && !ColumnBound.precedes(greatest, first)
        }
        // The first value that does not precede the least.
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if ColumnBound.precedes(sorted[middle], least) { low = middle + 1 } else { high = middle }
        }
        return low < sorted.count && !ColumnBound.precedes(greatest, sorted[low])
    }
}
