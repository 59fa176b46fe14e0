/// A column of a block of records in memory: values in one array, and which of them are null.
///
/// The module has no logic beyond building, filtering and reading columns; `Records` fills them, `Treatment` maps them,
/// `Parquet` writes them.
public struct Column: Sendable, Equatable {
    /// The values by physical type.
    ///
    /// A null has an entry too (zero or empty), so that row `i` is always entry `i`.
    public enum Values: Sendable, Equatable {
        case boolean([Bool])
        case int32([Int32])
        case int64([Int64])
        case double([Double])
        /// Strings as UTF-8.
        case bytes(ByteColumn)
        /// Any of the others, by numbers of entries; ``Column/nulls`` is nil, a null has the code 0.
        indirect case coded(CodedColumn)

        /// Number of entries.
        public var count: Int {
            switch self {
            case .boolean(let values): values.count
            case .int32(let values): values.count
            case .int64(let values): values.count
            case .double(let values): values.count
            case .bytes(let values): values.count
            case .coded(let column): column.codes.count
            }
        }
    }

    /// The values, nulls included.
    public var values: Values
    /// `nulls[row]` says whether the row is null; nil where no row is, and where rows are coded.
    public var nulls: [Bool]?

    /// A column of `values`.
    public init(_ values: Values, nulls: [Bool]? = nil) {
        self.values = values
        self.nulls = nulls
    }

    /// Number of rows.
    public var count: Int { values.count }

    /// Whether `row` is null.
    public func isNull(_ row: Int) -> Bool {
        if case .coded(let column) = values { return column.codes[row] == 0 }
        return nulls?[row] ?? false
    }

    /// The same rows, none of them by code.
    public var decoded: Column {
        if case .coded(let column) = values { column.decoded } else { self }
    }
}

/// Byte strings one after the other: entry `i` is `bytes[ends[i - 1]..<ends[i]]`.
public struct ByteColumn: Sendable, Equatable {
    /// All bytes.
    public private(set) var bytes: [UInt8]
    /// Where each entry ends in `bytes`.
    public private(set) var ends: [Int32]

    /// No entries.
    public init() {
        bytes = []
        ends = []
    }

    /// Entries that stand in `bytes` and end at `ends`, in order; the last entry ends where `bytes` does.
    public init(bytes: [UInt8], ends: [Int32]) {
        precondition(Int(ends.last ?? 0) == bytes.count)
        self.bytes = bytes
        self.ends = ends
    }

    /// The UTF-8 of `strings`.
    public init(_ strings: [String]) {
        self.init()
        for string in strings { append(Array(string.utf8)) }
    }

    /// Number of entries.
    public var count: Int { ends.count }

    /// Where entry `index` stands in ``bytes``.
    public func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index]) }

    /// Makes room for `count` more entries of `bytes` bytes in all.
    public mutating func reserve(count: Int, bytes byteCount: Int) {
        ends.reserveCapacity(ends.count + count)
        bytes.reserveCapacity(bytes.count + byteCount)
    }

    /// Adds an entry.
    public mutating func append(_ entry: [UInt8]) {
        bytes += entry
        ends.append(Int32(bytes.count))
    }

    /// Adds an entry.
    public mutating func append(_ entry: Span<UInt8>) {
        unsafe entry.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        ends.append(Int32(bytes.count))
    }

    /// Adds an empty entry (also what a null holds).
    public mutating func appendEmpty() { ends.append(Int32(bytes.count)) }

    /// Where the entries of `rows`, of which there is at least one, stand in ``bytes``, one behind the other.
    func extent(_ rows: Range<Int>) -> Range<Int> {
        (rows.lowerBound == 0 ? 0 : Int(ends[rows.lowerBound - 1]))..<Int(ends[rows.upperBound - 1])
    }

    /// Adds the entries `rows`, of which there is at least one, of `other`.
    mutating func append(_ other: ByteColumn, _ rows: Range<Int>) {
        let extent = other.extent(rows)
        let offset = Int32(bytes.count - extent.lowerBound)
        bytes += other.bytes[extent]
        for end in other.ends[rows] { ends.append(end + offset) }
    }

    /// The entries that `keep` marks, in order.
    public func filtered(by keep: [Bool]) -> ByteColumn {
        precondition(count == keep.count)
        var result = ByteColumn()
        result.reserve(count: count, bytes: bytes.count)
        for index in 0..<count where keep[index] {
            result.bytes += bytes[range(index)]
            result.ends.append(Int32(result.bytes.count))
        }
        return result
    }

    /// Entry `index` as an array; for tests and for rare values.
    public func entry(_ index: Int) -> [UInt8] { Array(bytes[range(index)]) }
}
