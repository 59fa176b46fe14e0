package import Support

/// What the operators' commands want to know of a table; made from the Catalogue module by the command.
package struct TableSummary: Sendable, Equatable {
    /// A column.
    package struct Column: Sendable, Equatable {
        package var name: String
        package var type: String

        /// A column called `name`.
        package init(name: String, type: String) {
            self.name = name
            self.type = type
        }
    }

    package var base: String
    package var table: String
    package var version: Int64
    package var rows: Int64?
    package var files: Int
    package var bytes: UInt64
    package var committedAt: Timestamp?
    package var columns: [Column]

    /// A table.
    package init(
        base: String, table: String, version: Int64, rows: Int64?, files: Int, bytes: UInt64, committedAt: Timestamp?,
        columns: [Column]
    ) {
        self.base = base
        self.table = table
        self.version = version
        self.rows = rows
        self.files = files
        self.bytes = bytes
        self.committedAt = committedAt
        self.columns = columns
    }
}

/// `ecluse catalogue`: lists tables, shows one.
package enum CatalogueView {
    /// All tables.
    package static func list(_ tables: [TableSummary]) -> Answer {
        var text = TextTable([
            .init("BASE"), .init("TABLE"), .init("VERSION", .right), .init("ROWS", .right), .init("FILES", .right),
            .init("SIZE", .right), .init("COMMITTED"),
        ])
        for table in tables {
            text.add([
                table.base, table.table, String(table.version), table.rows.map(String.init) ?? "-", String(table.files),
                Figures.bytes(table.bytes), Figures.time(table.committedAt),
            ])
        }
        return Answer(
            tables.isEmpty ? [.line("no tables")] : [.table(text)], json: .list(tables.map { .object(members($0)) }))
    }

    /// One table with its columns.
    package static func show(_ table: TableSummary) -> Answer {
        var columns = TextTable([.init("COLUMN"), .init("TYPE")])
        for column in table.columns { columns.add([column.name, column.type]) }
        let described = table.columns.map { JSONValue.object([("name", .text($0.name)), ("type", .text($0.type))]) }
        return Answer(
            list([table]).parts + [.line(""), .table(columns)],
            json: .object(members(table) + [("columns", .list(described))]))
    }

    private static func members(_ table: TableSummary) -> [(String, JSONValue)] {
        [
            ("base", .text(table.base)), ("table", .text(table.table)), ("version", .count(table.version)),
            ("rows", table.rows.map { .count($0) } ?? JSONValue(.null)), ("files", .count(table.files)),
            ("bytes", .count(Int64(clamping: table.bytes))), ("committedAt", .optional(table.committedAt)),
        ]
    }
}
