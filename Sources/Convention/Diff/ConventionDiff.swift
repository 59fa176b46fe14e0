internal import Records
internal import Support

/// Compares two versions of a convention: every member of the format that differs, and what that means for the producer and for the
/// tables (``VerdictTable``); then the columns of the catalogue, by the judgement that the catalogue itself goes by.
package struct ConventionDiff {
    /// What was found so far.
    private var changes: [ConventionChange] = []
    private var file = ""
    /// Format of the file whose schema is compared.
    private var format = "csv"

    /// What differs between the folders whose files are `old` and `new`, by file and name; both must be sound.
    package static func changes(from old: [String: [UInt8]], to new: [String: [UInt8]]) -> [ConventionChange] {
        guard let before = ConventionLoader.load(old).convention, let after = ConventionLoader.load(new).convention
        else { return [] }
        var diff = ConventionDiff()
        let (first, second) = (
            document(old, ConventionLoader.conventionFile), document(new, ConventionLoader.conventionFile)
        )
        diff.file = ConventionLoader.conventionFile
        diff.objects(first, second, ConventionFormat.convention, "")
        for table in after.tables where before.table(named: table.name) != nil {
            diff.file = table.name + ConventionLoader.schemaSuffix
            diff.format = diff.kind(of: table)
            diff.objects(document(old, diff.file), document(new, diff.file), SchemaFormat.schema, "")
        }
        diff.contents(old, new)
        diff.columns(before, after)
        return diff.changes
    }

    /// Objects of the format on which there are verdicts, for the test that none is missing.
    package static var judgedObjects: Set<String> { Set(VerdictTable.members.keys) }

    /// Members of the object called `name` on which there are verdicts.
    package static func judgedMembers(of name: String) -> Set<String> { Set((VerdictTable.members[name] ?? [:]).keys) }

    private static func document(_ files: [String: [UInt8]], _ name: String) -> JSONValue? {
        files[name].flatMap { try? JSONParser.parse($0) }
    }

    private func kind(of table: ConventionTable) -> String {
        switch table.format {
        case .csv: "csv"
        case .fixedWidth: "fixed"
        case .jsonLines: "jsonl"
        case .xml: "xml"
        }
    }

    private mutating func add(_ kind: ConventionChange.Kind, _ pointer: String, _ effects: Effects) {
        changes.append(ConventionChange(file: file, pointer: pointer, kind: kind, effects: effects))
    }

    // MARK: members

    private mutating func objects(_ old: JSONValue?, _ new: JSONValue?, _ rule: ObjectRule, _ pointer: String) {
        for member in rule.members {
            let (before, after) = (present(old?[member.name]), present(new?[member.name]))
            compare(before, after, member, of: rule, "\(pointer)/\(member.name)")
        }
    }

    private func present(_ value: JSONValue?) -> JSONValue? { value.flatMap { $0.isNull ? nil : $0 } }

    private mutating func compare(
        _ old: JSONValue?, _ new: JSONValue?, _ member: MemberRule, of rule: ObjectRule, _ pointer: String
    ) {
        switch member.kind {
        case .object(let inner): object(old, new, inner, pointer)
        case .list(.object(let inner), _): elements(old?.array ?? [], new?.array ?? [], inner, pointer)
        case .variant(let tag, let rules): variant(old, new, tag, rules, member, pointer)
        default:
            guard !isSame(old, new), !isDefault(old, new, member) else { return }
            let verdict = VerdictTable.members[rule.name]?[member.name] ?? .always(Effects(.identity, .values))
            let effects = verdict.effects(old, new, VerdictTable.subject(of: rule.name))
            add(old == nil ? .added : new == nil ? .removed : .changed, pointer, effects)
        }
    }

    private func isSame(_ old: JSONValue?, _ new: JSONValue?) -> Bool {
        // One text and a list of one are the same; places in the file mean nothing.
        MemberVerdict.texts(old) == MemberVerdict.texts(new) && (old == nil) == (new == nil)
    }

    /// Whether one is absent, and the other says what holds then anyway.
    private func isDefault(_ old: JSONValue?, _ new: JSONValue?, _ member: MemberRule) -> Bool {
        guard old == nil || new == nil, let value = old ?? new, var fallback = member.fallback else { return false }
        if fallback.hasPrefix("`"), fallback.hasSuffix("`"), fallback.count >= 2 {
            fallback = String(fallback.dropFirst().dropLast())
        }
        return fallback == value.string
            || fallback.filter { $0 != " " } == JSONWriter.string(value).filter { $0 != " " }
    }

    private mutating func object(_ old: JSONValue?, _ new: JSONValue?, _ rule: ObjectRule, _ pointer: String) {
        guard old != nil || new != nil else { return }
        if let presence = VerdictTable.presence[rule.name], old == nil || new == nil {
            return add(old == nil ? .added : .removed, pointer, old == nil ? presence.added : presence.removed)
        }
        objects(old, new, rule, pointer)
    }

    private mutating func variant(
        _ old: JSONValue?, _ new: JSONValue?, _ tag: String, _ rules: [ObjectRule], _ member: MemberRule,
        _ pointer: String
    ) {
        guard !isSame(old, new), !isDefault(old, new, member) else { return }
        let names = [old, new].map { $0?[tag]?.string ?? rules.first?.name ?? "" }
        guard names[0] == names[1] else {
            let verdict = VerdictTable.tags[member.name] ?? .always(Effects(.identity, .values))
            return add(.changed, pointer, verdict.effects(.text(names[0]), .text(names[1]), .records))
        }
        if let rule = rules.first(where: { $0.name == names[0] }) { objects(old, new, rule, pointer) }
    }

    // MARK: elements of lists

    private mutating func elements(_ old: [JSONValue], _ new: [JSONValue], _ rule: ObjectRule, _ pointer: String) {
        let (before, after) = (keyed(old, rule), keyed(new, rule))
        let names = Set(before.map(\.key)), later = Set(after.map(\.key))
        for (key, element) in before where !later.contains(key) {
            add(.removed, "\(pointer)/\(label(key, rule))", presence(element, rule).removed)
        }
        for (key, element) in after {
            guard let known = before.first(where: { $0.key == key }) else {
                add(.added, "\(pointer)/\(label(key, rule))", presence(element, rule).added)
                continue
            }
            objects(known.element, element, rule, "\(pointer)/\(label(key, rule))")
        }
        guard rule.name == SchemaFormat.field.name, format == "csv" else { return }
        // The header names the columns in their order.
        if before.map(\.key).filter(later.contains) != after.map(\.key).filter(names.contains) {
            add(.moved, pointer, Effects(.layout))
        }
    }

    /// The elements with what tells them from each other.
    private func keyed(_ elements: [JSONValue], _ rule: ObjectRule) -> [(key: String, element: JSONValue)] {
        elements.map { element in
            let members = VerdictTable.keys[rule.name] ?? []
            let key = members.flatMap { MemberVerdict.texts(element[$0]) }.joined(separator: " ")
            return (members.isEmpty ? JSONWriter.string(element) : key, element)
        }
    }

    /// The key as a pointer shows it: names bare, whole elements not at all.
    private func label(_ key: String, _ rule: ObjectRule) -> String {
        guard VerdictTable.keys[rule.name] != nil else { return "…" }
        return key.filter { $0 != "\"" }
    }

    private func presence(_ element: JSONValue, _ rule: ObjectRule) -> (added: Effects, removed: Effects) {
        guard rule.name == SchemaFormat.field.name else {
            return VerdictTable.presence[rule.name] ?? (Effects(.identity, .values), Effects(.identity, .values))
        }
        let isRequired = element["constraints"]?["required"]?.boolean ?? false
        return switch format {
        // The header has exactly the fields of the schema.
        case "csv": (Effects(.layout), Effects(.layout))
        // Places of no field are not read.
        case "fixed": (isRequired ? Effects(.narrower) : .none, .none)
        // What is no field must not be there, and need not be where it is not required.
        default: (isRequired ? Effects(.narrower) : Effects(.offer), Effects(.layout))
        }
    }

    // MARK: other files

    /// Code lists and whatever else lies in the folder.
    private mutating func contents(_ old: [String: [UInt8]], _ new: [String: [UInt8]]) {
        for (name, bytes) in new.sorted(by: { $0.key < $1.key }) where !name.hasSuffix(".json") {
            guard let before = old[name], before != bytes, name != "convention.sig" else { continue }
            file = name
            if name.hasSuffix(ConventionLoader.codesSuffix) {
                codes(CodeList.read(before, file: name).codes, CodeList.read(bytes, file: name).codes)
            } else if ConventionLoader.otherFiles.contains(name) {
                add(.changed, "", Effects(.wording, .none))
            } else {
                add(.changed, "", Effects(.sealing))
            }
        }
    }

    private mutating func codes(_ old: Set<String>, _ new: Set<String>) {
        if !new.isSuperset(of: old) { add(.removed, "", Effects(.narrower)) }
        if !old.isSuperset(of: new) { add(.added, "", Effects(.wider, .wider)) }
        if old == new { add(.changed, "", Effects(.wording)) }
    }

    // MARK: columns

    private mutating func columns(_ old: Convention, _ new: Convention) {
        file = ""
        for table in new.tables {
            guard let before = old.table(named: table.name), let columns = try? before.catalogueColumns(),
                let later = try? table.catalogueColumns()
            else { continue }
            for change in ColumnChange.changes(from: columns, to: later) {
                add(change.kind, "\(table.name)/\(change.column)", Effects(.none, change.effect))
            }
        }
    }
}
