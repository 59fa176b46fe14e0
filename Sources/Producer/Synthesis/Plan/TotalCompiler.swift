internal import Convention
internal import Records

/// Makes what the rules on a drop's totals say true: numbers of records are known before any is made.
struct TotalCompiler {
    let plan: SynthesisPlan
    let table: TablePlan

    func compile() throws {
        for rule in table.schema.rules where rule.isAboutDrop || rule.isAboutParts {
            for total in rule.condition.totals { mark(total) }
            if rule.isAboutParts { for condition in TextJudge.conjuncts(rule.condition) { split(condition) } }
            guard rule.isAboutDrop, rule.action != .warn else { continue }
            for condition in TextJudge.conjuncts(rule.condition) {
                guard settle(condition) else {
                    throw SynthesisFault.rule(table: table.table.name, rule: rule.name)
                }
            }
        }
    }

    /// Shares what a line says of its tail among the records inside, where their sum must be the same.
    private func split(_ condition: Expression) {
        guard case .comparison(.equal, let a, let b, _) = condition else { return }
        for (total, whole) in [(a, b), (b, a)] {
            guard case .total(.sum, .field(let name, _, _)?, let owner, _) = total,
                case .field(let count, nil, _) = whole, let part = target(owner), part.owner == table.index,
                let column = part.column(name), let number = table.column(count), part.columns[column].source.isFree,
                case .tail(let tail) = table.columns[number].source
            else { continue }
            part.columns[column].source = .shareOfTail(tail)
            part.columns[column].missingShare = 0
        }
    }

    /// What is added up gets no faults: they would break the rule.
    private func mark(_ total: Expression) {
        guard case .total(_, let of, let name, _) = total, let target = target(name) else { return }
        target.isTotalled = true
        for field in of?.fields ?? [] { if let column = target.column(field.name) { target.untouched.insert(column) } }
    }

    private func target(_ name: String?) -> TablePlan? {
        plan.index(of: name ?? table.table.name).map { plan.tables[$0] }
    }

    private func settle(_ condition: Expression) -> Bool {
        guard case .comparison(let comparison, let a, let b, _) = condition else { return false }
        if let left = number(a), let right = number(b) { return holds(comparison, left, right) }
        guard comparison == .equal || comparison == .lessOrEqual || comparison == .greaterOrEqual else { return false }
        if let value = number(b) { return set(a, value) }
        if let value = number(a) { return set(b, value) }
        return false
    }

    private func holds(_ comparison: Comparison, _ a: Int, _ b: Int) -> Bool {
        switch comparison {
        case .less: a < b
        case .lessOrEqual: a <= b
        case .equal: a == b
        case .notEqual: a != b
        case .greaterOrEqual: a >= b
        case .greater: a > b
        }
    }

    /// The value of an expression of numbers of records.
    private func number(_ expression: Expression) -> Int? {
        switch expression {
        case .number(let digits, 0): return Int(digits)
        case .total(.rows, _, let name, _): return target(name)?.rows
        case .arithmetic(let operation, let a, let b, _):
            guard let left = number(a), let right = number(b) else { return nil }
            switch operation {
            case .add: return left + right
            case .subtract: return left - right
            case .multiply: return left * right
            case .divide: return nil
            }
        default: return nil
        }
    }

    /// Makes the total of one column the number `value`.
    private func set(_ total: Expression, _ value: Int) -> Bool {
        guard case .total(let function, .field(let name, _, _)?, let owner, _) = total, let target = target(owner),
            let column = target.column(name), target.rows > 0, target.columns[column].source.isFree,
            case .numbers(let numbers) = target.columns[column].domain, numbers.scale == 0
        else { return false }
        switch function {
        case .sum: target.columns[column].source = .share(of: value)
        case .min, .max: target.columns[column].source = .constant(value)
        case .rows, .count: return false
        }
        target.columns[column].missingShare = 0
        return true
    }
}
