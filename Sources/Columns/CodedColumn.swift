/// The rows of a column that repeats few values: each names an entry of a list.
///
/// What holds of a value holds of all rows that name it, so that checks and treatments look at each entry once, and a
/// Parquet dictionary is nearly made.
public struct CodedColumn: Sendable, Equatable {
    /// For each row the number of its entry; 0 where it is null.
    public let codes: [UInt16]
    /// What the codes mean.
    public let list: ValueList

    /// Rows that name entries of `list`.
    public init(codes: [UInt16], list: ValueList) {
        self.codes = codes
        self.list = list
    }

    /// The rows with their values in full.
    var decoded: Column {
        let rows = codes
        let values: Column.Values =
            switch list.values {
            case .boolean(let entries): .boolean(rows.map { entries[Int($0)] })
            case .int32(let entries): .int32(rows.map { entries[Int($0)] })
            case .int64(let entries): .int64(rows.map { entries[Int($0)] })
            case .double(let entries): .double(rows.map { entries[Int($0)] })
            case .bytes(let entries): .bytes(entries.reordered(rows.map { Int32($0) }))
            case .coded: preconditionFailure("a list of codes")
            }
        return Column(values, nulls: rows.contains(0) ? rows.map { $0 == 0 } : nil)
    }
}

/// The values that the rows of coded columns name.
///
/// Entry 0 stands for no value: it is zero or empty. Lists of one source only grow: of two, the shorter is how the longer
/// begins.
public final class ValueList: Sendable, Equatable {
    /// The entries, never coded themselves.
    public let values: Column.Values
    /// Where the list is from.
    public let source: ValueSource

    /// A list of `values`, the first of them for no value.
    public init(_ values: Column.Values, from source: ValueSource) {
        self.values = values
        self.source = source
    }

    /// Whether both have the same entries.
    public static func == (a: ValueList, b: ValueList) -> Bool { a === b || a.values == b.values }
}

/// Who makes a list: told apart by identity alone.
public final class ValueSource: Sendable {
    /// A source of its own.
    public init() {}
}
