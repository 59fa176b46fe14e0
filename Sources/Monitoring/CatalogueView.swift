package import Catalogue
internal import Commands
internal import Support

/// `ecluse catalogue`: lists tables, shows one.
package enum CatalogueView {
    /// All tables.
    package static func list(_ tables: [TableSummary]) -> Answer {
        Answer(
            tables.isEmpty ? [.line("no tables")] : [.table(table(tables))],
            json: .object([("tables", .list(tables.map { .object(members($0)) }))]))
    }

    /// One table with its columns, from the text of the schema in its log, and what its last commit notes.
    package static func show(_ summary: TableSummary, schema: String?) -> Answer {
        let fields = schema.flatMap { try? JSONParser.parse(Array($0.utf8)) }?["fields"]?.array ?? []
        var columns = TextTable("COLUMN", "TYPE", "NULLS")
        for field in fields {
            columns.add([
                field["name"]?.string ?? "", field["type"]?.string ?? "",
                field["nullable"]?.boolean == false ? "no" : "yes",
            ])
        }
        var parts: [Answer.Part] = [.table(table([summary])), .line(""), .table(columns)]
        if let notes = summary.lastCommit { parts += [.line(""), .line("last commit: " + JSONWriter.string(notes))] }
        let more: [(String, JSONValue)] = [
            ("columns", .list(fields)), ("lastCommit", summary.lastCommit ?? JSONValue(.null)),
        ]
        return Answer(parts, json: .object(members(summary) + more))
    }

    private static func table(_ tables: [TableSummary]) -> TextTable {
        var text = TextTable("BASE", "TABLE", ">VERSION", ">ROWS", ">FILES", ">SIZE", "COMMITTED")
        for table in tables {
            text.add([
                table.base, table.table, String(table.version), String(table.rows), String(table.files),
                Figures.bytes(UInt64(max(0, table.bytes))), Figures.time(committed(table)),
            ])
        }
        return text
    }

    private static func committed(_ table: TableSummary) -> Timestamp? {
        table.lastCommitMilliseconds.flatMap { milliseconds in
            let (microseconds, overflow) = milliseconds.multipliedReportingOverflow(by: 1000)
            return overflow ? nil : Timestamp(microseconds: microseconds)
        }
    }

    private static func members(_ table: TableSummary) -> [(String, JSONValue)] {
        [
            ("base", .text(table.base)), ("table", .text(table.table)), ("version", .count(table.version)),
            ("rows", .count(table.rows)), ("files", .count(table.files)), ("bytes", .count(table.bytes)),
            ("committedAt", .optional(committed(table))),
        ]
    }
}
