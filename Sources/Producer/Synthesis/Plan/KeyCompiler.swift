internal import Convention
internal import Records
internal import Treatment

/// Makes keys unique: some of their columns count, as the digits of the record's number.
struct KeyCompiler {
    let plan: SynthesisPlan
    let table: TablePlan

    /// A value that a key has: of a column of a table, or the number of its record.
    private enum Item: Equatable {
        case column(table: Int, column: Int)
        case number(table: Int)
    }

    /// A part of a key that can count, and how far.
    private struct Digit {
        enum Place {
            case column(Int, ValueDomain)
            case reference(Int)
            case person(Int)
        }
        let place: Place
        let capacity: Int
        /// What is taken first: numbers and texts of no other meaning.
        let rank: Int
    }

    func compile() throws {
        for number in table.references.indices where table.references[number].isMirrored {
            table.references[number].digit = (1, max(1, plan.tables[table.references[number].table].rows))
            table.references[number].missingShare = 0
            table.uniqueKeys.append(table.references[number].columns)
        }
        var keys: [[Int]] = []
        if !table.schema.primaryKey.isEmpty { keys.append(table.schema.primaryKey) }
        keys += table.schema.fields.indices.filter { table.schema.fields[$0].isUnique }.map { [$0] }
        keys += table.schema.uniqueKeys.map { $0.compactMap(table.column) }
        for key in keys {
            for column in key { table.columns[column].missingShare = 0 }
            if try settle(key, isPrimary: key == table.schema.primaryKey) { table.uniqueKeys.append(key) }
        }
    }

    /// Makes a key unique; false where it is so by having no value.
    private func settle(_ key: [Int], isPrimary: Bool) throws -> Bool {
        let items = items(key)
        if identifies(table, items) { return true }
        // A key that lacks a value is no key: what nobody can tell apart may be left out of every record.
        if !isPrimary, let column = key.first(where: { isUntold($0) }) {
            leaveOut(column)
            return false
        }
        if let owner = table.owner, identifies(plan.tables[owner], items) {
            rank(key)
        } else {
            count(try digits(key))
        }
        return true
    }

    private func items(_ key: [Int]) -> [Item] {
        key.map { column in
            switch table.columns[column].source {
            case .inherited(let table, let column): .column(table: table, column: column)
            case .number(let table): .number(table: table)
            default: .column(table: table.index, column: column)
            }
        }
    }

    /// Whether no two records of `table` have the same `items`.
    private func identifies(_ table: TablePlan, _ items: [Item]) -> Bool {
        let own = items.compactMap { item in
            if case .column(table.index, let column) = item { column } else { nil }
        }
        if table.uniqueKeys.contains(where: { Set($0).isSubset(of: own) }) { return true }
        guard let owner = table.owner else {
            return items.contains(.number(table: table.index)) || table.rows <= 1
        }
        let isTold =
            items.contains(.number(table: table.index)) || own.contains { table.columns[$0].source == .rank }
            || table.counts?.most ?? 0 <= 1
        return isTold && identifies(plan.tables[owner], items)
    }

    private func isUntold(_ column: Int) -> Bool {
        let plan = table.columns[column]
        guard !plan.field.required, plan.source.isFree, !plan.isReferenced else { return false }
        return plan.domain.count < 64
    }

    private func leaveOut(_ column: Int) {
        // Few records have the value, each another person's: a share that no draw would repeat is none.
        table.columns[column].missingShare = 65_536
        table.columns[column].isShared = true
    }

    /// Records in one record are told apart by their number there.
    private func rank(_ key: [Int]) {
        var best: (column: Int, domain: ValueDomain)?
        for column in key where table.columns[column].source.isFree {
            let domain = keyDomain(column) ?? table.columns[column].domain
            if domain.count > best?.domain.count ?? 0 { best = (column, domain) }
        }
        let most = best.map { min($0.domain.count, 1 << 20) } ?? 1
        if let best {
            table.columns[best.column].domain = best.domain
            table.columns[best.column].source = .rank
        }
        if let counts = table.counts, counts.most > most { table.counts = counts.limited(to: most) }
    }

    private func keyDomain(_ column: Int) -> ValueDomain? {
        var compiler = DomainCompiler(table: table, options: plan.options)
        compiler.isKey = true
        let field = table.columns[column].field
        let salt = Draw.mixed(plan.options.populationSeed, SynthesisPlan.hash(field.name))
        return try? compiler.domain(field, table.treatment(column), salt: salt)
    }

    // MARK: digits

    private func digits(_ key: [Int]) throws -> [Digit] {
        var digits: [Digit] = []
        for column in key {
            switch table.columns[column].source {
            case .reference(let number, _):
                let isKnown = digits.contains { if case .reference(number) = $0.place { true } else { false } }
                let target = plan.tables[table.references[number].table]
                guard !isKnown, table.references[number].digit == nil else { continue }
                digits.append(Digit(place: .reference(number), capacity: target.rows, rank: 2))
            case .person where table.owner == nil:
                let isAlone = key.count == 1
                let capacity = isAlone ? table.columns[column].domain.count : plan.options.population
                digits.append(Digit(place: .person(column), capacity: capacity, rank: 3))
            case let source where source.isFree:
                guard let domain = keyDomain(column) else { continue }
                let isCode = if case .texts = domain { true } else { false }
                let isDay = table.columns[column].field.type.isDay
                digits.append(
                    Digit(
                        place: .column(column, domain), capacity: domain.count, rank: isDay ? 5 : isCode ? 4 : 1))
            default: continue
            }
        }
        return digits.sorted { ($0.rank, $1.capacity) < ($1.rank, $0.capacity) }
    }

    /// Lets the fewest digits count that tell all records apart; where none do, there are fewer records.
    private func count(_ digits: [Digit]) {
        let rows = table.rows
        if let one = digits.first(where: { $0.capacity >= rows }) {
            set(one, divisor: 1)
            return table.uniqueKeys.append(columns(of: one))
        }
        var divisor = 1
        for digit in digits where divisor < rows {
            set(digit, divisor: divisor)
            let (product, isOver) = divisor.multipliedReportingOverflow(by: max(1, digit.capacity))
            divisor = isOver ? .max : product
        }
        guard divisor < rows else { return }
        if table.owner == nil {
            table.mostRows = min(table.mostRows, divisor)
        } else {
            table.counts = table.counts?.limited(to: 0)
        }
    }

    private func columns(of digit: Digit) -> [Int] {
        switch digit.place {
        case .column(let column, _), .person(let column): [column]
        case .reference(let number): table.references[number].columns
        }
    }

    private func set(_ digit: Digit, divisor: Int) {
        let radix = max(1, digit.capacity)
        switch digit.place {
        case .column(let column, let domain):
            table.columns[column].domain = domain
            table.columns[column].source = .digit(divisor: divisor, radix: radix)
        case .reference(let number):
            table.references[number].digit = (divisor, radix)
            table.references[number].missingShare = 0
        case .person: table.personDigit = (divisor, radix)
        }
    }
}
