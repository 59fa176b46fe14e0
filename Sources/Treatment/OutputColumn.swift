/// Types of the columns that treatments give; what they are in memory is said with each.
package enum TreatedColumnType: Sendable, Equatable {
    /// `bytes`, UTF-8.
    case string
    case int32
    case int64
    case double
    case boolean
    /// `int64`, times ten to the power of `scale`.
    case decimal(precision: Int, scale: Int)
    /// `int32`, days since 1970-01-01.
    case date
    /// `int64`, microseconds since 1970-01-01T00:00:00.
    case timestamp
}

/// A column of a treated table.
package struct OutputColumn: Sendable, Equatable {
    package let name: String
    package let type: TreatedColumnType
    /// Whether a row that is kept may lack the value.
    package let nullable: Bool
    /// Whether the values are pseudonyms, which are looked for one by one.
    package let isPseudonym: Bool
    /// Index of the field that it comes from.
    package let field: Int
}
