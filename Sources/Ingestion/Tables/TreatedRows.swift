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
    let rejected: [Bool]
    /// Rows of persons who opposed; nil where the table has no persons.
    let excluded: [Bool]?
    /// Hashes of each of the table's keys.
    let keys: [[KeyHash]]
    /// First physical line of each row.
    let lines: [UInt64]
    let violations: ViolationLog
    /// What the rows add to the totals of the table.
    let totals: [TotalValue]
    /// Values that a treatment cannot treat.
    let untreated: TreatmentLog
    /// Values that no drop may hold.
    let quarantine: TreatmentLog
}
