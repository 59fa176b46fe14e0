internal import Support

/// Gives an expression its types and binds it to columns.
struct ExpressionCompiler {
    typealias Typed = (formula: Formula, type: FormulaType)

    /// Microseconds of a day.
    static let day: Int64 = 86_400_000_000
    /// Digits after the decimal point of an exact number.
    private static let mostDecimals = 18

    /// The column and type of a field or total; throws where there is none.
    let resolve: (Expression) throws(RecordsFault) -> Typed

    /// The formula of a condition.
    func condition(_ expression: Expression) throws(RecordsFault) -> Formula {
        let typed = try compile(expression)
        guard typed.type == .truth else { throw mismatch(expression, typed.type, "condition") }
        return typed.formula
    }

    func compile(_ expression: Expression) throws(RecordsFault) -> Typed {
        switch expression {
        case .field, .total: return try resolve(expression)
        case .number(let digits, let scale): return (.integer(digits), .exact(scale: scale))
        case .text(let text): return (.text(Array(text.utf8)), .text)
        case .day(let day): return (.integer(Int64(day)), .day)
        case .moment(let microseconds): return (.integer(microseconds), .moment)
        case .negation(let inner, _):
            let typed = try number(inner)
            return (.negated(typed.formula), typed.type)
        case .arithmetic(let operation, let a, let b, let column):
            return try arithmetic(operation, compile(a), compile(b), column)
        case .comparison(let comparison, let a, let b, let column):
            return try compare(comparison, compile(a), compile(b), column)
        case .membership(let value, let constants, let column): return try among(compile(value), constants, column)
        case .missing(let inner, _): return (.missing(try compile(inner).formula), .truth)
        case .not(let inner, _): return (.not(try condition(inner)), .truth)
        case .and(let a, let b, _): return (.and(try condition(a), try condition(b)), .truth)
        case .or(let a, let b, _): return (.or(try condition(a), try condition(b)), .truth)
        case .implication(let a, let b, _): return (.or(.not(try condition(a)), try condition(b)), .truth)
        case .call(let function, let arguments, let column): return try call(function, arguments, column)
        }
    }

    private func mismatch(_ expression: Expression, _ found: FormulaType, _ expected: String) -> RecordsFault {
        RecordsFault(
            "expression.type", ["column": "\(expression.column)", "found": found.name, "expected": expected])
    }

    private func number(_ expression: Expression) throws(RecordsFault) -> Typed {
        let typed = try compile(expression)
        guard typed.type.isNumber else { throw mismatch(expression, typed.type, "number") }
        return typed
    }

    private func incompatible(_ a: FormulaType, _ b: FormulaType, _ column: Int) -> RecordsFault {
        RecordsFault("expression.incompatible", ["column": "\(column)", "left": a.name, "right": b.name])
    }

    // MARK: conversions

    private func power(_ exponent: Int) -> Int64 { DecimalFormat.powers[exponent] }

    /// `typed` with `scale` decimals, which is no fewer than it has.
    private func exact(_ typed: Typed, scale: Int) -> Formula {
        guard case .exact(let own) = typed.type, own < scale else { return typed.formula }
        if case .integer(let value) = typed.formula {
            let (product, over) = value.multipliedReportingOverflow(by: power(scale - own))
            if !over { return .integer(product) }
        }
        return .scaled(typed.formula, by: power(scale - own))
    }

    private func real(_ typed: Typed) -> Formula {
        guard case .exact(let scale) = typed.type else { return typed.formula }
        if case .integer(let value) = typed.formula { return .double(Double(value) / Double(power(scale))) }
        return .real(typed.formula, divisor: Double(power(scale)))
    }

    private func microseconds(_ typed: Typed) -> Formula {
        typed.type == .day ? .scaled(typed.formula, by: ExpressionCompiler.day) : typed.formula
    }

    // MARK: operations

    private func arithmetic(
        _ operation: Expression.Arithmetic, _ a: Typed, _ b: Typed, _ column: Int
    ) throws(RecordsFault) -> Typed {
        if a.type.isMoment { return try move(operation, a, b, column) }
        guard a.type.isNumber, b.type.isNumber else { throw incompatible(a.type, b.type, column) }
        guard case .exact(let left) = a.type, case .exact(let right) = b.type, operation != .divide,
            operation != .multiply || left + right <= ExpressionCompiler.mostDecimals
        else { return (.arithmetic(operation, real(a), real(b), isExact: false), .real) }
        if operation == .multiply {
            return (.arithmetic(.multiply, a.formula, b.formula, isExact: true), .exact(scale: left + right))
        }
        let scale = max(left, right)
        return (
            .arithmetic(operation, exact(a, scale: scale), exact(b, scale: scale), isExact: true), .exact(scale: scale)
        )
    }

    /// Differences of moments are in days; a day may be moved by whole days.
    private func move(
        _ operation: Expression.Arithmetic, _ a: Typed, _ b: Typed, _ column: Int
    ) throws(RecordsFault) -> Typed {
        if operation == .subtract, a.type == .day, b.type == .day {
            return (.arithmetic(.subtract, a.formula, b.formula, isExact: true), .exact(scale: 0))
        }
        if operation == .subtract, b.type.isMoment {
            let difference = Formula.arithmetic(.subtract, microseconds(a), microseconds(b), isExact: true)
            return (.real(difference, divisor: Double(ExpressionCompiler.day)), .real)
        }
        guard operation == .add || operation == .subtract, b.type == .exact(scale: 0) else {
            throw incompatible(a.type, b.type, column)
        }
        let days = a.type == .moment ? Formula.scaled(b.formula, by: ExpressionCompiler.day) : b.formula
        return (.arithmetic(operation, a.formula, days, isExact: true), a.type)
    }

    private func compare(
        _ comparison: Comparison, _ a: Typed, _ b: Typed, _ column: Int
    ) throws(RecordsFault) -> Typed {
        switch (a.type, b.type) {
        case (.exact(let left), .exact(let right)):
            let scale = max(left, right)
            return (.compared(comparison, exact(a, scale: scale), exact(b, scale: scale), .exact), .truth)
        case (.exact, .real), (.real, .exact), (.real, .real):
            return (.compared(comparison, real(a), real(b), .real), .truth)
        case (.day, .day), (.clock, .clock): return (.compared(comparison, a.formula, b.formula, .exact), .truth)
        case (.day, .moment), (.moment, .day), (.moment, .moment):
            return (.compared(comparison, microseconds(a), microseconds(b), .exact), .truth)
        case (.text, .text): return (.compared(comparison, a.formula, b.formula, .text), .truth)
        case (.truth, .truth) where comparison == .equal || comparison == .notEqual:
            return (.compared(comparison, a.formula, b.formula, .truth), .truth)
        default: throw incompatible(a.type, b.type, column)
        }
    }

    private func among(_ value: Typed, _ constants: [Expression], _ column: Int) throws(RecordsFault) -> Typed {
        var integers: Set<Int64> = []
        var doubles: Set<Double> = []
        var texts: Set<String> = []
        for constant in constants {
            let typed = try compile(constant)
            switch (value.type, typed.type, constant) {
            case (.text, .text, .text(let text)): texts.insert(text)
            case (.real, .exact, _): if case .double(let number) = real(typed) { doubles.insert(number) }
            case (.exact(let scale), .exact(let own), .number(let digits, _)):
                // A constant with more decimals than the field has is never met, unless they are zeros.
                let (factor, rest) =
                    own > scale ? digits.quotientAndRemainder(dividingBy: power(own - scale)) : (digits, 0)
                guard rest == 0 else { continue }
                let (scaled, over) = factor.multipliedReportingOverflow(by: power(max(0, scale - own)))
                if !over { integers.insert(scaled) }
            case (.day, .day, .day(let day)): integers.insert(Int64(day))
            case (.moment, .moment, .moment(let moment)): integers.insert(moment)
            default: throw incompatible(value.type, typed.type, column)
            }
        }
        switch value.type {
        case .text: return (.amongTexts(value.formula, ByteStringSet(texts)), .truth)
        case .real: return (.amongDoubles(value.formula, doubles), .truth)
        default: return (.amongIntegers(value.formula, integers), .truth)
        }
    }

    private func call(
        _ function: ExpressionFunction, _ arguments: [Expression], _ column: Int
    ) throws(RecordsFault) -> Typed {
        guard arguments.count == (function == .prefix ? 2 : 1) else {
            throw RecordsFault("expression.arguments", ["column": "\(column)", "name": function.rawValue])
        }
        let value = try compile(arguments[0])
        switch function {
        case .year, .month, .day, .date:
            guard value.type.isMoment else { throw mismatch(arguments[0], value.type, "date") }
            let days = value.type == .moment ? Formula.days(value.formula) : value.formula
            return function == .date ? (days, .day) : (.part(function, days), .exact(scale: 0))
        case .length:
            guard value.type == .text else { throw mismatch(arguments[0], value.type, "string") }
            return (.length(value.formula), .exact(scale: 0))
        case .prefix:
            guard value.type == .text else { throw mismatch(arguments[0], value.type, "string") }
            guard case .number(let count, 0) = arguments[1], (1...1000).contains(count) else {
                throw RecordsFault("expression.arguments", ["column": "\(column)", "name": function.rawValue])
            }
            return (.prefix(value.formula, count: Int(count)), .text)
        case .abs:
            guard value.type.isNumber else { throw mismatch(arguments[0], value.type, "number") }
            return (.absolute(value.formula), value.type)
        }
    }
}
