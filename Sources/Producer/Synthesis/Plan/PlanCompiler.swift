internal import Convention
internal import Records
internal import Support
internal import Treatment

/// Fills a ``SynthesisPlan``, one idea after the other.
struct PlanCompiler {
    let plan: SynthesisPlan

    func compile() throws {
        for table in plan.tables { try ColumnCompiler(plan: plan, table: table).compile() }
        for table in plan.tables { try shareValues(table) }
        for table in plan.tables { CountCompiler(plan: plan, table: table).compile() }
        for table in plan.tables { placeOccurrences(table) }
        setRows()
        let order = ReferenceCompiler.order(plan)
        for table in order { try ReferenceCompiler(plan: plan, table: table).compile() }
        for table in order {
            try KeyCompiler(plan: plan, table: table).compile()
            setRows()
        }
        for table in plan.tables { try TotalCompiler(plan: plan, table: table).compile() }
        for table in plan.tables { FaultCompiler(plan: plan, table: table).compile() }
    }

    /// Values that stand around the records which have them as a field become columns of those around.
    private func shareValues(_ table: TablePlan) throws {
        for (column, place) in table.places.enumerated() {
            guard case .above(let holder, let path) = place else { continue }
            let home = plan.tables[holder ?? table.file]
            if home === table {
                table.columns[column].isOfFile = true
                continue
            }
            let own = home.places.firstIndex {
                if holder == nil { $0 == .above(table: nil, path) } else { $0 == .own(path) }
            }
            var found = own ?? home.shared.firstIndex { $0 == path }.map { $0 + home.schema.fields.count }
            if found == nil {
                var hidden = table.columns[column]
                hidden.isOfFile = holder == nil
                found = home.columns.count
                home.columns.append(hidden)
                home.shared.append(path)
            }
            // A fault in it would break the records inside as well.
            if home.owner != nil { home.untouched.insert(found ?? 0) }
            table.columns[column].source = .inherited(table: home.index, column: found ?? 0)
            table.columns[column].missingShare = 0
        }
    }

    /// Fields of a line that are occurrences of a group in its tail, and those that some versions of its layout lack.
    private func placeOccurrences(_ table: TablePlan) {
        guard case .fixedWidth(let layout) = table.table.format else { return }
        for version in layout.versions { slice(table, version) }
        for (column, place) in table.places.enumerated() {
            let name = table.schema.fields[column].name
            if case .own = place, case .lines = layout.rows, table.versions.count > 1 {
                let presence = layout.versions.map { $0.fields[name] != nil }
                if !table.versions.allSatisfy({ presence[$0] }) { table.columns[column].presence = presence }
            }
            guard case .occurrence(let tail, let field, let ordinal) = place else { continue }
            table.columns[column].occurrence = (tail, ordinal)
            guard let part = table.tails[tail].table.map({ plan.tables[$0] }), let source = part.column(field) else {
                continue
            }
            table.columns[column].source = .occurrence(table: part.index, column: source, ordinal: ordinal)
            part.columns[source].isShared = true
            part.untouched.insert(source)
        }
    }

    /// Fields whose places lie in that of another have what stands there.
    private func slice(_ table: TablePlan, _ version: FixedWidthLayout.Version) {
        for (column, field) in table.schema.fields.enumerated() {
            guard case .own = table.places[column], let place = version.fields[field.name] else { continue }
            let around = table.schema.fields.indices.first { other in
                guard case .own = table.places[other],
                    let whole = version.fields[table.schema.fields[other].name]
                else { return false }
                return other != column && whole.start <= place.start && whole.end >= place.end
                    && whole.length > place.length
            }
            guard let around, let whole = version.fields[table.schema.fields[around].name] else { continue }
            let first = place.start - whole.start
            table.columns[column].source = .slice(of: around, first..<(first + place.length))
            table.columns[column].missingShare = 0
            table.columns[around].isShared = true
            table.untouched.formUnion([column, around])
        }
    }

    /// The number of records of each table: as many as were asked for, or as keys allow; of parts what their records have.
    private func setRows() {
        for table in plan.tables {
            if let owner = table.owner, let counts = table.counts {
                table.rows = counts.first(plan.tables[owner].rows)
            } else {
                let wanted = table.isHead(in: plan) ? 1 : plan.options.rows
                table.rows = min(wanted, table.mostRows, table.statedRows)
            }
        }
        // A record inside a record inside a record: once for each depth.
        for _ in 0..<4 {
            for table in plan.tables {
                guard let owner = table.owner, let counts = table.counts else { continue }
                table.rows = counts.first(plan.tables[owner].rows)
            }
        }
    }
}

extension TablePlan {
    /// As many records as a rule on the drop's totals allows by a plain number: `rows() = 1`.
    fileprivate var statedRows: Int {
        table.schema.rules.filter { $0.isAboutDrop && $0.action != .warn }
            .flatMap { TextJudge.conjuncts($0.condition) }
            .compactMap { condition in
                guard case .comparison(let comparison, .total(.rows, _, nil, _), .number(let digits, 0), _) = condition,
                    comparison == .equal || comparison == .lessOrEqual
                else { return nil }
                return Int(digits)
            }
            .min() ?? .max
    }

    /// Whether the table has one record, from which those of the file take values.
    func isHead(in plan: SynthesisPlan) -> Bool {
        guard owner == nil, file != index else { return false }
        return plan.tables.contains { other in
            other.columns.contains { if case .inherited(self.index, _) = $0.source { true } else { false } }
        }
    }
}
