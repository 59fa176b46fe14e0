internal import Records
internal import Support

/// Turns the member `format` of a table into a ``TableFormat``.
struct FormatReader {
    let table: Node
    /// The table whose file gives the rows of this one; nil where it has a file of its own.
    let parent: Node?

    /// The format; `fields` are those of the table's schema.
    func read(_ fields: [Field]) -> TableFormat {
        let dialect = DialectReader.read(table["dialect"])
        guard let format = table["format"] else { return .csv(dialect) }
        if format.text("kind") != "csv" {
            table["dialect"]?.report("convention.dialect-unused", severity: .warning)
        }
        checkParent(format)
        switch format.text("kind") {
        case "fixed": return .fixedWidth(fixedWidth(format))
        case "group": return .fixedWidth(group(format))
        case "jsonl": return .jsonLines(jsonLines(format, fields))
        case "xml": return .xml(xml(format, fields))
        default: return .csv(dialect)
        }
    }

    /// A part has the format of its whole: groups of fixed-width lines, lists in JSON lines, or records in XML records.
    private func checkParent(_ format: Node) {
        let kind = format.text("kind")
        let whole = parent?["format"]?.text("kind")
        let wholes = ["group": "fixed", "jsonl": "jsonl", "xml": "xml"]
        let fits = parent == nil ? kind != "group" : whole != nil && kind.flatMap { wholes[$0] } == whole
        if !fits { format.report("convention.part-format") }
    }

    private func fixedWidth(_ format: Node) -> FixedWidthLayout {
        let layouts = format.list("layouts")
        var layout = FixedWidthLayout(
            encoding: format.choice("encoding") ?? .iso8859_1, trim: format.choice("trim") ?? .both,
            versions: layouts.map(version), lineNumber: format.text("lineField"))
        if let name = format.text("versionField") {
            let places = Set(layout.versions.map { $0.fields[name].map { "\($0.start) \($0.length)" } })
            if places.count == 1, let place = layout.versions.first?.fields[name] {
                layout.versionPlace = place
            } else {
                format["versionField"]?.report("convention.version-field", ["field": name])
            }
        }
        return layout
    }

    private func version(_ node: Node) -> FixedWidthLayout.Version {
        FixedWidthLayout.Version(
            text: node.text("version"), length: node.integer("length") ?? 0, fields: places(node),
            groups: node.list("groups").map { group in
                FixedWidthLayout.Group(
                    name: group.text("name") ?? "", count: group.text("count") ?? "",
                    length: group.integer("length") ?? 0, fields: places(group),
                    columns: group.integer("columns") ?? 0)
            })
    }

    private func places(_ node: Node) -> [String: FixedWidthLayout.Place] {
        var places: [String: FixedWidthLayout.Place] = [:]
        for field in node.list("fields") {
            let name = field.text("name") ?? ""
            let place = FixedWidthLayout.Place(start: field.integer("start") ?? 0, length: field.integer("length") ?? 0)
            if places.updateValue(place, forKey: name) != nil {
                field.report("convention.repeated-field", ["field": name])
            }
        }
        return places
    }

    /// The rows of a group have the lines of the whole.
    private func group(_ format: Node) -> FixedWidthLayout {
        var layout =
            parent?["format"].map(fixedWidth) ?? FixedWidthLayout(encoding: .iso8859_1, versions: [])
        layout.rows = .group(format.text("group") ?? "", ordinal: format.text("ordinalField"))
        layout.lineNumber = format.text("lineField")
        return layout
    }

    private func jsonLines(_ format: Node, _ fields: [Field]) -> JSONLayout {
        if parent == nil, let record = format["record"] { record.report("convention.part-format") }
        return JSONLayout(
            record: format.text("record") ?? "", paths: paths(format, fields), ignored: format.texts("ignored"),
            required: format.texts("required"))
    }

    /// The paths of fields that the format names; a name that is no field's is reported.
    private func paths(_ format: Node, _ fields: [Field]) -> [String: String] {
        var paths: [String: String] = [:]
        for (name, path) in format["paths"]?.members ?? [] {
            paths[name] = path.value.string
            if !fields.contains(where: { $0.name == name }) {
                let names = fields.map(\.name)
                path.report(
                    "convention.unknown-field",
                    [
                        "field": name,
                        "suggestion": Spelling.suggestion(for: name, among: names)
                            ?? names.prefix(8).joined(separator: ", "),
                    ])
            }
        }
        return paths
    }

    private func xml(_ format: Node, _ fields: [Field]) -> XMLLayout {
        var paths = paths(format, fields)
        for field in fields where paths[field.name] == nil { paths[field.name] = field.name }
        let encoding: TextEncoding = (parent?["format"] ?? format).choice("encoding") ?? .utf8
        return XMLLayout(
            encoding: encoding, record: format.text("record") ?? "", paths: paths, ignored: format.texts("ignored"),
            required: format.texts("required"))
    }
}

/// The member `dialect`.
enum DialectReader {
    static func read(_ node: Node?) -> CSVDialect {
        guard let node else { return CSVDialect() }
        var dialect = CSVDialect(
            delimiter: byte(node, "delimiter") ?? UInt8(ascii: ";"), encoding: node.choice("encoding") ?? .utf8)
        if node["quoteChar"] != nil, let second = node["quote"] { second.report("convention.quote-twice") }
        if let member = node["quoteChar"] ?? node["quote"], let text = member.value.string {
            if !text.isEmpty, !TextShape.mark.holds(text) { member.report("format.mark") }
            dialect.quote = text.utf8.first
            if dialect.quote == dialect.delimiter { member.report("convention.quote-is-delimiter") }
        }
        dialect.doublesQuotes = node["doubleQuote"]?.value.boolean ?? true
        dialect.escape = byte(node, "escapeChar")
        dialect.nullSequence = node.text("nullSequence")
        dialect.skipsInitialSpace = node["skipInitialSpace"]?.value.boolean ?? false
        dialect.hasHeader = node["header"]?.value.boolean ?? true
        dialect.matchesCase = node["caseSensitiveHeader"]?.value.boolean ?? true
        dialect.comment = byte(node, "commentChar")
        dialect.lineEnd = node.text("lineTerminator") == "\r" ? .carriageReturn : .lineFeed
        return dialect
    }

    private static func byte(_ node: Node, _ name: String) -> UInt8? { node.text(name).flatMap(\.utf8.first) }
}
