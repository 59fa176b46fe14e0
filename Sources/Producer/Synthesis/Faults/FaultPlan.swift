internal import Convention
internal import Records
internal import Treatment

/// Where a fault of some kind can show in the records of a table.
struct FaultPlace {
    let kind: SyntheticFault
    /// The field, or the fields of a key.
    var columns: [Int] = []
    /// The foreign key, or the rule of the schema.
    var number = 0
}

/// The faults of a table.
struct FaultPlan {
    /// Share of the records that get one.
    var rate = 0.0
    /// Places by kind.
    var kinds: [[FaultPlace]] = []
    /// One that never fails to reject the record.
    var certain: FaultPlace?
}

/// Finds out what faults the schema of a table allows: those that leave a record out, not a drop.
struct FaultCompiler {
    let plan: SynthesisPlan
    let table: TablePlan

    func compile() {
        guard plan.options.faults > 0, table.rows > 0, !isNeeded else { return }
        let isNamed = isNamedByDigits
        var places: [SyntheticFault: [FaultPlace]] = [:]
        for place in fieldPlaces() + rulePlaces() + keyPlaces() + formPlaces()
        where plan.options.faultKinds.contains(place.kind) && !((isNamed || hasKeyedParts) && place.kind.leavesKey) {
            places[place.kind, default: []].append(place)
        }
        table.faults.kinds = SyntheticFault.allCases.compactMap { places[$0] }
        table.faults.certain = (places[.missingValue] ?? places[.brokenForm] ?? places[.wrongType])?.first
        let canFail = table.faults.certain == nil
        table.faults.rate = table.faults.kinds.isEmpty || canFail && isNamed ? 0 : plan.options.faults
    }

    // MARK: what hangs on the table

    private func references(to name: String) -> [(owner: TablePlan, key: ForeignKey)] {
        plan.tables.flatMap { owner in
            owner.schema.foreignKeys.filter {
                ($0.table.isEmpty ? owner.table.name : $0.table) == name && $0.action != .warn
                    && plan.areTogether(owner.index, table.index)
            }.map { (owner, $0) }
        }
    }

    /// Whether a record that is missing would refuse the drop, or leave out others that no number tells.
    private var isNeeded: Bool {
        if table.isHead(in: plan) { return true }
        let parts = plan.tables.filter { $0.owner == table.index }
        return ([table] + parts).contains { member in
            references(to: member.table.name).contains { owner, key in
                let columns = key.fields.compactMap(owner.column)
                // What stands in the record around goes with it.
                if columns.allSatisfy({ owner.columns[$0].source.isGiven }) { return false }
                let reference = owner.references.first { $0.columns == columns }
                return reference == nil || reference?.digit != nil && key.action == .rejectDrop
            }
        }
    }

    /// Whether others must refer to the table's records, or to those inside: their keys leave them no choice.
    private var isNamedByDigits: Bool {
        plan.tables.contains { other in
            other.references.contains { reference in
                guard reference.digit != nil, reference.isJudged else { return false }
                var target: TablePlan? = plan.tables[reference.table]
                while let current = target, current !== table { target = current.owner.map { plan.tables[$0] } }
                return target != nil
            }
        }
    }

    /// Whether what is inside has keys of its own, which would be repeated as well.
    private var hasKeyedParts: Bool {
        plan.tables.contains { $0.index != table.index && $0.file == table.index && !$0.uniqueKeys.isEmpty }
    }

    // MARK: places

    private func fieldPlaces() -> [FaultPlace] {
        table.schema.fields.indices.flatMap { column -> [FaultPlace] in
            let plan = table.columns[column]
            guard case .own = table.places[column], !plan.isOfFile, plan.source != .none,
                !table.untouched.contains(column)
            else { return [] }
            return kinds(plan.field, column).filter {
                plan.field.actions[$0.rule, default: .rejectRecord] == .rejectRecord
            }
            .map { FaultPlace(kind: $0.kind, columns: [column]) }
        }
    }

    private func kinds(_ field: Field, _ column: Int) -> [(kind: SyntheticFault, rule: RuleKind)] {
        var kinds: [(kind: SyntheticFault, rule: RuleKind)] = []
        if field.required, canBeMissing(field) { kinds.append((.missingValue, .required)) }
        switch field.type {
        case .string: break
        case .date: kinds += [(.wrongType, .type), (.brokenDate, .type)]
        case .datetime: kinds += [(.wrongType, .type), (.brokenDate, .type)]
        default: kinds.append((.wrongType, .type))
        }
        if field.enumeration != nil { kinds.append((.badCode, .enumeration)) }
        if field.codeList != nil || field.nomenclature != nil { kinds.append((.badCode, .codeList)) }
        if field.pattern != nil, field.type == .string { kinds.append((.badPattern, .pattern)) }
        if field.minLength ?? 0 > 1 { kinds.append((.tooShort, .minLength)) }
        if field.maxLength != nil { kinds.append((.tooLong, .maxLength)) }
        if field.minimum != nil { kinds.append((.tooSmall, .minimum)) }
        if field.maximum != nil { kinds.append((.tooLarge, .maximum)) }
        if field.check != nil { kinds.append((.badCheck, .check)) }
        return kinds
    }

    private func canBeMissing(_ field: Field) -> Bool {
        switch table.table.format {
        case .jsonLines, .xml: true
        case .fixedWidth(let layout):
            layout.trim != .none && (field.missingValues ?? table.schema.missingValues).contains("")
        case .csv(let dialect):
            dialect.nullSequence != nil || !(field.missingValues ?? table.schema.missingValues).isEmpty
        }
    }

    private func rulePlaces() -> [FaultPlace] {
        table.schema.rules.enumerated().compactMap { number, rule in
            guard !rule.isAboutDrop, !rule.isAboutParts, rule.action == .rejectRecord else { return nil }
            let columns = Set(rule.condition.fields.compactMap { table.column($0.name) })
            // What a rule on the totals adds up stays as it is.
            guard columns.isDisjoint(with: table.untouched) else { return nil }
            guard columns.contains(where: { table.columns[$0].isFree && !table.columns[$0].isOfFile }) else {
                return nil
            }
            return FaultPlace(kind: .brokenRule, columns: columns.sorted(), number: number)
        }
    }

    private func keyPlaces() -> [FaultPlace] {
        let schema = table.schema
        var keys: [(columns: [Int], action: RuleAction)] = []
        if !schema.primaryKey.isEmpty { keys.append((schema.primaryKey, schema.primaryKeyAction)) }
        for (column, field) in schema.fields.enumerated() where field.isUnique {
            keys.append(([column], field.actions[.unique] ?? .rejectRecord))
        }
        for key in schema.uniqueKeys { keys.append((key.compactMap(table.column), schema.uniqueKeysAction)) }
        let ruled = Set(schema.rules.flatMap { $0.condition.fields.compactMap { table.column($0.name) } })
        var places = keys.filter { key in
            key.action == .rejectRecord
                && key.columns.allSatisfy { column in
                    guard case .own = table.places[column] else { return false }
                    let plan = table.columns[column]
                    return !(plan.isFree && ruled.contains(column)) && plan.missingShare == 0
                        && !table.untouched.contains(column) && !plan.isOfFile
                }
        }.map { FaultPlace(kind: .repeatedKey, columns: $0.columns) }
        for (number, reference) in table.references.enumerated() where reference.isJudged {
            let key = schema.foreignKeys.first { $0.fields.compactMap(table.column) == reference.columns }
            guard key?.action == .rejectRecord, hasStrangers(reference) else { continue }
            places.append(FaultPlace(kind: .danglingReference, columns: reference.columns, number: number))
        }
        return places
    }

    /// Whether there are values that no record of the other table has.
    private func hasStrangers(_ reference: ReferencePlan) -> Bool {
        let target = plan.tables[reference.table]
        return reference.referenced.contains { column in
            if case .digit(1, let radix) = target.columns[column].source {
                radix > target.rows + FaultMaker.strangers
            } else {
                false
            }
        }
    }

    private func formPlaces() -> [FaultPlace] {
        // A line of fixed width that is broken gives no rows to other tables; no total counts what has no sound form.
        let isByLine = if case .fixedWidth = table.table.format { true } else { false }
        let isPart = table.owner != nil
        guard !(isByLine && (!table.tails.isEmpty || isPart)), !table.isTotalled else { return [] }
        return [FaultPlace(kind: .brokenForm)]
    }
}
