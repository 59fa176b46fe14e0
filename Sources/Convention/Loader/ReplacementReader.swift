internal import Records
internal import Support
internal import Treatment

/// Turns the member `replaces` of each table into a ``Replacement`` and judges whether it can be carried out.
///
/// A replacement compares what the drop has with what stands in the catalogue, which is the treated form. So every field
/// named needs a treatment that gives equal values for equal values, in every drop, and no coarser ones than people would expect.
struct ReplacementReader {
    let readers: [TableReader]
    let tables: [ConventionTable]
    /// Whether the files of all tables come in deliveries, which are ingested whole.
    let hasDeliveries: Bool

    /// The tables with their replacements.
    func read() -> [ConventionTable] {
        var result = tables
        for (index, reader) in readers.enumerated() where reader.table["replaces"] != nil {
            result[index].replaces = own(index)
        }
        for index in tables.indices where readers[index].table["replaces"] == nil {
            result[index].replaces = followed(index, result)
        }
        return result
    }

    // MARK: members

    private func own(_ index: Int) -> Replacement? {
        guard let node = readers[index].table["replaces"] else { return nil }
        let table = tables[index]
        guard table.loadMode.replacesSome else {
            node.report("convention.replaces-unused", ["member": "replaces", "mode": table.loadMode.rawValue])
            return nil
        }
        guard isKnown(table) else { return nil }
        let named = node["window"]
        guard let source = named.map({ stating($0, table) }) ?? table, isKnown(source) else { return nil }
        let same = node.list("same")
        for member in same { self.same(member.value.string ?? "", member, table, source) }
        let extent =
            table.loadMode == .cumulativeReplace ? everything(node, named, same.isEmpty) : window(node, table, source)
        if table.partOf != nil, named == nil, table.loadMode == .replaceWindow {
            node.report("convention.part-window", ["table": table.partOf ?? ""])
        }
        return extent.map { Replacement(same: node.texts("same"), extent: $0, statedBy: source.name) }
    }

    private func everything(_ node: Node, _ window: Node?, _ isAll: Bool) -> Replacement.Extent {
        if isAll { node.report("convention.replaces-same") }
        for member in [node["field"], window?["from"], window?["to"]].compactMap(\.self) {
            let name = member.pointer.split(separator: "/").last.map(String.init) ?? ""
            member.report("convention.replaces-unused", ["member": name, "mode": "cumulativeReplace"])
        }
        return .everything
    }

    private func window(_ node: Node, _ table: ConventionTable, _ source: ConventionTable) -> Replacement.Extent? {
        guard let member = node["field"], let name = member.value.string else {
            node.report("format.missing-member", ["member": "field", "object": "replaces"])
            return nil
        }
        day(name, member, table)
        guard let window = node["window"], window["from"] != nil || window["to"] != nil else {
            if source.name != table.name { sameInBoth(name, member, table, source) }
            return .spanned(field: name)
        }
        for bound in ["from", "to"] {
            if let member = window[bound] {
                day(member.value.string ?? "", member, source)
            } else {
                window.report("format.missing-member", ["member": bound, "object": "window"])
            }
        }
        return .stated(field: name, from: window.text("from") ?? "", to: window.text("to") ?? "")
    }

    /// The table that `window` names, where it comes in one drop with `table`.
    private func stating(_ window: Node, _ table: ConventionTable) -> ConventionTable? {
        guard let member = window["table"], let name = member.value.string else { return nil }
        guard let source = tables.first(where: { $0.name == name }) else {
            member.report("convention.unknown-table", ["table": name])
            return nil
        }
        if !comeTogether(table, source) { member.report("convention.window-table", ["table": name]) }
        return source
    }

    /// Whether every drop that has one of the tables has the other.
    private func comeTogether(_ a: ConventionTable, _ b: ConventionTable) -> Bool {
        func file(_ table: ConventionTable) -> ConventionTable {
            tables.first { $0.name == table.partOf } ?? table
        }
        let (first, second) = (file(a), file(b))
        return first.name == second.name || hasDeliveries || first.entry != nil && second.entry != nil
    }

    // MARK: fields

    /// Whether the schema of `table` could be read; what is wrong with it is reported already.
    private func isKnown(_ table: ConventionTable) -> Bool {
        !table.schema.fields.isEmpty && table.treatments.count == table.schema.fields.count
    }

    private func same(_ name: String, _ node: Node, _ table: ConventionTable, _ source: ConventionTable) {
        guard let index = place(of: name, node, table) else { return }
        if !table.treatments[index].keepsEquality {
            refuse(
                node, name, table, index, among: "keep, keepCoded, pseudonym, rekey, toHour, toDate, toMonth, toYear")
        }
        if source.name != table.name { sameInBoth(name, node, table, source) }
    }

    /// A field that tells days: of dates or moments, never missing, not cut to more than a day.
    private func day(_ name: String, _ node: Node, _ table: ConventionTable) {
        guard let index = place(of: name, node, table) else { return }
        let field = table.schema.fields[index]
        guard FieldKind(field.type) == .date || FieldKind(field.type) == .datetime else {
            return node.report("convention.replaces-type", ["field": name, "type": field.type.schemaName])
        }
        if !table.treatments[index].keepsDays { refuse(node, name, table, index, among: "keep, toHour, toDate") }
        if !field.isAlwaysKept { node.report("convention.replaces-optional", ["field": name]) }
    }

    /// Values of one field in two tables can be compared where both have one type and one treatment.
    private func sameInBoth(_ name: String, _ node: Node, _ table: ConventionTable, _ other: ConventionTable) {
        guard let own = table.schema.fields.firstIndex(where: { $0.name == name }) else { return }
        guard let index = other.schema.fields.firstIndex(where: { $0.name == name }),
            FieldKind(other.schema.fields[index].type) == FieldKind(table.schema.fields[own].type),
            other.treatments[index] == table.treatments[own]
        else { return node.report("convention.window-same", ["field": name, "table": other.name]) }
    }

    private func place(of name: String, _ node: Node, _ table: ConventionTable) -> Int? {
        let names = table.schema.fields.map(\.name)
        if let index = names.firstIndex(of: name) { return index }
        let suggestion = Spelling.suggestion(for: name, among: names) ?? names.prefix(8).joined(separator: ", ")
        node.report("convention.unknown-field", ["field": name, "suggestion": suggestion])
        return nil
    }

    private func refuse(_ node: Node, _ name: String, _ table: ConventionTable, _ field: Int, among: String) {
        let reader = readers.first { $0.table.text("name") == table.name }
        let treatments = reader?.schema?.list("fields").map { $0["treatment"]?.text("kind") ?? "" } ?? []
        node.report(
            "convention.replaces-treatment",
            [
                "field": name, "treatment": treatments.indices.contains(field) ? treatments[field] : "",
                "treatments": among,
            ])
    }

    // MARK: parts

    /// A part without `replaces` loses the rows of the records that are replaced: it has the fields that tell which.
    private func followed(_ index: Int, _ tables: [ConventionTable]) -> Replacement? {
        let (table, node) = (tables[index], readers[index].table)
        guard table.loadMode.replacesSome else { return nil }
        guard let whole = tables.first(where: { $0.name == table.partOf }), whole.loadMode == table.loadMode,
            readers.contains(where: { $0.table.text("name") == whole.name && $0.table["replaces"] != nil })
        else {
            node.report("format.missing-member", ["member": "replaces", "object": "table"])
            return nil
        }
        guard let replaces = whole.replaces, isKnown(table), let member = node["loadMode"] else { return nil }
        for name in replaces.same + [replaces.extent.field].compactMap(\.self) {
            if table.schema.fields.contains(where: { $0.name == name }) {
                sameInBoth(name, member, table, whole)
            } else {
                member.report("convention.part-replaces", ["field": name, "table": whole.name])
            }
        }
        if let name = replaces.extent.field { day(name, member, table) }
        return replaces
    }
}

extension FieldTreatment {
    /// Whether values that were equal are equal in the catalogue, in all drops, and others hardly ever.
    ///
    /// What is cut to its hour, day, month or year is compared as that.
    fileprivate var keepsEquality: Bool {
        switch self {
        case .keep, .keepCoded, .pseudonym, .rekey, .toHour, .toDate, .toMonth, .toYear: true
        default: false
        }
    }

    /// Whether the day can be told from what stands in the catalogue.
    fileprivate var keepsDays: Bool { self == .keep || self == .toHour || self == .toDate }
}
