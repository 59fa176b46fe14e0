package import Support

/// Why a Parquet file could not be written or read.
///
/// Columns are named; values never are.
package enum ParquetFault: Fault, Equatable {
    /// The schema has no column, two of one name, or a type whose figures are out of range.
    case schema(column: String)
    /// The values of a column are of another physical type than its schema says.
    case wrongType(column: String)
    /// A column that may not hold nulls holds one.
    case unexpectedNull(column: String)
    /// A value does not fit the type of its column.
    case outOfRange(column: String)
    /// A string is not UTF-8.
    case notUTF8(column: String)
    /// The chunks of a row group do not fit the schema or each other.
    case rowGroup
    /// A page or file is larger than the format can say.
    case tooLarge(column: String)
    /// zstd failed.
    case compression
    /// The footer breaks the format, near this byte of it.
    case malformed(position: Int)
    /// A page of the column breaks the format, or is written as Écluse writes none.
    case page(column: String)

    package var code: FaultCode {
        switch self {
        case .schema: "parquet.schema"
        case .wrongType: "parquet.wrong-type"
        case .unexpectedNull: "parquet.unexpected-null"
        case .outOfRange: "parquet.out-of-range"
        case .notUTF8: "parquet.not-utf8"
        case .rowGroup: "parquet.row-group"
        case .tooLarge: "parquet.too-large"
        case .compression: "parquet.compression"
        case .malformed: "parquet.malformed"
        case .page: "parquet.page"
        }
    }

    package var arguments: [String: String] {
        switch self {
        case .schema(let column), .wrongType(let column), .unexpectedNull(let column), .outOfRange(let column),
            .notUTF8(let column), .tooLarge(let column), .page(let column):
            ["column": column]
        case .malformed(let position): ["position": String(position)]
        case .rowGroup, .compression: [:]
        }
    }
}
