package import Columns

/// A block as typed columns, with what is wrong in it.
///
/// Every record of the block is a row, also the rejected ones.
package struct ParsedBlock: Sendable {
    /// Number of the block in the drop.
    package let index: Int
    /// Rows, which is the count of every column.
    package let rowCount: Int
    /// Line of the producer's own file on which each record begins, from 1.
    package let lines: [UInt64]
    /// One column a field of the schema; nil where the plan says that the field is not needed.
    ///
    /// Null where a value is missing,
    /// is not of its type, or stands in a record whose form is broken.
    package let columns: [Column?]
    /// Whether a rule with an action other than `warn` is broken.
    package let rejected: [Bool]
    /// The broken rules.
    package let violations: ViolationLog
    /// What the block adds to the totals of the table, in the order of the plan.
    package let totals: [TotalValue]
    /// Of a part, the number from 0 of the file's record around each row (``RecordBlock/noOwner`` for none); else empty.
    package let owners: [UInt64]
    /// What the rows of a part add to the totals of the records around them.
    package let ownerTotals: [OwnerTotals]
    /// What rules on the totals of a row's parts need of the rows; nil where there are none.
    package let ownerBlock: OwnerBlock?
    /// Keyed hashes of each row, one list for each of the plan's keys.
    package let keys: [[KeyHash]]
}
