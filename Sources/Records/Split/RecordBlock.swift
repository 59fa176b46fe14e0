/// Whole records cut out of a drop, the unit of parallel work.
package struct RecordBlock: Sendable, Equatable {
    /// Number of the block in the drop, from 0, over all its tables.
    package var index: Int
    /// Which of the drop's tables the records belong to, from 0.
    package var table: Int
    /// Line of the producer's own file on which the block begins, from 1.
    package let firstLine: UInt64
    /// Whole records, each with its line end.
    package let bytes: [UInt8]
    /// The drop ends with this block.
    package let endsAtEOF: Bool

    /// A block of `bytes`.
    package init(index: Int, table: Int = 0, firstLine: UInt64, bytes: [UInt8], endsAtEOF: Bool) {
        self.index = index
        self.table = table
        self.firstLine = firstLine
        self.bytes = bytes
        self.endsAtEOF = endsAtEOF
    }
}
