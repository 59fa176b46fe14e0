internal import Columns
internal import Records

/// A block after validation, treatment and look-up in the matrix, on its way from a worker to the collector.
struct TreatedRows: Sendable {
    /// Place of the block in the drop.
    let index: Int
    /// Which of the drop's tables the rows belong to.
    let table: Int
    /// Rows of the block, the rejected ones included.
    let rows: Int
    /// Output columns, `rows` long each.
    let columns: [Column]
    /// Rows that broke a rule or that a treatment cannot treat.
    var rejected: [Bool]
    /// Rows of persons who opposed; nil where the table has no persons.
    let excluded: [Bool]?
    /// Hashes of each of the table's keys.
    let keys: [[KeyHash]]
    /// First physical line of each row.
    let lines: [UInt64]
    var violations: ViolationLog
    /// What the rows add to the totals of the table.
    let totals: [TotalValue]
    /// Of a part, the number of the file's record around each row; else empty.
    let owners: [UInt64]
    /// What the rows of a part add to the totals of the records around them.
    let ownerTotals: [OwnerTotals]
    /// What rules on the rows' parts need of them.
    let ownerBlock: OwnerBlock?
    /// Values that a treatment cannot treat.
    let untreated: TreatmentLog
    /// Values that no drop may hold.
    let quarantine: TreatmentLog

    /// Rejects the rows that rules on their parts do not let pass.
    mutating func reject(_ broken: [(rule: Int, rows: [Int])], _ plan: RecordPlan) {
        for (rule, rows) in broken {
            for row in rows {
                violations.add(rule: rule, line: lines[row])
                if plan.rules[rule].action != .warn { rejected[row] = true }
            }
        }
    }
}
