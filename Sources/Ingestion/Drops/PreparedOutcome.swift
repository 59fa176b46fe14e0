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
        /// What is replaced in the table, where that is some of its rows.
        var rewriting: Rewriting?
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
            ("file", file.prepared), ("rewriting", rewriting?.json ?? JSONValue(.null)),
            ("info", .object(info.map { ($0.name, $0.value) })),
        ])
    }

    fileprivate init?(json: JSONValue) {
        guard let table = json["table"]?.string, let counts = json["counts"].flatMap(RecordCounts.init(json:)),
            let file = json["file"].flatMap(DeltaFile.init(prepared:)), let info = json["info"]?.members
        else { return nil }
        var rewriting: Rewriting?
        if let member = json["rewriting"], !member.isNull {
            guard let read = Rewriting(json: member) else { return nil }
            rewriting = read
        }
        self.init(
            table: table, counts: counts, file: file, rewriting: rewriting, info: info.map { ($0.name, $0.value) })
    }
}

extension Rewriting {
    fileprivate var json: JSONValue {
        .object([
            ("basis", .count(basis)), ("removed", .list(removed.map { .text($0) })),
            ("added", .list(added.map(\.prepared))), ("rows", .count(rows)),
        ])
    }

    fileprivate init?(json: JSONValue) {
        guard let basis = json["basis"]?.integer, let removed = json["removed"]?.array,
            let added = json["added"]?.array, let rows = json["rows"]?.integer
        else { return nil }
        self.init(basis: basis)
        self.removed = removed.compactMap(\.string)
        self.added = added.compactMap(DeltaFile.init(prepared:))
        self.rows = rows
        guard self.removed.count == removed.count, self.added.count == added.count else { return nil }
    }
}

extension DeltaFile {
    fileprivate var prepared: JSONValue {
        .object([
            ("path", .text(path)), ("size", .count(size)), ("rows", .count(rows ?? 0)),
            ("modified", .count(modified.microseconds)),
            ("tags", .object(tags.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })),
        ])
    }

    fileprivate init?(prepared file: JSONValue) {
        guard let path = file["path"]?.string, let size = file["size"]?.integer, let rows = file["rows"]?.integer,
            let modified = file["modified"]?.integer
        else { return nil }
        var tags: [String: String] = [:]
        for tag in file["tags"]?.members ?? [] { tags[tag.name] = tag.value.string }
        self.init(
            path: path, size: size, modified: Timestamp(microseconds: modified),
            statistics: JSONWriter.string(.object([("numRecords", .count(rows))])), tags: tags, rows: rows)
    }
}
