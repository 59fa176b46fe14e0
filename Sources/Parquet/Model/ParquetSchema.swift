/// A column of a file: flat, required or optional.
package struct ParquetColumn: Hashable, Sendable {
    package let name: String
    package let type: ParquetType
    /// Whether the column may hold nulls.
    package let nullable: Bool
    /// Whether row groups carry a Bloom filter of its values: for identifiers that are looked for one by one.
    package let hasBloomFilter: Bool

    /// A column called `name`.
    package init(name: String, type: ParquetType, nullable: Bool, hasBloomFilter: Bool = false) {
        self.name = name
        self.type = type
        self.nullable = nullable
        self.hasBloomFilter = hasBloomFilter
    }
}

/// The columns of a file, in order.
package struct ParquetSchema: Hashable, Sendable {
    /// Most columns of a file.
    package static let maximumColumns = 4096

    package let columns: [ParquetColumn]
    /// Columns by which the rows of each row group are sorted: ascending, nulls first.
    ///
    /// Who writes row groups sees to it.
    package let sortedBy: [Int]

    /// A schema of `columns`: at least one, each name once (letters of either case are the same, as in Delta).
    package init(_ columns: [ParquetColumn], sortedBy: [Int] = []) throws(ParquetFault) {
        guard !columns.isEmpty, columns.count <= Self.maximumColumns else { throw .schema(column: "") }
        var names: Set<String> = []
        for column in columns {
            guard !column.name.isEmpty, column.type.isSound, names.insert(column.name.lowercased()).inserted else {
                throw .schema(column: column.name)
            }
        }
        for index in sortedBy where !columns.indices.contains(index) { throw .schema(column: "") }
        self.columns = columns
        self.sortedBy = sortedBy
    }
}
