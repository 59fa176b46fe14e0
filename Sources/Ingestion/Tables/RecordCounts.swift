/// What became of the records of a table: `read = kept + rejected + excluded + duplicate` (design §10).
package struct RecordCounts: Sendable, Equatable {
    /// Records in the producer's file.
    package var read = 0
    /// Records in the catalogue.
    package var kept = 0
    /// Records that broke a rule whose action is `reject record`, or `reject drop`.
    package var rejected = 0
    /// Records of persons who opposed.
    package var excluded = 0
    /// Records whose primary key had been seen in the drop.
    package var duplicate = 0

    /// Whether every record that was read is accounted for.
    package var isBalanced: Bool { read == kept + rejected + excluded + duplicate }

    /// Share of rejected records (0...1), 0 for a drop without records.
    package var rejectedShare: Double { read == 0 ? 0 : Double(rejected) / Double(read) }

    /// The records of two tables together.
    static func + (left: RecordCounts, right: RecordCounts) -> RecordCounts {
        RecordCounts(
            read: left.read + right.read, kept: left.kept + right.kept, rejected: left.rejected + right.rejected,
            excluded: left.excluded + right.excluded, duplicate: left.duplicate + right.duplicate)
    }
}
