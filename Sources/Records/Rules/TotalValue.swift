internal import Columns

/// A total over the records of a table so far.
package struct TotalValue: Sendable, Equatable {
    private let function: TotalFunction
    private let isReal: Bool
    /// Records, or records that have the value.
    private var count: Int64 = 0
    private var exact: Int128 = 0
    private var real: Double = 0
    /// A value was too large to be added up.
    private var isLost = false

    init(_ plan: TotalPlan) {
        function = plan.function
        isReal = plan.isReal
    }

    /// What one row adds to a total.
    enum Share {
        case one
        case exact(Int64)
        case real(Double)
        /// A value too large to be added up.
        case lost
    }

    /// Calls `add` for each row of a block that has a share in the total, but the `skipped` ones, which are rows all the same.
    static func shares(
        _ plan: TotalPlan, _ columns: [Column?], count rows: Int, skipping skipped: [Bool]?,
        _ add: (_ row: Int, _ share: Share) -> Void
    ) {
        guard let formula = plan.formula else {
            for row in 0..<rows { add(row, .one) }
            return
        }
        var evaluation = FormulaEvaluation(columns, count: rows)
        let isSkipped = { (row: Int) in skipped?[row] ?? false }
        if plan.function == .count {
            let missing = evaluation.truths(.missing(formula))
            for row in 0..<rows where missing[row] == 0 && !isSkipped(row) { add(row, .one) }
        } else if plan.isReal {
            let values = evaluation.reals(formula)
            for row in 0..<rows where !(values.nulls?[row] ?? false) && !isSkipped(row) { add(row, .real(values[row])) }
        } else {
            let values = evaluation.exact(formula)
            for row in 0..<rows where !(values.nulls?[row] ?? false) && !isSkipped(row) {
                add(row, evaluation.overflowed?[row] ?? false ? .lost : .exact(values[row]))
            }
        }
    }

    /// Adds the rows of a block but the `skipped` ones.
    mutating func add(_ plan: TotalPlan, _ columns: [Column?], count rows: Int, skipping skipped: [Bool]?) {
        TotalValue.shares(plan, columns, count: rows, skipping: skipped) { _, share in add(share) }
    }

    /// Adds what one row has.
    mutating func add(_ share: Share) {
        switch share {
        case .one: count += 1
        case .exact(let value): add(exact: Int128(value))
        case .real(let value): add(real: value)
        case .lost: isLost = true
        }
    }

    /// Adds the total of the block that follows.
    package mutating func merge(_ next: TotalValue) {
        isLost = isLost || next.isLost
        guard next.count > 0 else { return }
        if function == .rows || function == .count {
            count += next.count
            return
        }
        let before = count
        if isReal { add(real: next.real) } else { add(exact: next.exact) }
        count = before + next.count
    }

    private mutating func add(exact value: Int128) {
        switch function {
        case .min: exact = count == 0 ? value : Swift.min(exact, value)
        case .max: exact = count == 0 ? value : Swift.max(exact, value)
        default:
            let (sum, over) = exact.addingReportingOverflow(value)
            exact = sum
            isLost = isLost || over
        }
        count += 1
    }

    private mutating func add(real value: Double) {
        switch function {
        case .min: real = count == 0 ? value : Swift.min(real, value)
        case .max: real = count == 0 ? value : Swift.max(real, value)
        default: real += value
        }
        count += 1
    }

    /// The total as a column of one row; nil where it is not known because a number was too large.
    var column: Column? {
        let (column, lost) = TotalValue.column([self])
        return lost == [0] ? nil : column
    }

    /// Totals as a column, one a row, and the rows whose total is not known because a number was too large.
    static func column(_ totals: [TotalValue]) -> (column: Column, lost: [Int]) {
        var integers: [Int64] = []
        var reals: [Double] = []
        var nulls = [Bool](repeating: false, count: totals.count)
        var lost: [Int] = []
        for (row, total) in totals.enumerated() {
            let isCount = total.function == .rows || total.function == .count
            // The sum of nothing is zero; the least of nothing is missing.
            nulls[row] = !isCount && total.function != .sum && total.count == 0
            let integer = isCount ? total.count : Int64(exactly: total.exact)
            if total.isLost || integer == nil || !total.real.isFinite { lost.append(row) }
            integers.append(integer ?? 0)
            reals.append(total.real)
        }
        let isReal = totals.first.map { $0.isReal && $0.function != .rows && $0.function != .count } ?? false
        return (Column(isReal ? .double(reals) : .int64(integers), nulls: nulls), lost)
    }
}

extension RecordPlan {
    /// The totals of this table before its first record.
    package var noTotals: [TotalValue] { totals.map(TotalValue.init) }

    /// Names the totals of this table.
    package func named(_ values: [TotalValue]) -> [TotalID: TotalValue] {
        Dictionary(zip(totals.map(\.id), values)) { first, _ in first }
    }

    /// The rules on totals that do not hold, `values` being those of all tables of the drop.
    ///
    /// A rule about a table that the drop has not is not judged; a total that is too large to be known breaks its rule.
    package func brokenByTotals(_ values: [TotalID: TotalValue]) -> [Int] {
        dropRules.filter { rule in
            let found = rule.totals.compactMap { values[$0] }
            guard found.count == rule.totals.count else { return false }
            let columns = found.map(\.column)
            if columns.contains(where: { $0 == nil }) { return true }
            return !FormulaEvaluation.failures(rule.formula, columns, count: 1).isEmpty
        }.map(\.rule)
    }
}
