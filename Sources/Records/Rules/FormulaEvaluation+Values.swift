internal import Columns
internal import Support

/// Numbers and texts of formulas.
extension FormulaEvaluation {
    /// The values of an exact number, a day, a moment or a time.
    mutating func exact(_ formula: Formula) -> Values<Int64> {
        switch formula {
        case .integer(let value): return Values(constant: value)
        case .integers(let column):
            switch columns[column]?.values {
            case .int64(let values): return Values(values, nulls: columns[column]?.nulls)
            case .int32(let values): return Values(values.map { Int64($0) }, nulls: columns[column]?.nulls)
            default: return nothing(0)
            }
        case .scaled(let inner, let factor):
            return mapped(exact(inner)) { $0.multipliedReportingOverflow(by: factor) }
        case .negated(let inner): return mapped(exact(inner)) { Int64(0).subtractingReportingOverflow($0) }
        case .absolute(let inner):
            return mapped(exact(inner)) { $0 < 0 ? Int64(0).subtractingReportingOverflow($0) : ($0, false) }
        case .arithmetic(let operation, let a, let b, _):
            let (x, y) = (exact(a), exact(b))
            switch operation {
            case .add: return joined(x, y) { $0.addingReportingOverflow($1) }
            case .subtract: return joined(x, y) { $0.subtractingReportingOverflow($1) }
            case .multiply, .divide: return joined(x, y) { $0.multipliedReportingOverflow(by: $1) }
            }
        case .days(let inner):
            return mapped(exact(inner)) { ($0.floorDivided(by: ExpressionCompiler.day), false) }
        case .part(let part, let inner): return mapped(exact(inner)) { (Self.part(part, $0), false) }
        case .length(let inner): return lengths(inner)
        default: return nothing(0)
        }
    }

    /// The values of a real number.
    mutating func reals(_ formula: Formula) -> Values<Double> {
        switch formula {
        case .double(let value): return Values(constant: value)
        case .doubles(let column):
            guard case .double(let values) = columns[column]?.values else { return nothing(0) }
            return Values(values, nulls: columns[column]?.nulls)
        case .real(let inner, let divisor):
            let values = exact(inner)
            let quotients = values.elements.map { Double($0) / divisor }
            return values.step == 0 ? Values(constant: quotients[0]) : Values(quotients, nulls: values.nulls)
        case .negated(let inner), .absolute(let inner):
            let isNegated = if case .negated = formula { true } else { false }
            let values = reals(inner)
            let results = values.elements.map { isNegated ? -$0 : Swift.abs($0) }
            return values.step == 0 ? Values(constant: results[0]) : Values(results, nulls: values.nulls)
        case .arithmetic(let operation, let a, let b, _): return arithmetic(operation, reals(a), reals(b))
        default: return nothing(0)
        }
    }

    private func arithmetic(
        _ operation: Expression.Arithmetic, _ a: Values<Double>, _ b: Values<Double>
    ) -> Values<Double> {
        var nulls = either(a.nulls, b.nulls)
        var results = [Double](repeating: 0, count: count)
        for row in 0..<count {
            let (x, y) = (a[row], b[row])
            let result =
                switch operation {
                case .add: x + y
                case .subtract: x - y
                case .multiply: x * y
                case .divide: x / y
                }
            results[row] = result
            // Nothing divided by zero, and no infinity: such a value is not known.
            if !result.isFinite {
                if nulls == nil { nulls = [Bool](repeating: false, count: count) }
                nulls?[row] = true
            }
        }
        return Values(results, nulls: nulls)
    }

    /// The texts of a formula.
    func texts(_ formula: Formula) -> Texts {
        switch formula {
        case .text(let bytes):
            return Texts(column: ByteColumn(bytes: bytes, ends: [Int32(bytes.count)]), isConstant: true, nulls: nil)
        case .texts(let column):
            guard let column = columns[column], case .bytes(let values) = column.values else { break }
            return Texts(column: values, isConstant: false, nulls: column.nulls)
        case .prefix(let inner, let limit):
            var texts = texts(inner)
            texts.limit = Swift.min(texts.limit, limit)
            return texts
        default: break
        }
        return Texts(
            column: ByteColumn(bytes: [], ends: [0]), isConstant: true, nulls: [Bool](repeating: true, count: count))
    }

    private func lengths(_ formula: Formula) -> Values<Int64> {
        let texts = texts(formula)
        let bytes = texts.column.bytes.span
        var lengths = [Int64](repeating: 0, count: count)
        for row in 0..<count {
            for index in texts.range(row, bytes) where bytes[index] & 0xC0 != 0x80 { lengths[row] += 1 }
        }
        return Values(lengths, nulls: texts.nulls)
    }

    private func nothing<Element>(_ zero: Element) -> Values<Element> {
        Values([Element](repeating: zero, count: count), nulls: [Bool](repeating: true, count: count))
    }

    private func either(_ a: [Bool]?, _ b: [Bool]?) -> [Bool]? {
        guard let a else { return b }
        guard let b else { return a }
        return a.indices.map { a[$0] || b[$0] }
    }

    private mutating func mapped(
        _ values: Values<Int64>, _ map: (Int64) -> (partialValue: Int64, overflow: Bool)
    ) -> Values<Int64> {
        if values.step == 0 {
            let (result, over) = map(values.elements[0])
            if !over { return Values(constant: result) }
        }
        var results = [Int64](repeating: 0, count: count)
        for row in 0..<count {
            let (result, over) = map(values[row])
            results[row] = result
            if over, !(values.nulls?[row] ?? false) { overflow(row) }
        }
        return Values(results, nulls: values.nulls)
    }

    private mutating func joined(
        _ a: Values<Int64>, _ b: Values<Int64>, _ join: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
    ) -> Values<Int64> {
        let nulls = either(a.nulls, b.nulls)
        var results = [Int64](repeating: 0, count: count)
        for row in 0..<count {
            let (result, over) = join(a[row], b[row])
            results[row] = result
            if over, !(nulls?[row] ?? false) { overflow(row) }
        }
        return Values(results, nulls: nulls)
    }

    private static func part(_ part: ExpressionFunction, _ day: Int64) -> Int64 {
        let parts = CivilDate(days: Int32(clamping: day)).components
        return switch part {
        case .year: Int64(parts.year)
        case .month: Int64(parts.month)
        default: Int64(parts.day)
        }
    }
}
