/// The logical types of a column (Parquet LogicalTypes.md), each with one physical type.
package enum ParquetType: Hashable, Sendable {
    case boolean
    case int8, int16, int32, int64
    case double
    /// `precision` digits (1 to 18), `scale` of them after the point, as an unscaled integer.
    case decimal(precision: Int, scale: Int)
    /// Days since 1970-01-01.
    case date
    /// Microseconds since 1970-01-01T00:00:00, in UTC or on a wall clock without a zone.
    case timestamp(utc: Bool)
    /// UTF-8.
    case string
    /// Bytes without a meaning.
    case binary

    /// Most digits of a decimal that a 32-bit integer holds.
    static let int32Digits = 9
    /// Most digits of a decimal that a 64-bit integer holds.
    package static let maximumPrecision = 18

    /// How values lie in a page.
    package var physical: PhysicalType {
        switch self {
        case .boolean: .boolean
        case .int8, .int16, .int32, .date: .int32
        case .int64, .timestamp: .int64
        case .double: .double
        case .decimal(let precision, _): precision <= Self.int32Digits ? .int32 : .int64
        case .string, .binary: .byteArray
        }
    }

    /// Whether the figures of the type are within bounds.
    var isSound: Bool {
        guard case .decimal(let precision, let scale) = self else { return true }
        return (1...Self.maximumPrecision).contains(precision) && (0...precision).contains(scale)
    }

    /// The least and greatest value of an integer type narrower than its physical type or of a decimal; nil where every
    /// physical value is one.
    var integerRange: ClosedRange<Int64>? {
        switch self {
        case .int8: Int64(Int8.min)...Int64(Int8.max)
        case .int16: Int64(Int16.min)...Int64(Int16.max)
        case .decimal(let precision, _):
            {
                let bound = (0..<precision).reduce(Int64(1)) { power, _ in power * 10 } - 1
                return -bound...bound
            }()
        default: nil
        }
    }
}

/// Physical types (parquet.thrift, `Type`).
package enum PhysicalType: Int32, Sendable {
    case boolean = 0
    case int32 = 1
    case int64 = 2
    case double = 5
    case byteArray = 6
}
