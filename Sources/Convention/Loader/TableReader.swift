internal import Containers
internal import Patterns
internal import Records
internal import Support
internal import Treatment

/// Turns a member of `tables` and its schema file into a ``ConventionTable``.
struct TableReader {
    let table: Node
    /// The root of the schema file; nil where it could not be read.
    let schema: Node?
    let codes: [String: CodeSet]
    let checks: ConventionChecks
    /// All tables of the convention.
    let siblings: [Node]

    func read() -> ConventionTable {
        let name = table.text("name") ?? ""
        checkFile()
        let names = NamePattern(node: table, checks: checks)
        let entry = NamePattern(node: table, "entryPattern", "entryExample", checks: checks)
        let model =
            schema.map { SchemaReader(root: $0, name: name, codes: codes, checks: checks).read() }
            ?? TableSchema(name: name, fields: [])
        let format = FormatReader(table: table, parent: parent).read(model.fields)
        let (treatments, outputNames) = schema.map { TreatmentReader(root: $0, schema: model).read() } ?? ([], [])
        if schema != nil, !treatments.isEmpty, treatments.allSatisfy(\.leavesNoColumn) {
            table.report("convention.empty-table", ["table": name])
        }
        let loadMode: ConventionTable.LoadMode = table.choice("loadMode") ?? .append
        var result = ConventionTable(
            name: name, title: table.text("title") ?? "", namePattern: names.pattern, nameExample: names.example,
            format: format, partOf: table.text("partOf"), schema: model, treatments: treatments,
            outputNames: outputNames,
            descriptions: (schema?.list("fields") ?? []).map { $0.text("description") ?? $0.text("title") ?? "" },
            loadMode: loadMode, sortedBy: sortedBy(model, treatments))
        result.compression = table.choice("compression") ?? .none
        if table["entryPattern"] != nil { result.entry = .init(pattern: entry.pattern, example: entry.example) }
        return result
    }

    /// The fields that `sortedBy` names; each must have a column.
    private func sortedBy(_ model: TableSchema, _ treatments: [FieldTreatment]) -> [Int] {
        guard schema != nil, treatments.count == model.fields.count else { return [] }
        return table.list("sortedBy").compactMap { node in
            let name = node.value.string ?? ""
            guard let index = model.fields.firstIndex(where: { $0.name == name }) else {
                let suggestion = Spelling.suggestion(for: name, among: model.fields.map(\.name)) ?? "—"
                node.report("convention.unknown-field", ["field": name, "suggestion": suggestion])
                return nil
            }
            if treatments[index].leavesNoColumn { node.report("convention.sorted-by-no-column", ["field": name]) }
            return index
        }
    }
}

extension TableReader {
    /// The table whose file gives the rows; nil where the table has one of its own.
    private var parent: Node? {
        table.text("partOf").flatMap { name in siblings.first { $0.text("name") == name } }
    }

    private static let names = ["namePattern", "nameExample"]
    private static let entryNames = ["entryPattern", "entryExample"]

    /// Names of a table's own drops, or names of its files in the archive: the one or the other, each with its example.
    private func checkSource() {
        guard TableReader.entryNames.contains(where: { table[$0] != nil }) else {
            for member in TableReader.names where table[member] == nil {
                table.report("format.missing-member", ["member": member, "object": "table"])
            }
            return
        }
        if TableReader.entryNames.contains(where: { table[$0] == nil })
            || TableReader.names.contains(where: { table[$0] != nil })
        {
            table.report("convention.table-source")
        }
        table["compression"]?.report("convention.entry-compressed")
    }

    /// A table has either a file, with a pattern of its name, or a part in the file of another.
    private func checkFile() {
        guard let part = table["partOf"] else { return checkSource() }
        if parent == nil || parent?["partOf"] != nil || parent?.pointer == table.pointer {
            part.report("convention.part-of", ["table": part.value.string ?? ""])
        }
        for member in TableReader.names + TableReader.entryNames + ["compression"] {
            table[member]?.report("convention.part-with-file", ["member": member])
        }
        if table["format"] == nil { part.report("convention.part-format") }
    }

    /// Totals for each record are over tables that are part of it.
    private func checkParts(_ table: ConventionTable, _ parts: Set<String>) {
        for (rule, node) in zip(table.schema.rules, schema?.list("rules") ?? []) where rule.isAboutParts {
            for case .total(_, _, let name?, let column) in rule.condition.totals where !parts.contains(name) {
                (node["holds"] ?? node).report("expression.not-a-part", ["column": "\(column)"])
            }
        }
    }

    /// The last word is that of the module that will read the files: it must compile what looked right here.
    func compile(_ table: ConventionTable, among tables: [ConventionTable]) {
        guard let schema, !schema.sink.problems.contains(where: { $0.severity == .error }) else { return }
        do throws(RecordsFault) {
            let file = table.partOf == nil ? [table] + tables.filter { $0.partOf == table.name } : [table]
            var plans: [RecordPlan] = []
            for table in file {
                plans.append(
                    try RecordPlan(
                        schema: table.schema.withPatternsAlone, format: table.format, tables: tables.map(\.schema)))
            }
            if table.partOf == nil { try TableSplitter.check(plans) }
            checkParts(table, Set(file.dropFirst().map(\.name)))
        } catch {
            schema.report("convention.not-compiled", ["reason": error.description])
        }
    }
}

/// The members `namePattern` and `nameExample` of a table, an archive or opposition updates, or two of another name.
struct NamePattern {
    let node: Node
    let pattern: String
    let example: String

    /// Reads both and judges them by themselves.
    init(
        node: Node, _ patternMember: String = "namePattern", _ exampleMember: String = "nameExample",
        checks: ConventionChecks
    ) {
        self.node = node
        pattern = node.text(patternMember) ?? ""
        example = node.text(exampleMember) ?? ""
        guard let member = node[patternMember], member.value.string != nil else { return }
        if !checks.compiles(pattern) {
            member.report("convention.pattern")
        } else if checks.matches(pattern, example) == false {
            node[exampleMember]?.report("convention.example-outside-pattern")
        } else if let period = try? Pattern(pattern).group(NamedPeriod.group, of: example),
            NamedPeriod.firstDay(period) == nil
        {
            node[exampleMember]?.report("convention.period-example")
        }
    }
}
