/// A least or greatest value.
package enum StatisticValue: Hashable, Sendable {
    case boolean(Bool)
    case int32(Int32)
    case int64(Int64)
    case double(Double)
    case bytes([UInt8])

    /// PLAIN encoding without a length (parquet.thrift, `Statistics`).
    var encoded: [UInt8] {
        switch self {
        case .boolean(let value): [value ? 1 : 0]
        case .int32(let value): littleEndian(UInt64(UInt32(bitPattern: value)), bytes: 4)
        case .int64(let value): littleEndian(UInt64(bitPattern: value), bytes: 8)
        case .double(let value): littleEndian(value.bitPattern, bytes: 8)
        case .bytes(let value): value
        }
    }

    /// Type-defined order (parquet.thrift, `ColumnOrder`): signed numbers, unsigned bytes.
    static func precedes(_ a: StatisticValue, _ b: StatisticValue) -> Bool {
        switch (a, b) {
        case (.boolean(let a), .boolean(let b)): !a && b
        case (.int32(let a), .int32(let b)): a < b
        case (.int64(let a), .int64(let b)): a < b
        case (.double(let a), .double(let b)): a < b || a == b && a.sign == .minus && b.sign == .plus
        case (.bytes(let a), .bytes(let b)): a.lexicographicallyPrecedes(b)
        default: false
        }
    }
}

/// What a reader may know of a column without reading it: bounds and nulls.
package struct ColumnStatistics: Hashable, Sendable {
    /// Longest bound of a byte column; longer ones are cut.
    package static let longestBound = 64

    /// A value that no value of the column precedes.
    package var minimum: StatisticValue?
    /// A value that precedes no value of the column.
    package var maximum: StatisticValue?
    /// Whether the bounds occur in the column.
    package var minimumIsExact = true
    package var maximumIsExact = true
    package var nullCount = 0
    /// Whether a NaN occurs: it is in no bound, and engines disagree on where it sorts.
    package var containsNaN = false

    /// Statistics of no rows.
    package init() {}

    /// Takes the statistics of further rows in.
    mutating func merge(_ other: ColumnStatistics) {
        nullCount += other.nullCount
        containsNaN = containsNaN || other.containsNaN
        if let bound = other.minimum, minimum.map({ StatisticValue.precedes(bound, $0) }) ?? true {
            minimum = bound
            minimumIsExact = other.minimumIsExact
        }
        if let bound = other.maximum, maximum.map({ StatisticValue.precedes($0, bound) }) ?? true {
            maximum = bound
            maximumIsExact = other.maximumIsExact
        }
    }

    /// Writes the struct `Statistics`; the caller has opened it as a field.
    func write(to thrift: inout ThriftWriter) {
        thrift.integer(3, Int64(nullCount))
        guard let minimum, let maximum else { return }
        thrift.binary(5, maximum.encoded)
        thrift.binary(6, minimum.encoded)
        thrift.boolean(7, maximumIsExact)
        thrift.boolean(8, minimumIsExact)
    }
}

/// The low `bytes` bytes of `value`, least significant first.
func littleEndian(_ value: UInt64, bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
}
