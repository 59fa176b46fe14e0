/// Writes and reads the struct `SchemaElement` of a leaf (parquet.thrift).
enum SchemaElement {
    /// `ConvertedType`: the older names of logical types, for older readers.
    private enum Converted {
        static let utf8: Int32 = 0
        static let decimal: Int32 = 5
        static let date: Int32 = 6
        static let timestampMicros: Int32 = 10
        static let int8: Int32 = 15
        static let int16: Int32 = 16
        static let int32: Int32 = 17
        static let int64: Int32 = 18
    }

    static func write(_ column: ParquetColumn, to thrift: inout ThriftWriter) {
        thrift.integer(1, column.type.physical.rawValue)
        thrift.integer(3, Int32(column.nullable ? 1 : 0))
        thrift.string(4, column.name)
        if let converted = converted(column.type) { thrift.integer(6, converted) }
        if case .decimal(let precision, let scale) = column.type {
            thrift.integer(7, Int32(scale))
            thrift.integer(8, Int32(precision))
        }
        writeLogical(column.type, to: &thrift)
    }

    /// The type of a leaf as ``write(_:to:)`` writes it; nil for one that Écluse does not write.
    static func type(_ element: ParquetFooter.Element) -> ParquetType? {
        switch (element.physical.flatMap(PhysicalType.init), element.converted) {
        case (.boolean, nil): .boolean
        case (.int32, Converted.int8): .int8
        case (.int32, Converted.int16): .int16
        case (.int32, Converted.int32): .int32
        case (.int32, Converted.date): .date
        case (.int64, Converted.int64): .int64
        case (.int64, Converted.timestampMicros): .timestamp(utc: true)
        case (.int64, nil) where element.isLocalTimestamp: .timestamp(utc: false)
        case (.double, nil): .double
        case (.byteArray, Converted.utf8): .string
        case (.byteArray, nil): .binary
        case (let physical?, Converted.decimal):
            decimal(element).flatMap { $0.isSound && $0.physical == physical ? $0 : nil }
        default: nil
        }
    }

    private static func decimal(_ element: ParquetFooter.Element) -> ParquetType? {
        guard let precision = element.precision, let scale = element.scale else { return nil }
        return .decimal(precision: Int(precision), scale: Int(scale))
    }

    /// A wall-clock timestamp has no older name: the older one means UTC.
    private static func converted(_ type: ParquetType) -> Int32? {
        switch type {
        case .boolean, .double, .binary, .timestamp(utc: false): nil
        case .int8: Converted.int8
        case .int16: Converted.int16
        case .int32: Converted.int32
        case .int64: Converted.int64
        case .decimal: Converted.decimal
        case .date: Converted.date
        case .timestamp(utc: true): Converted.timestampMicros
        case .string: Converted.utf8
        }
    }

    private static func writeLogical(_ type: ParquetType, to thrift: inout ThriftWriter) {
        switch type {
        case .boolean, .double, .binary: break
        case .string: thrift.structure(10) { $0.structure(1) { _ in } }
        case .decimal(let precision, let scale):
            thrift.structure(10) {
                $0.structure(5) {
                    $0.integer(1, Int32(scale))
                    $0.integer(2, Int32(precision))
                }
            }
        case .date: thrift.structure(10) { $0.structure(6) { _ in } }
        case .timestamp(let utc):
            thrift.structure(10) {
                $0.structure(8) {
                    $0.boolean(1, utc)
                    $0.structure(2) { $0.structure(2) { _ in } }
                }
            }
        case .int8: writeInteger(8, to: &thrift)
        case .int16: writeInteger(16, to: &thrift)
        case .int32: writeInteger(32, to: &thrift)
        case .int64: writeInteger(64, to: &thrift)
        }
    }

    private static func writeInteger(_ bits: Int8, to thrift: inout ThriftWriter) {
        thrift.structure(10) {
            $0.structure(10) {
                $0.byte(1, bits)
                $0.boolean(2, true)
            }
        }
    }
}
