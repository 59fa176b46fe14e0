internal import Records
internal import Support
internal import Treatment

/// Turns a member of `tables` and its schema file into a ``ConventionTable``.
struct TableReader {
    let table: Node
    /// The root of the schema file; nil where it could not be read.
    let schema: Node?
    let codes: [String: Set<String>]
    let checks: ConventionChecks

    func read() -> ConventionTable {
        let name = table.text("name") ?? ""
        let names = NamePattern(node: table, checks: checks)
        let dialect = DialectReader.read(table["dialect"])
        let model =
            schema.map { SchemaReader(root: $0, name: name, codes: codes, checks: checks).read() }
            ?? TableSchema(name: name, fields: [])
        let (treatments, outputNames) = schema.map { TreatmentReader(root: $0, schema: model).read() } ?? ([], [])
        if schema != nil, !treatments.isEmpty, treatments.allSatisfy(\.leavesNoColumn) {
            table.report("convention.empty-table", ["table": name])
        }
        let loadMode: ConventionTable.LoadMode = table.choice("loadMode") ?? .append
        if !ConventionTable.LoadMode.supported.contains(loadMode) {
            let supported = ConventionTable.LoadMode.supported.map(\.rawValue).joined(separator: ", ")
            table["loadMode"]?.report("convention.load-mode", ["mode": loadMode.rawValue, "supported": supported])
        }
        return ConventionTable(
            name: name, title: table.text("title") ?? "", namePattern: names.pattern, nameExample: names.example,
            dialect: dialect, schema: model, treatments: treatments,
            outputNames: outputNames,
            descriptions: (schema?.list("fields") ?? []).map { $0.text("description") ?? $0.text("title") ?? "" },
            loadMode: loadMode)
    }
}

extension TableReader {
    /// The last word is that of the module that will read the files: it must compile what looked right here.
    func compile(_ table: ConventionTable, among tables: [ConventionTable]) {
        guard let schema, !schema.sink.problems.contains(where: { $0.severity == .error }) else { return }
        do throws(RecordsFault) {
            _ = try RecordPlan(schema: table.schema, dialect: table.dialect, tables: tables.map(\.schema))
        } catch {
            schema.report("convention.not-compiled", ["reason": error.description])
        }
    }
}

/// The members `namePattern` and `nameExample` of a table or of opposition updates.
struct NamePattern {
    let node: Node
    let pattern: String
    let example: String

    /// Reads both and judges them by themselves.
    init(node: Node, checks: ConventionChecks) {
        self.node = node
        pattern = node.text("namePattern") ?? ""
        example = node.text("nameExample") ?? ""
        guard let member = node["namePattern"], member.value.string != nil else { return }
        if !checks.compiles(pattern) {
            member.report("convention.pattern")
        } else if checks.matches(pattern, example) == false {
            node["nameExample"]?.report("convention.example-outside-pattern")
        }
    }
}

/// The member `dialect`.
enum DialectReader {
    static func read(_ node: Node?) -> CSVDialect {
        guard let node else { return CSVDialect() }
        let delimiter = node.text("delimiter").flatMap(\.utf8.first) ?? UInt8(ascii: ";")
        var quote: UInt8? = UInt8(ascii: "\"")
        if let member = node["quote"], let text = member.value.string {
            if !text.isEmpty, !TextShape.mark.holds(text) { member.report("format.mark") }
            quote = text.utf8.first
            if quote == delimiter { member.report("convention.quote-is-delimiter") }
        }
        return CSVDialect(delimiter: delimiter, quote: quote, encoding: node.choice("encoding") ?? .utf8)
    }
}
