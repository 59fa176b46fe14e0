internal import Patterns
internal import Records
internal import Support
internal import Treatment

/// Turns the JSON of `convention.json` into a ``Convention`` and judges what lies between its parts.
struct ConventionReader {
    let root: Node
    let tables: [TableReader]
    let files: [String: [UInt8]]
    let checks: ConventionChecks

    func read() -> Convention? {
        var tables = self.tables.map { $0.read() }
        let archive = ArchiveRulesReader(root: root, checks: checks).read()
        if let archive {
            for index in tables.indices where tables[index].entry != nil {
                tables[index].namePattern = archive.namePattern
                tables[index].nameExample = archive.nameExample
            }
        }
        tables = ReplacementReader(
            readers: self.tables, tables: tables, hasDeliveries: root["delivery"] != nil
        ).read()
        SchemaReader.judgeRules(of: tables.map(\.schema), self.tables.map(\.schema))
        for (reader, table) in zip(self.tables, tables) { reader.compile(table, among: tables) }
        let accounts = root.list("accounts").map { AccountReader(node: $0, checks: checks).read() }
        repeated(root.list("tables"), "convention.repeated-table")
        repeated(root.list("accounts"), "convention.repeated-account")
        repeatedKeys(root.list("accounts"))
        names()
        compile(tables)
        let person = root["person"].map { self.person($0, tables) }
        followedPersons(tables, person)
        let oppositions = root["oppositions"].map { self.oppositions($0, person) }
        guard let from = root.date("validFrom"), let producer = root["producer"], let card = root["card"],
            let calendar = root["calendar"]
        else { return nil }
        let until = root.date("validUntil")
        if let until, until < from { root["validUntil"]?.report("convention.ends-before-start") }
        examples(from, until)
        let sender = ProducerIdentity(
            name: producer.text("name") ?? "", language: producer.choice("language") ?? .french)
        return Convention(
            id: root.text("id") ?? "", version: root.integer("version") ?? 0, validFrom: from, validUntil: until,
            producer: sender, card: CardReader(node: card, producer: sender, tables: tables).read(), accounts: accounts,
            calendar: self.calendar(calendar),
            drops: DropsReader(node: root["drops"], files: files, checks: checks).read(),
            oppositions: oppositions, tables: tables, archive: archive,
            delivery: DeliveryRulesReader(root: root, checks: checks).read(),
            tolerance: root.number("tolerance") ?? 0, person: person,
            retentionYears: root.integer("retentionYears") ?? 0)
    }

    /// An example whose period another version would judge misleads.
    private func examples(_ from: CivilDate, _ until: CivilDate?) {
        for node in root.list("tables") + [root["archive"]].compactMap(\.self) {
            guard let example = node.text("nameExample"), let pattern = try? Pattern(node.text("namePattern") ?? ""),
                let day = pattern.group(NamedPeriod.group, of: example).flatMap(NamedPeriod.firstDay),
                day < from || until.map({ day > $0 }) ?? false
            else { continue }
            node["nameExample"]?.report("convention.example-period", ["day": "\(day)"], severity: .warning)
        }
    }

    private func repeated(_ nodes: [Node], _ code: FaultCode) {
        var seen: Set<String> = []
        for node in nodes {
            guard let name = node.text("name"), !seen.insert(name).inserted else { continue }
            node.report(code, ["name": name])
        }
    }

    /// One key for two accounts is no error, but rarely meant.
    private func repeatedKeys(_ accounts: [Node]) {
        var seen: Set<Substring> = []
        for key in accounts.flatMap({ $0.list("publicKeys") }) {
            guard let blob = key.value.string?.split(separator: " ").dropFirst().first, !seen.insert(blob).inserted
            else { continue }
            key.report("convention.repeated-key", severity: .warning)
        }
    }

    /// No name may fit two patterns: the patterns differ, and no example fits another's pattern.
    private func names() {
        let files = root.list("tables") + [root["oppositions"], root["archive"]].compactMap(\.self)
        overlaps(
            files.map { Names($0, "namePattern", "nameExample") }
                + (root["delivery"].map { [Names($0, "manifestPattern", "manifestExample")] } ?? []))
        overlaps(root.list("tables").map { Names($0, "entryPattern", "entryExample") })
    }

    /// A pattern of names and an example, as they stand in the file.
    private struct Names {
        let owner: Node
        let pattern: Node?
        let example: String?

        init(_ owner: Node, _ pattern: String, _ example: String) {
            self.owner = owner
            self.pattern = owner[pattern]
            self.example = owner.text(example)
        }
    }

    private func overlaps(_ all: [Names]) {
        for (index, names) in all.enumerated() {
            for (other, otherNames) in all.enumerated() where other != index {
                guard let pattern = names.pattern?.value.string, let example = otherNames.example else { continue }
                let same = other < index && pattern == otherNames.pattern?.value.string
                if same || checks.matches(pattern, example) == true {
                    names.pattern?.report("convention.patterns-overlap", ["other": otherNames.owner.pointer])
                }
            }
        }
    }

    /// The tables of one file must be readable together.
    private func compile(_ tables: [ConventionTable]) {
        guard !root.sink.problems.contains(where: { $0.severity == .error }) else { return }
        for (table, node) in zip(tables, root.list("tables")) where table.partOf == nil {
            let parts = tables.filter { $0.partOf == table.name }
            do {
                _ = try TableSplitter(
                    ([table] + parts).map {
                        try RecordPlan(
                            schema: $0.schema.withPatternsAlone, format: $0.format, tables: tables.map(\.schema))
                    })
            } catch let error as RecordsFaults {
                node.report("convention.not-compiled", ["reason": error.faults[0].description])
            } catch {
                node.report("convention.not-compiled", ["reason": "\(error)"])
            }
        }
    }

    private func calendar(_ node: Node) -> DropCalendar {
        let due = node.text("due").flatMap(ClockTime.init)
        let period: DropCalendar.Period = node.choice("period") ?? .irregular
        let day = node.integer("day") ?? 1
        if period == .weekly, day > 7 { node["day"]?.report("convention.week-day") }
        for (member, used) in [("day", period != .daily), ("month", period == .yearly)]
        where !used || period == .irregular {
            node[member]?.report("convention.calendar-unused", ["member": member], severity: .warning)
        }
        return DropCalendar(
            period: period, dueDay: day, dueMonth: node.integer("month") ?? 1, dueHour: due?.hour ?? 0,
            dueMinute: due?.minute ?? 0, timeZone: node.text("timeZone") ?? "UTC",
            graceHours: node.integer("graceHours") ?? 0)
    }

    private func oppositions(_ node: Node, _ person: PersonRules?) -> OppositionRules {
        if person == nil { node.report("convention.oppositions-without-person") }
        let names = NamePattern(node: node, checks: checks)
        let columns = ["identifierField", "actionField", "dateField", "scopeField"].compactMap { node[$0] }
        var seen: Set<String> = []
        for column in columns where !seen.insert(column.value.string ?? "").inserted {
            column.report("convention.repeated-field", ["field": column.value.string ?? ""])
        }
        return OppositionRules(
            namePattern: names.pattern, nameExample: names.example, dialect: DialectReader.read(node["dialect"]),
            identifierField: node.text("identifierField") ?? "", actionField: node.text("actionField") ?? "",
            dateField: node.text("dateField") ?? "", scopeField: node.text("scopeField"))
    }

    private func person(_ node: Node, _ tables: [ConventionTable]) -> PersonRules {
        let domain = node.text("domain") ?? ""
        var fields: [String: String] = [:]
        for (name, field) in node["fields"]?.members ?? [] {
            fields[name] = field.value.string
            guard let table = tables.first(where: { $0.name == name }) else {
                field.report("convention.unknown-table", ["table": name])
                continue
            }
            personField(field, table, domain)
        }
        if fields.isEmpty { node.report("convention.person-without-field") }
        let none = aboutNobody(node, fields, tables)
        for table in tables
        where fields[table.name] == nil && !none.contains(table.name) && !follows(table, tables, fields) {
            node.report("convention.table-without-person", ["table": table.name], severity: .warning)
        }
        return PersonRules(domain: domain, fields: fields, effect: node.choice("effect") ?? .extraction)
    }

    /// Whether the rows of a table go with those of another that has the person: what they are part of, or refer to.
    private func follows(_ table: ConventionTable, _ tables: [ConventionTable], _ fields: [String: String]) -> Bool {
        if table.schema.foreignKeys.contains(where: { $0.followsPerson }) { return true }
        guard let whole = tables.first(where: { $0.name == table.partOf }) else { return false }
        return fields[whole.name] != nil || follows(whole, tables, fields)
    }

    /// Who is followed has a person's field, and comes in the same drop: else nobody could say that the person opposed.
    private func followedPersons(_ tables: [ConventionTable], _ person: PersonRules?) {
        for (reader, table) in zip(self.tables, tables) {
            for (key, node) in zip(table.schema.foreignKeys, reader.schema?.list("foreignKeys") ?? [])
            where key.followsPerson {
                let name = key.table.isEmpty ? table.name : key.table
                guard let member = node["samePerson"], let target = tables.first(where: { $0.name == name }) else {
                    continue
                }
                if person?.fields[target.name] == nil {
                    member.report("convention.same-person", ["table": target.name])
                }
                if name != table.name, ![table, target].allSatisfy(comesWithAll) {
                    member.report("convention.same-person-apart", ["table": target.name])
                }
            }
        }
    }

    /// Whether the rows of a table are in every drop or delivery that has rows of others.
    private func comesWithAll(_ table: ConventionTable) -> Bool {
        if table.entry != nil || table.partOf != nil { return true }
        return root["delivery"].map { !$0.texts("optionalTables").contains(table.name) } ?? false
    }

    private func aboutNobody(_ node: Node, _ fields: [String: String], _ tables: [ConventionTable]) -> Set<String> {
        for element in node.list("none") {
            let name = element.value.string ?? ""
            if fields[name] != nil { element.report("convention.table-twice", ["table": name]) }
            if !tables.contains(where: { $0.name == name }) {
                element.report("convention.unknown-table", ["table": name])
            }
        }
        return Set(node.texts("none"))
    }

    /// The person's field must become a pseudonym of the person's domain, or nothing could be matched with the matrix.
    ///
    /// A number of the drop's own will do where the next drop replaces every row: each is judged by the matrix of its day.
    private func personField(_ node: Node, _ table: ConventionTable, _ domain: String) {
        guard !table.schema.fields.isEmpty else { return }
        guard let index = table.schema.fields.firstIndex(where: { $0.name == node.value.string }),
            table.treatments.indices.contains(index)
        else {
            let names = table.schema.fields.map(\.name)
            let name = node.value.string ?? ""
            return node.report(
                "convention.unknown-field",
                [
                    "field": name,
                    "suggestion": Spelling.suggestion(for: name, among: names)
                        ?? names.prefix(8).joined(separator: ", "),
                ])
        }
        let isReplaced = table.loadMode == .snapshot && table.treatments[index] == .renumber
        guard let actual = table.treatments[index].domain ?? (isReplaced ? domain : nil) else {
            return node.report("convention.person-not-pseudonym")
        }
        if actual != domain { node.report("convention.person-domain", ["domain": domain, "actual": actual]) }
        if !table.schema.fields[index].required {
            node.report("convention.person-optional", severity: .warning)
        }
    }
}
