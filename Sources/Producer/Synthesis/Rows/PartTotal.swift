internal import Columns
internal import Convention
internal import Records

/// A total over the parts of a record, as a value of the record.
struct PartTotal {
    /// The rule that asks for it.
    let rule: String
    let expression: Expression
    /// The table whose rows are added up.
    let table: Int
    /// As what it stands behind the fields of the record.
    let field: Field
    private let function: TotalFunction
    private let number: RowNumber?
    private let writer: ValueWriter

    /// The totals that the rules about each record of `table` ask for.
    static func all(_ table: TablePlan, of plan: SynthesisPlan) throws -> [PartTotal] {
        var totals: [PartTotal] = []
        for rule in table.schema.rules where rule.isAboutParts {
            for expression in rule.condition.totals {
                guard case .total(let function, let of, let name, _) = expression,
                    let part = plan.index(of: name ?? "").map({ plan.tables[$0] })
                else { throw SynthesisFault.rule(table: table.table.name, rule: rule.name) }
                totals.append(try PartTotal(rule.name, expression, function, of, part, number: totals.count))
            }
        }
        return totals
    }

    private init(
        _ rule: String, _ expression: Expression, _ function: TotalFunction, _ of: Expression?, _ part: TablePlan,
        number index: Int
    ) throws {
        self.rule = rule
        self.expression = expression
        self.function = function
        table = part.index
        let read = RowJudge.schema(part)
        number = try of.map { try RowNumber($0, read) }
        var type = FieldType.integer
        if function != .rows, function != .count, let number {
            switch number.kind {
            case .exact(0): type = .integer
            case .exact(let scale): type = .decimal(precision: 18, scale: scale)
            case .real: type = .number
            case .day: type = .date(format: "%Y-%m-%d")
            case .moment: type = .datetime(format: "%Y-%m-%dT%H:%M:%S")
            case .clock: type = .time(format: "%H:%M:%S")
            }
        }
        // No field is called so: names have no control characters.
        field = Field(name: "\u{1}\(index)", type: type)
        let domain = ValueDomain.numbers(NumberDomain(0...0))
        writer = ValueWriter(ColumnPlan(field: field, domain: domain, source: .none, salt: 0))
    }

    /// The totals of `count` records, of parts that are in the records `owners`.
    func texts(_ columns: [Column?], owners: [Int], count: Int) -> [[UInt8]] {
        var rows = [Int](repeating: 0, count: count)
        var values = [[Double]](repeating: [], count: count)
        let found = owners.isEmpty ? nil : number?.values(columns, count: owners.count)
        for (row, owner) in owners.enumerated() {
            rows[owner] += 1
            if let value = found?[row] { values[owner].append(value) }
        }
        return (0..<count).map { owner in
            let value: Double? =
                switch function {
                case .rows: Double(rows[owner])
                case .count: Double(values[owner].count)
                case .sum: values[owner].reduce(0, +)
                case .min: values[owner].min()
                case .max: values[owner].max()
                }
            return value.flatMap { writer.text($0, .nearest) } ?? []
        }
    }
}

extension Expression {
    /// The expression with `total` read from a field.
    func replacing(_ total: PartTotal) -> Expression {
        if self == total.expression { return .field(total.field.name, table: nil, column: 0) }
        func inside(_ part: Expression) -> Expression { part.replacing(total) }
        switch self {
        case .field, .number, .text, .day, .moment, .total: return self
        case .negation(let a, let column): return .negation(inside(a), column: column)
        case .arithmetic(let operation, let a, let b, let column):
            return .arithmetic(operation, inside(a), inside(b), column: column)
        case .comparison(let comparison, let a, let b, let column):
            return .comparison(comparison, inside(a), inside(b), column: column)
        case .membership(let a, let others, let column): return .membership(inside(a), others, column: column)
        case .missing(let a, let column): return .missing(inside(a), column: column)
        case .not(let a, let column): return .not(inside(a), column: column)
        case .and(let a, let b, let column): return .and(inside(a), inside(b), column: column)
        case .or(let a, let b, let column): return .or(inside(a), inside(b), column: column)
        case .implication(let a, let b, let column): return .implication(inside(a), inside(b), column: column)
        case .call(let function, let arguments, let column):
            return .call(function, arguments.map(inside), column: column)
        }
    }
}
