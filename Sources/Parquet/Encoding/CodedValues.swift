internal import Columns

/// The rows of coded columns as one dictionary: nearly what a chunk is made of.
struct CodedValues {
    /// The values that occur, in the order in which they do first.
    let distinct: PresentValues
    /// For each row that is not null its value.
    let indices: [UInt32]
    /// The marks of nulls; nil where no row has one.
    let nulls: [Bool]?
    let rows: Int

    /// The wanted rows of `parts`; nil where some are not coded.
    init?(_ parts: [ColumnPart], as target: ParquetColumn) throws(ParquetFault) {
        guard var lists = CodedLists(parts) else { return nil }
        let rows = parts.reduce(0) { $0 + $1.rows.count }
        let hasNulls = parts.contains { part in
            if case .coded(let coded) = part.column.values { coded.codes.contains(0) } else { false }
        }
        var nulls: [Bool] = []
        if hasNulls { nulls.reserveCapacity(rows) }
        let indices = unsafe [UInt32](unsafeUninitializedCapacity: rows) { output, count in
            for part in parts {
                guard case .coded(let coded) = part.column.values else { continue }
                for run in part.rows.runs {
                    if hasNulls { for code in coded.codes[run] { nulls.append(code == 0) } }
                    unsafe lists.index(coded.codes[run], of: coded.list, to: output, &count)
                }
            }
        }
        self.rows = rows
        self.indices = indices
        self.nulls = indices.count < rows ? nulls : nil
        guard self.nulls == nil || target.nullable else { throw .unexpectedNull(column: target.name) }
        distinct = try PresentValues(lists.met, nulls: nil, as: target)
    }
}

/// The lists of a chunk's parts (one a worker) brought together: equal values have one index.
private struct CodedLists {
    private static let unused = UInt32.max

    private var lists: [ValueList] = []
    /// All lists one after the other.
    private let values: Column
    /// For each of those which of the different ones it is.
    private let same: [UInt32]
    /// By list and code the index of the value; `unused` where none is given yet.
    private var tables: [[UInt32]]
    /// Where each list begins in `values`.
    private var offsets: [Int] = []
    /// By different value its index.
    private var given: [UInt32]
    /// The places of the values that have an index, by index.
    private var places: [Int32] = []

    /// The lists of `parts`; nil where one of these has none.
    init?(_ parts: [ColumnPart]) {
        for part in parts {
            guard case .coded(let coded) = part.column.values else { return nil }
            guard let place = lists.firstIndex(where: { $0.source === coded.list.source }) else {
                lists.append(coded.list)
                continue
            }
            if coded.list.values.count > lists[place].values.count { lists[place] = coded.list }
        }
        guard !lists.isEmpty else { return nil }
        values = Column(joining: lists.map { ColumnPart(Column($0.values), RowSelection(all: $0.values.count)) })
        guard let same = DictionaryBuilder.indices(values) else { return nil }
        self.same = same
        given = [UInt32](repeating: CodedLists.unused, count: same.count)
        tables = lists.map { [UInt32](repeating: CodedLists.unused, count: $0.values.count) }
        var offset = 0
        offsets = lists.map { list in
            defer { offset += list.values.count }
            return offset
        }
    }

    /// The values that were met, by index.
    var met: Column { values.reordered(places) }

    /// Writes the index of each value that `codes` names in `list` to `output`, nulls left out.
    mutating func index(
        _ codes: ArraySlice<UInt16>, of list: ValueList, to output: UnsafeMutableBufferPointer<UInt32>,
        _ count: inout Int
    ) {
        let place = lists.firstIndex { $0.source === list.source } ?? 0
        // Out of `self`, so that there is one reference to what is written.
        var table: [UInt32] = []
        swap(&table, &tables[place])
        for code in codes where code != 0 {
            var index = table[Int(code)]
            if index == CodedLists.unused {
                index = meet(offsets[place] + Int(code))
                table[Int(code)] = index
            }
            unsafe output.initializeElement(at: count, to: index)
            count += 1
        }
        swap(&table, &tables[place])
    }

    @inline(never)
    private mutating func meet(_ place: Int) -> UInt32 {
        let value = Int(same[place])
        if given[value] == CodedLists.unused {
            given[value] = UInt32(places.count)
            places.append(Int32(place))
        }
        return given[value]
    }
}
