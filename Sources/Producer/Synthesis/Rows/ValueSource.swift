internal import Convention
internal import Records
internal import Support

/// The values of a column in some records: their numbers in a domain.
struct ColumnValues {
    var domain: ValueDomain
    /// Below 0 where there is none.
    var indices: [Int]
}

extension SynthesisPlan {
    /// A factor that shares no divisor with the number of texts of any pattern: a prime.
    private static let spread = 2_305_843_009_213_693_951

    /// The values of column `column` of `table` in the records `rows`; a row below 0 has none.
    func values(_ table: TablePlan, _ column: Int, _ rows: [Int]) -> ColumnValues {
        let own = table.columns[column]
        let rows = own.isOfFile ? rows.map { $0 < 0 ? -1 : 0 } : rows
        switch own.source {
        case .none: return ColumnValues(domain: own.domain, indices: rows.map { _ in -1 })
        case .reference(let number, let column):
            let reference = table.references[number]
            let targets = rows.map { $0 < 0 ? -1 : target(reference, $0) ?? -1 }
            return values(tables[reference.table], column, targets)
        case .inherited(let holder, let column):
            return values(tables[holder], column, rows.map { row(of: tables[holder], around: table, $0) })
        case .occurrence(let part, let column, let ordinal):
            guard let counts = tables[part].counts else { return ColumnValues(domain: own.domain, indices: []) }
            let places = rows.map { $0 >= 0 && ordinal < counts.count($0) ? counts.first($0) + ordinal : -1 }
            return values(tables[part], column, places)
        case .number(let holder):
            return numbers(rows.map { $0 < 0 ? -1 : number(of: tables[holder], around: table, $0) })
        case .tail(let tail): return numbers(rows.map { $0 < 0 ? -1 : tailCount(table, tail, $0) })
        case .constant(let value):
            return ColumnValues(domain: numbers(own, from: value), indices: rows.map { min($0, 0) })
        case .share(let total):
            let (share, rest) = total.quotientAndRemainder(dividingBy: max(1, table.rows))
            let domain = numbers(own, from: share)
            return ColumnValues(domain: domain, indices: rows.map { $0 < 0 ? -1 : $0 < rest ? 1 : 0 })
        case .version: return versions(table, rows)
        default: return ColumnValues(domain: own.domain, indices: drawn(table, own, rows))
        }
    }

    /// The share of a record in the number of groups of the line around it.
    private func share(of tail: Int, _ table: TablePlan, _ row: Int) -> Int {
        guard let owner = table.owner, let counts = table.counts else { return 0 }
        let (line, ordinal) = counts.place(row)
        let (share, rest) = tailCount(tables[owner], tail, line).quotientAndRemainder(
            dividingBy: max(1, counts.count(line)))
        return share + (ordinal < rest ? 1 : 0)
    }

    private func numbers(_ values: [Int]) -> ColumnValues {
        ColumnValues(domain: .numbers(NumberDomain(0...Int.max >> 13)), indices: values)
    }

    private func numbers(_ column: ColumnPlan, from value: Int) -> ValueDomain {
        guard case .numbers(var numbers) = column.domain else { return .numbers(NumberDomain(value...(value + 1))) }
        numbers.first = value
        return .numbers(numbers)
    }

    private func versions(_ table: TablePlan, _ rows: [Int]) -> ColumnValues {
        guard case .fixedWidth(let layout) = table.table.format else { return numbers(rows) }
        let texts = layout.versions.map { Array(($0.text ?? "").utf8) }
        return ColumnValues(
            domain: .texts(TextPool(texts)), indices: rows.map { $0 < 0 ? -1 : version(table, $0) })
    }

    /// Which version of its layout a line has.
    func version(_ table: TablePlan, _ row: Int) -> Int {
        guard table.versions.count > 1 else { return table.versions.first ?? 0 }
        var draw = Draw(table.salt ^ 0x7665_7273, row)
        return table.versions[draw.below(table.versions.count)]
    }

    // MARK: records around records

    /// The record of `holder` around record `row` of `table`; of a table with one record that one.
    private func row(of holder: TablePlan, around table: TablePlan, _ row: Int) -> Int {
        guard row >= 0 else { return -1 }
        var (current, place) = (table, row)
        while current !== holder, let owner = current.owner, let counts = current.counts {
            place = counts.place(place).owner
            current = tables[owner]
        }
        return current === holder ? place : 0
    }

    /// The number from 1 of the record of `holder` around record `row` of `table`: in its list, or in the file.
    private func number(of holder: TablePlan, around table: TablePlan, _ row: Int) -> Int {
        let place = self.row(of: holder, around: table, row)
        guard holder.owner != nil, let counts = holder.counts else { return place + 1 }
        return counts.place(place).ordinal + 1
    }

    // MARK: draws

    private func drawn(_ table: TablePlan, _ column: ColumnPlan, _ rows: [Int]) -> [Int] {
        let count = column.domain.count
        let salt = column.salt
        let share = Int(column.missingShare)
        var indices = [Int](repeating: -1, count: rows.count)
        for (place, row) in rows.enumerated() where row >= 0 {
            if isAbsent(table, column, row) { continue }
            var draw = Draw(salt, row)
            if share > 0, draw.below(65_536) < share { continue }
            switch column.source {
            case .even: indices[place] = draw.below(count)
            case .skewed: indices[place] = draw.skewed(count)
            case .digit(let divisor, let radix): indices[place] = row / divisor % radix
            case .rank: indices[place] = rank(table, column, row)
            case .person: indices[place] = index(ofPerson: person(table, row), column.domain)
            case .personal:
                var own = Draw(salt, person(table, row))
                indices[place] = own.below(count)
            case .birth: indices[place] = birth(table, column, row)
            case .timeline(let rank): indices[place] = moment(table, column, row, rank: rank)
            default: break
            }
        }
        return indices
    }

    /// Whether the line of the record has no place for the column.
    private func isAbsent(_ table: TablePlan, _ column: ColumnPlan, _ row: Int) -> Bool {
        if let (tail, ordinal) = column.occurrence, ordinal >= tailCount(table, tail, row) { return true }
        if let presence = column.presence, !presence[version(table, row)] { return true }
        return false
    }

    private func rank(_ table: TablePlan, _ column: ColumnPlan, _ row: Int) -> Int {
        guard let (owner, ordinal) = table.counts?.place(row) else { return 0 }
        let count = max(1, column.domain.count)
        if case .numbers = column.domain { return ordinal % count }
        var draw = Draw(column.salt, owner)
        return (ordinal + draw.below(count)) % count
    }

    /// The number of a person's value: another for each person as long as there are enough.
    func index(ofPerson person: Int, _ domain: ValueDomain) -> Int {
        let count = UInt(max(1, domain.count))
        guard case .counted = domain else { return person % Int(count) }
        let product = UInt(person % Int(count)).multipliedFullWidth(by: UInt(SynthesisPlan.spread) % count)
        return Int(count.dividingFullWidth(product).remainder)
    }

    /// A day up to a hundred years before the record.
    private func birth(_ table: TablePlan, _ column: ColumnPlan, _ row: Int) -> Int {
        guard case .moments(_, let first, let count, let step) = column.domain else {
            var own = Draw(column.salt, person(table, row))
            return own.below(column.domain.count)
        }
        let day = MomentFormat.secondsOfDay
        let today = Int(options.day.days) * day
        let earliest = max(first, today - 100 * 365 * day)
        let latest = min(today, first + count * step)
        var own = Draw(column.salt, person(table, row))
        let born = earliest + own.below(max(1, (latest - earliest) / day)) * day
        return (born - first) / step
    }

    private func moment(_ table: TablePlan, _ column: ColumnPlan, _ row: Int, rank: Int) -> Int {
        guard case .moments(_, let first, let count, let step) = column.domain else {
            var draw = Draw(column.salt, row)
            return draw.below(column.domain.count)
        }
        let (start, between) = moments(table, row)
        return max(0, min((start + rank * between - first) / step, column.field.latest == nil ? .max : count - 1))
    }
}
