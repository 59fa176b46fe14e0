internal import Records
package import Support

/// What is noted of an installed version, in `nomenclature.json` beside its codes.
package struct NomenclatureRecord: Sendable, Equatable {
    package var name: String
    package var version: String
    package var validFrom: CivilDate
    package var importedAt: Timestamp
    /// Number of codes.
    package var count: Int
    /// SHA-256 of `codes.csv`, in hexadecimal.
    package var sha256: String
    package var source: NomenclatureSource

    /// A record of an installed version.
    package init(
        name: String, version: String, validFrom: CivilDate, importedAt: Timestamp, count: Int, sha256: String,
        source: NomenclatureSource
    ) {
        self.name = name
        self.version = version
        self.validFrom = validFrom
        self.importedAt = importedAt
        self.count = count
        self.sha256 = sha256
        self.source = source
    }
}

/// The official file that a version was made from.
package struct NomenclatureSource: Sendable, Equatable {
    /// Its name, without folders.
    package var file: String
    /// Its SHA-256, in hexadecimal.
    package var sha256: String
    /// Columns of the code, in the order in which they were joined.
    package var columns: [String]
    /// Column of the label.
    package var label: String?
    /// Records read.
    package var rows: Int
    /// Records whose code came again later: the last one counts.
    package var repeated: Int

    /// A file that was read.
    package init(file: String, sha256: String, columns: [String], label: String?, rows: Int, repeated: Int) {
        self.file = file
        self.sha256 = sha256
        self.columns = columns
        self.label = label
        self.rows = rows
        self.repeated = repeated
    }
}

extension NomenclatureRecord {
    private static let source = ObjectRule(
        "source", "The official file.",
        [
            MemberRule("file", .text(.any), "Its name."),
            MemberRule("sha256", .text(.any), "Its SHA-256."),
            MemberRule("columns", .list(.text(.any), minimum: 1), "Columns of the code."),
            MemberRule("label", .text(.any), default: "none", "Column of the label."),
            MemberRule("rows", .integer(0...Int64.max), "Records read."),
            MemberRule("repeated", .integer(0...Int64.max), "Records whose code came again later."),
        ])

    private static let rule = ObjectRule(
        "nomenclature", "An installed version.",
        [
            MemberRule("name", .text(.identifier), "Its name."),
            MemberRule("version", .text(.any), "Its version."),
            MemberRule("validFrom", .text(.date), "First day of the periods that it judges."),
            MemberRule("importedAt", .text(.any), "When it was imported."),
            MemberRule("codes", .integer(1...Int64(CodeList.maximumCodes)), "Number of codes."),
            MemberRule("sha256", .text(.any), "SHA-256 of the list."),
            MemberRule("source", .object(source), "The official file."),
        ])

    /// The record as JSON text.
    package var json: [UInt8] {
        JSONWriter.write(
            .object([
                ("name", .text(name)), ("version", .text(version)), ("validFrom", .text(validFrom)),
                ("importedAt", .text(importedAt.iso8601(fraction: 0))), ("codes", .count(count)),
                ("sha256", .text(sha256)),
                (
                    "source",
                    .object(
                        [
                            ("file", .text(source.file)), ("sha256", .text(source.sha256)),
                            ("columns", .list(source.columns.map { .text($0) })),
                            ("rows", .count(source.rows)), ("repeated", .count(source.repeated)),
                        ] + (source.label.map { [("label", JSONValue.text($0))] } ?? []))
                ),
            ]), .pretty)
    }

    /// Reads what ``json`` gives; nil where `text` is something else.
    package init?(json text: [UInt8]) {
        guard let value = try? JSONParser.parse(text),
            FormatChecker.check(value, NomenclatureRecord.rule, file: "").isEmpty,
            let name = value["name"]?.string, let version = value["version"]?.string,
            let from = value["validFrom"]?.string.flatMap({ CivilDate(iso8601: $0) }),
            let imported = value["importedAt"]?.string.flatMap({ Timestamp(iso8601: $0) }),
            let source = value["source"]
        else { return nil }
        func count(_ value: JSONValue?) -> Int { value?.integer.flatMap { Int(exactly: $0) } ?? 0 }
        self.init(
            name: name, version: version, validFrom: from, importedAt: imported, count: count(value["codes"]),
            sha256: value["sha256"]?.string ?? "",
            source: NomenclatureSource(
                file: source["file"]?.string ?? "", sha256: source["sha256"]?.string ?? "",
                columns: source["columns"]?.array?.compactMap(\.string) ?? [], label: source["label"]?.string,
                rows: count(source["rows"]), repeated: count(source["repeated"])))
    }
}
