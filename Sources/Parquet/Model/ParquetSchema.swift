/// A column of a file: flat, required or optional.
package struct ParquetColumn: Hashable, Sendable {
    package let name: String
    package let type: ParquetType
    /// Whether the column may hold nulls.
    package let nullable: Bool

    /// A column called `name`.
    package init(name: String, type: ParquetType, nullable: Bool) {
        self.name = name
        self.type = type
        self.nullable = nullable
    }
}

/// The columns of a file, in order.
package struct ParquetSchema: Hashable, Sendable {
    /// Most columns of a file.
    package static let maximumColumns = 4096

    package let columns: [ParquetColumn]

    /// A schema of `columns`: at least one, each name once (letters of either case are the same, as in Delta).
    package init(_ columns: [ParquetColumn]) throws(ParquetFault) {
        guard !columns.isEmpty, columns.count <= Self.maximumColumns else { throw .schema(column: "") }
        var names: Set<String> = []
        for column in columns {
            guard !column.name.isEmpty, column.type.isSound, names.insert(column.name.lowercased()).inserted else {
                throw .schema(column: column.name)
            }
        }
        self.columns = columns
    }
}
