internal import Pseudonymisation
internal import Records
internal import Support
internal import Treatment

/// Turns the `treatment` of each field into a ``FieldTreatment`` and judges whether the field can have it.
struct TreatmentReader {
    let root: Node
    let schema: TableSchema

    func read() -> (treatments: [FieldTreatment], outputNames: [String?]) {
        let nodes = root.list("fields")
        var treatments: [FieldTreatment] = []
        var names: [String?] = []
        var columns: Set<String> = []
        for (node, field) in zip(nodes, schema.fields) {
            guard let object = node["treatment"] else {
                // The missing member is reported already; the field must not count as kept.
                treatments.append(.drop)
                names.append(nil)
                continue
            }
            let treatment = self.treatment(object)
            treatments.append(treatment)
            names.append(object.text("as"))
            suit(object, field, treatment)
            column(object, field, treatment, &columns)
        }
        return (treatments, names)
    }

    private func treatment(_ node: Node) -> FieldTreatment {
        let domain = node.text("domain") ?? ""
        let reference = node.text("reference") ?? ""
        return switch node.text("kind") {
        case "keep": .keep
        case "keepPublic": .keepPublic
        case "keepCoded": .keepCoded
        case "forbid": .forbid
        case "pseudonym": .pseudonym(domain: domain, kind: node.choice("identifier") ?? .opaque)
        case "rekey": .rekey(domain: domain)
        case "renumber": .renumber
        case "ageYears": .ageYears(reference: reference, cap: node.integer("cap"))
        case "ageCap": .ageCap(cap: node.integer("cap") ?? 0)
        case "toHour": .toHour
        case "toDate": .toDate
        case "toMonth": .toMonth
        case "toYear": .toYear
        case "delayDays": .delayDays(reference: reference, unit: node.choice("unit") ?? .day)
        case "toDepartment": .toDepartment
        case "bin": .bin(width: node.number("width") ?? 1)
        case "prefix": .prefix(length: node.integer("length") ?? 1)
        default: .drop
        }
    }

    private func suit(_ node: Node, _ field: Field, _ treatment: FieldTreatment) {
        let kind = node.text("kind") ?? ""
        if let format = TreatmentFormat.named(kind), !format.types.contains(field.type.schemaName) {
            node.report(
                "treatment.type",
                [
                    "treatment": kind, "field": field.name, "type": field.type.schemaName,
                    "types": format.types.joined(separator: ", "),
                ])
        }
        switch treatment {
        case .keepCoded where field.enumeration == nil && field.codeList == nil && field.nomenclature == nil:
            node.report("treatment.no-codes", ["field": field.name])
        case .forbid: forbidden(node, field)
        case .ageYears(let reference, _), .delayDays(let reference, _): self.reference(node, field, reference)
        default: break
        }
    }

    private func forbidden(_ node: Node, _ field: Field) {
        if field.required { node.report("treatment.forbid-required", ["field": field.name]) }
        if let index = schema.fields.firstIndex(where: { $0.name == field.name }), schema.primaryKey.contains(index) {
            node.report("treatment.forbid-key", ["field": field.name])
        }
    }

    private func reference(_ node: Node, _ field: Field, _ name: String) {
        guard !name.isEmpty, let member = node["reference"] else { return }
        guard let other = schema.fields.first(where: { $0.name == name }) else {
            return member.report(
                "convention.unknown-field",
                ["field": name, "suggestion": Spelling.suggestion(for: name, among: schema.fields.map(\.name)) ?? "—"])
        }
        if other.name == field.name || other.type.family != .time {
            member.report("treatment.reference-field", ["field": name])
        }
    }

    /// Column names are compared without case: some readers of the catalogue know none.
    private func column(_ node: Node, _ field: Field, _ treatment: FieldTreatment, _ columns: inout Set<String>) {
        guard !treatment.leavesNoColumn else { return }
        let name = node.text("as") ?? field.name
        if !TextShape.columnName.holds(name) { node.report("treatment.column-name", ["field": field.name]) }
        if !columns.insert(name.lowercased()).inserted { node.report("treatment.repeated-column", ["column": name]) }
    }
}
