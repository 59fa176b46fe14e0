package import Columns
internal import Support

/// A condition on each record of a table, compiled for a caller that has the columns already.
///
/// What the parser judges on the way, for who makes records up and must know of each which condition it breaks.
package struct RowCondition: Sendable {
    private let formula: Formula
    /// Fields that the condition uses, as indices.
    package let fields: [Int]

    /// The condition `expression`, without totals, on the records of `schema`.
    package init(_ expression: Expression, _ schema: TableSchema) throws(RecordsFault) {
        formula = try RuleCompiler.compiler(schema).condition(expression)
        fields = RuleCompiler.fields(expression, schema)
    }

    /// The rows for which the condition is false; a missing value that it needs makes it neither true nor false.
    package func failures(_ columns: [Column?], count: Int) -> [Int] {
        FormulaEvaluation.failures(formula, columns, count: count)
    }
}

/// A number, day or moment that is computed of each record of a table.
package struct RowNumber: Sendable {
    /// What the values are.
    package enum Kind: Sendable, Equatable {
        /// Numbers with so many decimals.
        case exact(Int)
        case real, day, moment, clock
    }

    private let formula: Formula
    private let type: FormulaType
    package let kind: Kind

    /// The value of `expression`, without totals, of the records of `schema`; throws for a text or a condition.
    package init(_ expression: Expression, _ schema: TableSchema) throws(RecordsFault) {
        let typed = try RuleCompiler.compiler(schema).compile(expression)
        (formula, type) = (typed.formula, typed.type)
        switch typed.type {
        case .exact(let scale): kind = .exact(scale)
        case .real: kind = .real
        case .day: kind = .day
        case .moment: kind = .moment
        case .clock: kind = .clock
        case .text, .truth:
            throw RecordsFault(
                "expression.type",
                ["column": "\(expression.column)", "found": typed.type.name, "expected": "number"])
        }
    }

    /// The values: numbers as they are, days and moments in days since 1970-01-01, times in seconds; nil where one is missing.
    package func values(_ columns: [Column?], count: Int) -> [Double?] {
        var evaluation = FormulaEvaluation(columns, count: count)
        if type == .real {
            let values = evaluation.reals(formula)
            return (0..<count).map { values.nulls?[$0] ?? false ? nil : values[$0] }
        }
        let values = evaluation.exact(formula)
        let unit: Double =
            switch type {
            case .exact(let scale): Double(DecimalFormat.powers[scale])
            case .moment: Double(ExpressionCompiler.day)
            default: 1
            }
        return (0..<count).map { row in
            values.nulls?[row] ?? false || evaluation.overflowed?[row] ?? false ? nil : Double(values[row]) / unit
        }
    }
}
