internal import Records
internal import Support

/// Turns the JSON of a table's schema into a ``TableSchema`` and judges what the format's tables cannot.
struct SchemaReader {
    let root: Node
    let name: String
    let codes: [String: CodeSet]
    let checks: ConventionChecks

    /// Code lists that a schema's fields name, sorted.
    static func codeLists(_ schema: Node?) -> [String] {
        Set((schema?.list("fields") ?? []).compactMap { $0.text("codes") }.filter(TextShape.identifier.holds)).sorted()
    }

    func read() -> TableSchema {
        let fields = root.list("fields").map(field)
        duplicates(fields.map(\.name))
        let missing = root["missingValues"] == nil ? [""] : root.texts("missingValues")
        let key = primaryKey(fields)
        var schema = TableSchema(
            name: name, fields: fields, missingValues: missing, primaryKey: key,
            primaryKeyAction: root.choice("primaryKeyAction") ?? .rejectRecord, rules: rules(fields),
            codeLists: codes)
        schema.uniqueKeys = root.list("uniqueKeys").map { $0.elements.map { fieldName($0, fields) } }
        schema.uniqueKeysAction = root.choice("uniqueKeysAction") ?? .rejectRecord
        schema.foreignKeys = root.list("foreignKeys").map { foreignKey($0, fields) }
        return schema
    }

    private func duplicates(_ names: [String]) {
        var seen: Set<String> = []
        for (node, name) in zip(root.list("fields"), names) where !seen.insert(name).inserted {
            node.report("convention.repeated-field", ["field": name])
        }
    }

    private func field(_ node: Node) -> Field {
        var field = Field(name: node.text("name") ?? "", type: type(node))
        if field.name.hasPrefix("\u{feff}") || field.name != field.name.trimmed {
            node.report("convention.field-name-space", ["field": field.name])
        }
        if field.type == .string { field.textFormat = node.choice("format") }
        if field.type.family == .number { numberStyle(node, &field) }
        field.missingValues = node["missingValues"] == nil ? nil : node.texts("missingValues")
        field.codeList = node.text("codes")
        field.nomenclature = node["nomenclature"].map {
            NomenclatureReference($0.text("name") ?? "", orPattern: $0["orPattern"]?.value.boolean ?? false)
        }
        field.check = node.choice("check")
        if let constraints = node["constraints"] { self.constraints(constraints, &field) }
        for (name, action) in node["actions"]?.members ?? [] { self.action(name, action, &field) }
        applicable(node, field)
        return field
    }

    private func action(_ name: String, _ node: Node, _ field: inout Field) {
        guard let kind = RuleKind(rawValue: name) else {
            return node.report(
                "convention.unknown-rule",
                ["rule": name, "known": RuleKind.allCases.map(\.rawValue).joined(separator: ", ")])
        }
        field.actions[kind] = node.value.string.flatMap(RuleAction.init)
        if !rules(of: field).contains(kind) {
            node.report("convention.action-without-rule", ["rule": name], severity: .warning)
        }
    }

    private func foreignKey(_ node: Node, _ fields: [Field]) -> ForeignKey {
        let reference = node["reference"]
        return ForeignKey(
            names(node["fields"]).map { fieldName($0, fields) }, table: reference?.text("resource") ?? "",
            names(reference?["fields"]).compactMap(\.value.string), action: node.choice("action") ?? .rejectRecord,
            followsPerson: node["samePerson"]?.value.boolean ?? false)
    }

    /// The texts of a member that is one text or a list of them.
    private func names(_ node: Node?) -> [Node] { node.map { $0.value.string == nil ? $0.elements : [$0] } ?? [] }

    private func fieldName(_ node: Node, _ fields: [Field]) -> String {
        let name = node.value.string ?? ""
        if !fields.contains(where: { $0.name == name }) { unknownField(node, name, fields) }
        return name
    }

    private func primaryKey(_ fields: [Field]) -> [Int] {
        guard let node = root["primaryKey"] else { return [] }
        let names = node.value.string.map { [(Node?.none, $0)] } ?? node.elements.map { ($0, $0.value.string ?? "") }
        return names.compactMap { element, name in
            guard let index = fields.firstIndex(where: { $0.name == name }) else {
                unknownField(element ?? node, name, fields)
                return nil
            }
            if !fields[index].required {
                (element ?? node).report("convention.key-not-required", ["field": name], severity: .warning)
            }
            return index
        }
    }

    func unknownField(_ node: Node, _ name: String, _ fields: [Field]) {
        let names = fields.map(\.name)
        node.report(
            "convention.unknown-field",
            [
                "field": name,
                "suggestion": Spelling.suggestion(for: name, among: names) ?? names.prefix(8).joined(separator: ", "),
            ])
    }
}

extension String {
    /// Without white space at the ends.
    var trimmed: String {
        var rest = self[...]
        while rest.first?.isWhitespace ?? false { rest.removeFirst() }
        while rest.last?.isWhitespace ?? false { rest.removeLast() }
        return String(rest)
    }
}
