internal import Records

/// A number of records that is computed once for all of them.
final class SharedNumber: Sendable {
    let number: RowNumber

    init(_ number: RowNumber) { self.number = number }
}

/// What can be done to a record so that a condition holds which does not: read off the condition once.
struct RuleMoves {
    /// A change of one value.
    enum Move {
        /// Moves a value by what the sides of a comparison differ.
        case shift(column: Int, coefficient: Double, Comparison, difference: SharedNumber, own: SharedNumber)
        /// One of some constants.
        case assign(column: Int, [[UInt8]])
        case copy(from: Int, to: Int)
        case clear(column: Int)
        case redraw(column: Int)

        var column: Int {
            switch self {
            case .shift(let column, _, _, _, _), .assign(let column, _), .copy(_, let column), .clear(let column),
                .redraw(let column):
                column
            }
        }
    }

    private(set) var moves: [Move] = []
    /// The fields that are read, of which values are computed.
    private let schema: TableSchema
    private let fields: [Field]
    private let columns: [ColumnPlan]

    /// The moves towards `condition` in records of `table` that are read as `schema`.
    init(_ condition: Expression, _ schema: TableSchema, _ table: TablePlan) {
        self.schema = schema
        fields = table.schema.fields
        columns = table.columns
        look(condition, isWanted: true)
        for name in Set(condition.fields.map(\.name)).sorted() {
            guard let column = column(name) else { continue }
            if columns[column].isFree { moves.append(.redraw(column: column)) }
            if isClearable(column) { moves.append(.clear(column: column)) }
        }
        moves = moves.filter { columns.indices.contains($0.column) }
    }

    private func column(_ name: String) -> Int? {
        fields.firstIndex { $0.name == name }
    }

    private func isClearable(_ column: Int) -> Bool {
        let plan = columns[column]
        guard !plan.field.required, plan.canBeMissing, !plan.isReferenced, !plan.isShared else { return false }
        if case .reference = plan.source { return true }
        return plan.source.isFree
    }

    private func free(_ expression: Expression) -> Int? {
        guard case .field(let name, nil, _) = expression, let column = column(name), columns[column].isFree else {
            return nil
        }
        return column
    }

    private mutating func look(_ condition: Expression, isWanted: Bool) {
        switch condition {
        case .and(let a, let b, _), .or(let a, let b, _):
            look(a, isWanted: isWanted)
            look(b, isWanted: isWanted)
        case .implication(let a, let b, _):
            look(a, isWanted: !isWanted)
            look(b, isWanted: isWanted)
        case .not(let inner, _): look(inner, isWanted: !isWanted)
        case .missing(let inner, _):
            if isWanted, let column = free(inner), isClearable(column) { moves.append(.clear(column: column)) }
        case .membership(let value, let constants, _): if isWanted { assign(value, constants) }
        case .comparison(let comparison, let a, let b, _):
            compare(isWanted ? comparison : comparison.opposite, a, b)
        default: break
        }
    }

    private mutating func assign(_ value: Expression, _ constants: [Expression]) {
        guard let column = free(value) else { return }
        let writer = ValueWriter(columns[column])
        let texts = constants.compactMap { constant -> [UInt8]? in
            switch constant {
            case .text(let text): Array(text.utf8)
            case .number(let digits, let scale):
                writer.text(Double(digits) / Double(NumberDomain.power(scale)), .nearest)
            case .day(let day): writer.text(Double(day), .nearest)
            case .moment(let moment): writer.text(Double(moment) / 86_400_000_000, .nearest)
            default: nil
            }
        }
        if !texts.isEmpty { moves.append(.assign(column: column, texts)) }
    }

    private mutating func compare(_ comparison: Comparison, _ a: Expression, _ b: Expression) {
        if comparison == .equal {
            assign(a, [b])
            assign(b, [a])
            if let to = free(a), case .field(let name, nil, _) = b, let from = column(name) {
                moves.append(.copy(from: from, to: to))
            }
            if let to = free(b), case .field(let name, nil, _) = a, let from = column(name) {
                moves.append(.copy(from: from, to: to))
            }
        }
        guard comparison != .notEqual else { return }
        let difference = Expression.arithmetic(.subtract, a, b, column: 0)
        guard let distance = (try? RowNumber(difference, schema)).map(SharedNumber.init) else { return }
        for (name, _, _) in difference.fields {
            let field = Expression.field(name, table: nil, column: 0)
            guard let column = free(field), let own = (try? RowNumber(field, schema)).map(SharedNumber.init),
                let coefficient = RuleMoves.coefficient(of: name, in: difference), coefficient != 0
            else { continue }
            moves.append(
                .shift(column: column, coefficient: coefficient, comparison, difference: distance, own: own))
        }
    }

    /// How much the expression grows with the field; nil where it does not grow evenly.
    private static func coefficient(of name: String, in expression: Expression) -> Double? {
        switch expression {
        case .field(name, nil, _): return 1
        case .field, .number, .day, .moment, .text: return 0
        case .negation(let inner, _): return coefficient(of: name, in: inner).map { -$0 }
        case .call(.date, let arguments, _): return arguments.first.flatMap { coefficient(of: name, in: $0) }
        case .call(.year, let arguments, _):
            return arguments.first.flatMap { coefficient(of: name, in: $0) }.map { $0 / 365.25 }
        case .arithmetic(let operation, let a, let b, _):
            guard let left = coefficient(of: name, in: a), let right = coefficient(of: name, in: b) else { return nil }
            switch operation {
            case .add: return left + right
            case .subtract: return left - right
            case .multiply:
                if case .number(let digits, let scale) = b, right == 0 {
                    return left * Double(digits) / Double(NumberDomain.power(scale))
                }
                if case .number(let digits, let scale) = a, left == 0 {
                    return right * Double(digits) / Double(NumberDomain.power(scale))
                }
                return left == 0 && right == 0 ? 0 : nil
            case .divide:
                guard case .number(let digits, let scale) = b, digits != 0 else {
                    return left == 0 && right == 0 ? 0 : nil
                }
                return left / (Double(digits) / Double(NumberDomain.power(scale)))
            }
        default: return expression.fields.contains { $0.name == name } ? nil : 0
        }
    }
}

extension Comparison {
    /// The comparison that holds where this one does not.
    var opposite: Comparison {
        switch self {
        case .less: .greaterOrEqual
        case .lessOrEqual: .greater
        case .equal: .notEqual
        case .notEqual: .equal
        case .greaterOrEqual: .less
        case .greater: .lessOrEqual
        }
    }
}
