internal import Support

/// A condition on each record, compiled.
struct RowRule: Sendable {
    let formula: Formula
    /// Index of the rule in ``RecordPlan/rules``.
    let rule: Int
    /// Fields that the condition uses.
    let fields: [Int]
}

/// A condition on the totals of a drop, compiled; its columns are the totals.
struct DropRule: Sendable {
    let formula: Formula
    /// Index of the rule in ``RecordPlan/rules``.
    let rule: Int
    let totals: [TotalID]
}

/// A condition on each record and the totals of its parts, compiled; the totals' columns come after those of the fields.
struct PartRule: Sendable {
    let formula: Formula
    /// Index of the rule in ``RecordPlan/rules``.
    let rule: Int
    /// Fields of the record that the condition uses.
    let fields: [Int]
    let totals: [TotalPlan]
}

/// Which total: the `number`-th in rule `rule` of the table `owner`.
package struct TotalID: Hashable, Sendable {
    let owner: String
    let rule: Int
    let number: Int
}

/// A total that a table's blocks add to.
struct TotalPlan: Sendable {
    let id: TotalID
    let function: TotalFunction
    /// What is added up; nil for the number of records.
    let formula: Formula?
    let isReal: Bool
    /// Fields that the formula uses.
    let fields: [Int]
}

/// Gives the rules of a table their types.
package struct RuleCompiler {
    private let schema: TableSchema
    private let others: [TableSchema]

    /// A compiler for the rules of `schema`; `others` are tables that its totals may be about.
    package init(_ schema: TableSchema, others: [TableSchema] = []) {
        self.schema = schema
        self.others = others.filter { $0.name != schema.name }
    }

    /// Throws what is wrong with rule `index` of the table.
    package func check(_ index: Int) throws(RecordsFault) {
        if schema.rules[index].isAboutParts {
            _ = try parts(index, rule: 0)
        } else if schema.rules[index].isAboutDrop {
            _ = try drop(index, rule: 0)
            for (number, total) in schema.rules[index].condition.totals.enumerated() {
                _ = try plan(total, TotalID(owner: schema.name, rule: index, number: number), owner: schema)
            }
        } else {
            _ = try row(index, rule: 0)
        }
    }

    func row(_ index: Int, rule: Int) throws(RecordsFault) -> RowRule {
        let condition = schema.rules[index].condition
        let formula = try RuleCompiler.compiler(schema).condition(condition)
        return RowRule(formula: formula, rule: rule, fields: RuleCompiler.fields(condition, schema))
    }

    func drop(_ index: Int, rule: Int) throws(RecordsFault) -> DropRule {
        let condition = schema.rules[index].condition
        let totals = condition.totals
        let (schema, others) = (schema, others)
        let compiler = ExpressionCompiler { (part: Expression) throws(RecordsFault) in
            guard let number = totals.firstIndex(of: part),
                case .total(let function, let of, let table, let column) = part
            else { throw RecordsFault("expression.field-beside-total", ["column": "\(part.column)"]) }
            let target = try RuleCompiler.table(table, schema, others, column)
            return try RuleCompiler.result(function, of, target, column: number)
        }
        let ids = totals.indices.map { TotalID(owner: schema.name, rule: index, number: $0) }
        return DropRule(formula: try compiler.condition(condition), rule: rule, totals: ids)
    }

    func parts(_ index: Int, rule: Int) throws(RecordsFault) -> PartRule {
        let condition = schema.rules[index].condition
        let totals = condition.totals
        let (schema, others) = (schema, others)
        let own = RuleCompiler.compiler(schema)
        let compiler = ExpressionCompiler { (part: Expression) throws(RecordsFault) in
            guard let number = totals.firstIndex(of: part),
                case .total(let function, let of, let table, let column) = part
            else { return try own.resolve(part) }
            let target = try RuleCompiler.table(table, schema, others, column)
            guard target.name != schema.name else {
                throw RecordsFault("expression.not-a-part", ["column": "\(column)"])
            }
            return try RuleCompiler.result(function, of, target, column: schema.fields.count + number)
        }
        let formula = try compiler.condition(condition)
        var plans: [TotalPlan] = []
        for (number, total) in totals.enumerated() {
            plans.append(try plan(total, TotalID(owner: schema.name, rule: index, number: number), owner: schema))
        }
        return PartRule(
            formula: formula, rule: rule, fields: RuleCompiler.fields(condition, schema), totals: plans)
    }

    /// The totals that the rules of all tables want of this one, over the drop or for each record.
    func totals(_ scope: TotalScope) throws(RecordsFault) -> [TotalPlan] {
        var plans: [TotalPlan] = []
        for owner in [schema] + others {
            for (index, rule) in owner.rules.enumerated() where rule.totals == scope {
                for (number, total) in rule.condition.totals.enumerated() {
                    guard case .total(_, _, let table, _) = total, (table ?? owner.name) == schema.name else {
                        continue
                    }
                    plans.append(
                        try plan(total, TotalID(owner: owner.name, rule: index, number: number), owner: owner))
                }
            }
        }
        return plans
    }

    private func plan(_ total: Expression, _ id: TotalID, owner: TableSchema) throws(RecordsFault) -> TotalPlan {
        guard case .total(let function, let of, let table, let column) = total else {
            throw RecordsFault("expression.unexpected", ["column": "\(total.column)"])
        }
        let target = try RuleCompiler.table(table, owner, [schema] + others, column)
        guard let of else { return TotalPlan(id: id, function: function, formula: nil, isReal: false, fields: []) }
        let typed = try RuleCompiler.compiler(target).compile(of)
        _ = try RuleCompiler.result(function, of, target, column: 0)
        return TotalPlan(
            id: id, function: function, formula: typed.formula, isReal: typed.type == .real,
            fields: RuleCompiler.fields(of, target))
    }

    /// What a total gives: a column of one row.
    private static func result(
        _ function: TotalFunction, _ of: Expression?, _ table: TableSchema, column: Int
    ) throws(RecordsFault) -> ExpressionCompiler.Typed {
        guard let of, function != .rows else { return (.integers(column: column), .exact(scale: 0)) }
        let type = try compiler(table).compile(of).type
        if function == .count { return (.integers(column: column), .exact(scale: 0)) }
        guard type.isNumber || function != .sum && (type.isMoment || type == .clock) else {
            throw RecordsFault(
                "expression.type", ["column": "\(of.column)", "found": type.name, "expected": "number"])
        }
        return (type == .real ? .doubles(column: column) : .integers(column: column), type)
    }

    private static func table(
        _ name: String?, _ own: TableSchema, _ others: [TableSchema], _ column: Int
    ) throws(RecordsFault) -> TableSchema {
        guard let name, name != own.name else { return own }
        guard let table = others.first(where: { $0.name == name }) else {
            throw RecordsFault("expression.unknown-table", ["column": "\(column)", "table": name])
        }
        return table
    }

    static func compiler(_ schema: TableSchema) -> ExpressionCompiler {
        ExpressionCompiler { (part: Expression) throws(RecordsFault) in
            guard case .field(let name, let table, let column) = part else {
                throw RecordsFault("expression.unexpected", ["column": "\(part.column)"])
            }
            guard table == nil || table == schema.name else {
                throw RecordsFault("expression.other-table", ["column": "\(column)", "table": table ?? ""])
            }
            guard let index = schema.fields.firstIndex(where: { $0.name == name }) else {
                throw RecordsFault("expression.unknown-field", ["column": "\(column)", "field": name])
            }
            let type = FormulaType(schema.fields[index].type)
            switch type {
            case .real: return (.doubles(column: index), type)
            case .text: return (.texts(column: index), type)
            case .truth: return (.truths(column: index), type)
            case .exact, .day, .moment, .clock: return (.integers(column: index), type)
            }
        }
    }

    static func fields(_ expression: Expression, _ schema: TableSchema) -> [Int] {
        let names = Set(expression.fields.map(\.name))
        return schema.fields.indices.filter { names.contains(schema.fields[$0].name) }
    }
}
