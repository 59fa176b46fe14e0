internal import Columns
internal import Support

/// Evaluates formulas over the columns of one block: each operation is one loop over plain arrays.
///
/// Conditions are of three values, as in SQL: 0 false, 1 unknown, 2 true; `and` is the minimum, `or` the maximum. An exact number
/// that overflows marks its row in ``overflowed``: what cannot be judged does not pass.
struct FormulaEvaluation {
    /// Values of one kind; a constant is one value for all rows.
    struct Values<Element> {
        let elements: [Element]
        /// 1, or 0 for a constant.
        let step: Int
        let nulls: [Bool]?

        init(_ elements: [Element], nulls: [Bool]?) { (self.elements, step, self.nulls) = (elements, 1, nulls) }
        init(constant: Element) { (elements, step, nulls) = ([constant], 0, nil) }

        @inline(__always)
        subscript(row: Int) -> Element { elements[row &* step] }
    }

    /// Texts of one column, or one for all rows; `limit` is the most characters of each.
    struct Texts {
        let column: ByteColumn
        let isConstant: Bool
        let nulls: [Bool]?
        var limit = Int.max

        @inline(__always)
        func range(_ row: Int, _ bytes: Span<UInt8>) -> Range<Int> {
            let range = column.range(isConstant ? 0 : row)
            return limit == .max ? range : range.lowerBound..<FormulaEvaluation.end(of: limit, bytes, range)
        }
    }

    static let unknown: UInt8 = 1
    let columns: [Column?]
    let count: Int
    private(set) var overflowed: [Bool]?

    init(_ columns: [Column?], count: Int) {
        self.columns = columns
        self.count = count
    }

    /// The rows for which the condition `formula` is false or could not be computed.
    static func failures(_ formula: Formula, _ columns: [Column?], count: Int) -> [Int] {
        var evaluation = FormulaEvaluation(columns, count: count)
        let truths = evaluation.truths(formula)
        var failures: [Int] = []
        for row in 0..<count where truths[row] == 0 || evaluation.overflowed?[row] ?? false { failures.append(row) }
        return failures
    }

    // MARK: conditions

    mutating func truths(_ formula: Formula) -> [UInt8] {
        switch formula {
        case .truths(let column):
            guard let column = columns[column], case .boolean(let values) = column.values else { return unknown() }
            return (0..<count).map { column.isNull($0) ? Self.unknown : values[$0] ? 2 : 0 }
        case .not(let inner): return truths(inner).map { 2 - $0 }
        case .and(let a, let b): return joined(truths(a), truths(b)) { Swift.min($0, $1) }
        case .or(let a, let b): return joined(truths(a), truths(b)) { Swift.max($0, $1) }
        case .missing(let inner): return missing(inner)
        case .compared(let comparison, let a, let b, let scale): return compare(comparison, a, b, scale)
        case .amongIntegers(let inner, let members):
            let values = exact(inner)
            return judge(values.nulls, nil) { members.contains(values[$0]) }
        case .amongDoubles(let inner, let members):
            let values = reals(inner)
            return judge(values.nulls, nil) { members.contains(values[$0]) }
        case .amongTexts(let inner, let members):
            let values = texts(inner)
            let bytes = values.column.bytes.span
            return judge(values.nulls, nil) { row in
                let range = values.range(row, bytes)
                return members.contains(bytes, range.lowerBound, range.count)
            }
        default: return unknown()
        }
    }

    private func unknown() -> [UInt8] { [UInt8](repeating: Self.unknown, count: count) }

    private func joined(_ a: [UInt8], _ b: [UInt8], _ join: (UInt8, UInt8) -> UInt8) -> [UInt8] {
        var result = a
        for row in result.indices { result[row] = join(a[row], b[row]) }
        return result
    }

    @inline(__always)
    private func judge(_ a: [Bool]?, _ b: [Bool]?, _ holds: (Int) -> Bool) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: count)
        for row in 0..<count where holds(row) { result[row] = 2 }
        for nulls in [a, b] {
            guard let nulls else { continue }
            for row in 0..<count where nulls[row] { result[row] = Self.unknown }
        }
        return result
    }

    private mutating func missing(_ formula: Formula) -> [UInt8] {
        let nulls: [Bool]?
        switch formula {
        case .integers(let column), .doubles(let column), .texts(let column), .truths(let column):
            nulls = columns[column].map(\.nulls) ?? [Bool](repeating: true, count: count)
        case .text, .prefix: nulls = texts(formula).nulls
        case .double, .real, .arithmetic(_, _, _, isExact: false): nulls = reals(formula).nulls
        case .negated(let inner), .absolute(let inner): return missing(inner)
        case .not, .and, .or, .missing, .compared, .amongTexts, .amongDoubles, .amongIntegers:
            return truths(formula).map { $0 == Self.unknown ? 2 : 0 }
        default: nulls = exact(formula).nulls
        }
        guard let nulls else { return [UInt8](repeating: 0, count: count) }
        return nulls.map { $0 ? 2 : 0 }
    }

    private mutating func compare(_ comparison: Comparison, _ a: Formula, _ b: Formula, _ scale: Formula.Scale)
        -> [UInt8]
    {
        switch scale {
        case .exact:
            let (x, y) = (exact(a), exact(b))
            return compare(comparison, x.nulls, y.nulls, { x[$0] }, { y[$0] })
        case .real:
            let (x, y) = (reals(a), reals(b))
            return compare(comparison, x.nulls, y.nulls, { x[$0] }, { y[$0] })
        case .truth:
            let (x, y) = (truths(a), truths(b))
            let result = compare(comparison, nil, nil, { x[$0] }, { y[$0] })
            return (0..<count).map { x[$0] == Self.unknown || y[$0] == Self.unknown ? Self.unknown : result[$0] }
        case .text:
            let (x, y) = (texts(a), texts(b))
            let (left, right) = (x.column.bytes.span, y.column.bytes.span)
            var order = [Int8](repeating: 0, count: count)
            for row in 0..<count { order[row] = Self.order(left, x.range(row, left), right, y.range(row, right)) }
            return compare(comparison, x.nulls, y.nulls, { order[$0] }, { _ in 0 })
        }
    }

    /// One loop for each comparison, so that none decides anything for a row.
    @inline(__always)
    private func compare<Value: Comparable>(
        _ comparison: Comparison, _ aNulls: [Bool]?, _ bNulls: [Bool]?, _ a: (Int) -> Value, _ b: (Int) -> Value
    ) -> [UInt8] {
        switch comparison {
        case .less: judge(aNulls, bNulls) { a($0) < b($0) }
        case .lessOrEqual: judge(aNulls, bNulls) { a($0) <= b($0) }
        case .equal: judge(aNulls, bNulls) { a($0) == b($0) }
        case .notEqual: judge(aNulls, bNulls) { a($0) != b($0) }
        case .greaterOrEqual: judge(aNulls, bNulls) { a($0) >= b($0) }
        case .greater: judge(aNulls, bNulls) { a($0) > b($0) }
        }
    }

    /// The order of code points, which is that of UTF-8 bytes.
    private static func order(
        _ a: Span<UInt8>, _ aRange: Range<Int>, _ b: Span<UInt8>, _ bRange: Range<Int>
    ) -> Int8 {
        let common = Swift.min(aRange.count, bRange.count)
        for offset in 0..<common {
            let (x, y) = (a[aRange.lowerBound + offset], b[bRange.lowerBound + offset])
            if x != y { return x < y ? -1 : 1 }
        }
        return aRange.count < bRange.count ? -1 : aRange.count > bRange.count ? 1 : 0
    }

    /// Where the first `limit` characters of `range` end.
    private static func end(of limit: Int, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        var characters = 0
        for index in range where bytes[index] & 0xC0 != 0x80 {
            if characters == limit { return index }
            characters += 1
        }
        return range.upperBound
    }

    mutating func overflow(_ row: Int) {
        if overflowed == nil { overflowed = [Bool](repeating: false, count: count) }
        overflowed?[row] = true
    }
}
