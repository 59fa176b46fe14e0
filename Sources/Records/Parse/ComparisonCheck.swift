internal import Columns

/// Runs comparisons between two columns of a block.
enum ComparisonCheck {
    /// The rows where both values are there and `plan` does not hold.
    static func failures(_ plan: ComparisonPlan, _ left: Column, _ right: Column) -> [Int] {
        let comparison = plan.comparison.comparison
        switch plan.scale {
        case .bytes:
            guard case .bytes(let a) = left.values, case .bytes(let b) = right.values else { return [] }
            return rows(left, right) { row in
                holds(comparison, order(a.bytes[a.range(row)], b.bytes[b.range(row)]), 0)
            }
        case .integers(let leftUnit, let rightUnit):
            let a = integers(left.values)
            let b = integers(right.values)
            guard let limit = plan.limit else {
                return rows(left, right) { row in holds(comparison, a[row] &* leftUnit, b[row] &* rightUnit) }
            }
            return rows(left, right) { row in
                holds(comparison, Double(a[row] &* leftUnit &- b[row] &* rightUnit), limit)
            }
        case .doubles(let leftUnit, let rightUnit):
            let a = doubles(left.values)
            let b = doubles(right.values)
            let limit = plan.limit
            return rows(left, right) { row in
                let (x, y) = (a[row] * leftUnit, b[row] * rightUnit)
                return limit.map { holds(comparison, x - y, $0) } ?? holds(comparison, x, y)
            }
        }
    }

    private static func rows(_ left: Column, _ right: Column, _ holds: (Int) -> Bool) -> [Int] {
        var failures: [Int] = []
        let a = left.nulls
        let b = right.nulls
        for row in 0..<left.count where !(a?[row] ?? false) && !(b?[row] ?? false) && !holds(row) {
            failures.append(row)
        }
        return failures
    }

    private static func order(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Int {
        a.lexicographicallyPrecedes(b) ? -1 : a == b ? 0 : 1
    }

    @inline(__always)
    private static func holds<Value: Comparable>(_ comparison: Comparison.Operator, _ a: Value, _ b: Value) -> Bool {
        switch comparison {
        case .less: a < b
        case .lessOrEqual: a <= b
        case .equal: a == b
        case .notEqual: a != b
        case .greaterOrEqual: a >= b
        case .greater: a > b
        }
    }

    private static func integers(_ values: Column.Values) -> [Int64] {
        switch values {
        case .int32(let values): values.map { Int64($0) }
        case .int64(let values): values
        default: []
        }
    }

    private static func doubles(_ values: Column.Values) -> [Double] {
        switch values {
        case .int64(let values): values.map { Double($0) }
        case .double(let values): values
        default: []
        }
    }
}
