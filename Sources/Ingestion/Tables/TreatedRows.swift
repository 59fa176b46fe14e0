internal import Columns
internal import Records

/// A block after validation, treatment and look-up in the matrix, on its way from a worker to the collector.
struct TreatedRows: Sendable {
    /// Place of the block in the drop.
    var index: Int
    /// Rows of the block, the rejected ones included.
    var rows: Int
    /// Output columns, `rows` long each.
    var columns: [Column]
    /// Rows that broke a rule.
    var rejected: [Bool]
    /// Rows of persons who opposed; nil where there is none.
    var excluded: [Bool]?
    /// Hashes of the primary key; nil where the table has none.
    var keys: [KeyHash]?
    /// First physical line of each row.
    var lines: [UInt64]
    var violations: ViolationLog
    /// Values that no drop may hold.
    var quarantine: QuarantineLog
}
