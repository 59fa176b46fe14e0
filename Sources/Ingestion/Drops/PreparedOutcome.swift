internal import Catalogue
internal import Support

/// What the ledger keeps of a drop before its tables are committed: with it the commits can be finished whatever comes between.
///
/// Files are named with their size and rows only: bounds of values stay in the catalogue.
struct PreparedOutcome {
    /// What is to be committed to one table.
    struct Part {
        /// Base and table.
        var table: String
        var counts: RecordCounts
        /// The data file, durable under its final name.
        var file: DeltaFile
        /// What is noted with the commit.
        var info: [(name: String, value: JSONValue)]
    }

    var parts: [Part]

    /// The part of `table`.
    func part(_ table: CompiledTable) -> Part? { parts.first { $0.table == table.path } }
}

extension PreparedOutcome {
    /// As the ledger keeps it.
    var json: [UInt8] { JSONWriter.write(.object([("tables", .list(parts.map(\.json)))])) }

    /// Reads what ``json`` gives; nil where `bytes` are something else.
    init?(json bytes: [UInt8]) {
        guard let list = (try? JSONParser.parse(bytes))?["tables"]?.array else { return nil }
        parts = list.compactMap(Part.init(json:))
        guard parts.count == list.count else { return nil }
    }
}

extension PreparedOutcome.Part {
    fileprivate var json: JSONValue {
        .object([
            ("table", .text(table)), ("counts", counts.json),
            (
                "file",
                .object([
                    ("path", .text(file.path)), ("size", .count(file.size)), ("rows", .count(file.rows ?? 0)),
                    ("modified", .count(file.modified.microseconds)),
                    ("tags", .object(file.tags.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })),
                ])
            ),
            ("info", .object(info.map { ($0.name, $0.value) })),
        ])
    }

    fileprivate init?(json: JSONValue) {
        guard let table = json["table"]?.string, let counts = json["counts"].flatMap(RecordCounts.init(json:)),
            let file = json["file"], let path = file["path"]?.string, let size = file["size"]?.integer,
            let rows = file["rows"]?.integer, let modified = file["modified"]?.integer, let info = json["info"]?.members
        else { return nil }
        var tags: [String: String] = [:]
        for tag in file["tags"]?.members ?? [] { tags[tag.name] = tag.value.string }
        self.init(
            table: table, counts: counts,
            file: DeltaFile(
                path: path, size: size, modified: Timestamp(microseconds: modified),
                statistics: JSONWriter.string(.object([("numRecords", .count(rows))])), tags: tags, rows: rows),
            info: info.map { ($0.name, $0.value) })
    }
}
