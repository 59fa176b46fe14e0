/// What became of the records of a file that others are part of: three bits a record.
///
/// Parts go the way of the record around them. Those of a rejected record are rejected before their keys are looked at, so that
/// the same parts may come again with the record mended; those of an excluded one are excluded, as they are about the same person.
/// Those of a record that a key leaves out are rejected too, but have used up their keys as that record has.
struct OwnerMarks: Sendable {
    private var rejected = RecordMarks()
    private var excluded = RecordMarks()
    private var left = RecordMarks()

    func isRejected(_ owner: UInt64) -> Bool { rejected[owner] }
    func isExcluded(_ owner: UInt64) -> Bool { excluded[owner] }
    /// Whether a key leaves the record out.
    func isLeft(_ owner: UInt64) -> Bool { left[owner] }

    /// Notes the rows of a block, the first of which is record `first`.
    mutating func note(first: Int, rejected: [Bool], gone: [Bool], left: [Bool]) {
        for row in left.indices where left[row] {
            let record = UInt64(first + row)
            if rejected[row] {
                self.rejected.mark(record)
            } else if gone[row] {
                excluded.mark(record)
            } else {
                self.left.mark(record)
            }
        }
    }
}
