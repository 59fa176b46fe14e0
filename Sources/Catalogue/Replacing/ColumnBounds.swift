internal import Columns
internal import Parquet
internal import Support

/// A bound of a column, in the words in which groups are numbered.
enum ColumnBound: Equatable, Sendable {
    /// An integer, a day, a moment in microseconds, the digits of a decimal.
    case integer(Int64)
    case text([UInt8])

    static func precedes(_ a: ColumnBound, _ b: ColumnBound) -> Bool {
        switch (a, b) {
        case (.integer(let a), .integer(let b)): a < b
        case (.text(let a), .text(let b)): a.lexicographicallyPrecedes(b)
        default: false
        }
    }

    init?(_ value: StatisticValue) {
        switch value {
        case .boolean(let value): self = .integer(value ? 1 : 0)
        case .int32(let value): self = .integer(Int64(value))
        case .int64(let value): self = .integer(value)
        // Bounds of doubles cover both zeros, whose bits differ.
        case .double: return nil
        case .bytes(let value): self = .text(value)
        }
    }
}

/// What is known of a column's values in some rows without reading them.
struct ColumnBounds: Sendable {
    var least: ColumnBound?
    var greatest: ColumnBound?
    /// Whether some values may be missing, and whether all are.
    var hasNulls = true
    var isAllNull = false

    /// Nothing is known.
    init() {}

    /// The bounds that a footer gives for `rows` rows.
    init(_ statistics: ColumnStatistics, rows: Int) {
        hasNulls = statistics.nullCount != 0
        isAllNull = rows > 0 && statistics.nullCount == rows
        least = statistics.minimum.flatMap(ColumnBound.init)
        greatest = statistics.maximum.flatMap(ColumnBound.init)
        if least == nil || greatest == nil { (least, greatest) = (nil, nil) }
    }

    /// A column that the rows lack: all nulls.
    static let absent: ColumnBounds = {
        var bounds = ColumnBounds()
        bounds.isAllNull = true
        return bounds
    }()

    /// The only value that the column has; nil where it may have others.
    ///
    /// A bound of text that was cut is not believed.
    var only: ColumnBound? {
        guard !hasNulls, let least, least == greatest else { return nil }
        if case .text(let text) = least, text.count >= DeltaStatistics.longestText { return nil }
        return least
    }
}

/// The bounds of a data file's columns as the log gives them (Delta protocol, "Per-file Statistics").
struct LogBounds {
    private let least: JSONValue?
    private let greatest: JSONValue?
    private let nulls: JSONValue?
    private let rows: Int64?

    init(_ file: DeltaFile) {
        let statistics = file.statistics.flatMap { try? JSONParser.parse(Array($0.utf8)) }
        least = statistics?["minValues"]
        greatest = statistics?["maxValues"]
        nulls = statistics?["nullCount"]
        rows = file.rows
    }

    /// The bounds of `column`.
    func bounds(_ column: ParquetColumn) -> ColumnBounds {
        var bounds = ColumnBounds()
        if let count = nulls?[column.name]?.integer {
            bounds.hasNulls = count != 0
            bounds.isAllNull = count == rows && count > 0
        }
        guard let least = least?[column.name].flatMap({ LogBounds.bound($0, column.type) }),
            let greatest = greatest?[column.name].flatMap({ LogBounds.bound($0, column.type) })
        else { return bounds }
        (bounds.least, bounds.greatest) = (least, greatest)
        return bounds
    }

    private static func bound(_ value: JSONValue, _ type: ParquetType) -> ColumnBound? {
        switch type {
        case .int8, .int16, .int32, .int64: value.integer.map { .integer($0) }
        case .date: value.string.flatMap { CivilDate(iso8601: $0) }.map { .integer(Int64($0.days)) }
        case .timestamp(utc: true):
            value.string.flatMap { Timestamp(iso8601: $0) }.map { .integer($0.microseconds) }
        case .string: value.string.map { .text(Array($0.utf8)) }
        // Too few of these to tell files apart, or not written exactly.
        case .boolean, .double, .decimal, .binary, .timestamp(utc: false): nil
        }
    }
}
