/// A rule's condition, or a part of it, as written: what is said of the fields of a record, or of a drop's totals.
///
/// The grammar is in `Conventions/README.md`. Plain data, made by ``ExpressionParser``; ``ExpressionCompiler`` gives it types.
package indirect enum Expression: Sendable, Equatable {
    /// A field, of another table where `table` is not nil.
    case field(String, table: String?, column: Int)
    /// A number as written: `digits` times ten to the power of minus `scale`.
    case number(digits: Int64, scale: Int)
    case text(String)
    /// A day, or a moment in microseconds.
    case day(Int32)
    case moment(Int64)
    case negation(Expression, column: Int)
    case arithmetic(Arithmetic, Expression, Expression, column: Int)
    case comparison(Comparison, Expression, Expression, column: Int)
    /// One of some constants.
    case membership(Expression, [Expression], column: Int)
    case missing(Expression, column: Int)
    case not(Expression, column: Int)
    case and(Expression, Expression, column: Int)
    case or(Expression, Expression, column: Int)
    /// The second holds wherever the first does.
    case implication(Expression, Expression, column: Int)
    case call(ExpressionFunction, [Expression], column: Int)
    /// A total over all records of a table; `of` is nil for the number of records.
    case total(TotalFunction, of: Expression?, table: String?, column: Int)

    /// Arithmetic on numbers; a difference of moments is in days.
    package enum Arithmetic: String, Sendable, CaseIterable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
    }
}

/// How two values compare.
package enum Comparison: String, Sendable, CaseIterable {
    case less = "<"
    case lessOrEqual = "<="
    case equal = "="
    case notEqual = "!="
    case greaterOrEqual = ">="
    case greater = ">"
}

/// Functions of one record's values.
package enum ExpressionFunction: String, Sendable, CaseIterable {
    /// Parts of a day or moment.
    case year, month, day
    /// The day of a moment.
    case date
    /// Characters of a text.
    case length
    /// The first characters of a text.
    case prefix
    case abs
}

/// Functions of all records of a table in the drop.
package enum TotalFunction: String, Sendable, CaseIterable {
    /// Number of records.
    case rows
    /// Number of records that have the value.
    case count
    case sum
    case min
    case max
}

extension Expression {
    /// The totals that the expression uses, in the order of the text; a rule with any is about the drop.
    package var totals: [Expression] {
        if case .total = self { return [self] }
        return parts.flatMap(\.totals)
    }

    /// Names of the fields that the expression uses outside totals, with their places in the text.
    package var fields: [(name: String, table: String?, column: Int)] {
        switch self {
        case .field(let name, let table, let column): [(name, table, column)]
        case .total: []
        default: parts.flatMap(\.fields)
        }
    }

    /// What the expression is made of.
    var parts: [Expression] {
        switch self {
        case .field, .number, .text, .day, .moment: []
        case .negation(let a, _), .missing(let a, _), .not(let a, _): [a]
        case .arithmetic(_, let a, let b, _), .comparison(_, let a, let b, _): [a, b]
        case .and(let a, let b, _), .or(let a, let b, _), .implication(let a, let b, _): [a, b]
        case .membership(let a, let others, _): [a] + others
        case .call(_, let arguments, _): arguments
        case .total(_, let of, _, _): of.map { [$0] } ?? []
        }
    }

    /// Where the expression stands in the text, from 1; 0 for what was not written as a text, and for constants.
    var column: Int {
        switch self {
        case .number, .text, .day, .moment: 0
        case .field(_, _, let column), .negation(_, let column), .arithmetic(_, _, _, let column),
            .comparison(_, _, _, let column), .membership(_, _, let column), .missing(_, let column),
            .not(_, let column), .and(_, _, let column), .or(_, _, let column), .implication(_, _, let column),
            .call(_, _, let column), .total(_, _, _, let column):
            column
        }
    }
}
