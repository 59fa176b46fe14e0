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
    /// Where the fields stand in `bytes`, where the splitter has found them already (XML).
    let found: FoundFields?
    /// The records are parts of those of another table, on the same lines.
    let isPart: Bool
    /// Which table of its lines it is, where they hold more than the members of one (JSON lines).
    let nested: NestedTable?

    /// The number of no record.
    package static let noOwner = UInt64.max

    /// A block of `bytes`.
    package init(index: Int, table: Int = 0, firstLine: UInt64, bytes: [UInt8], endsAtEOF: Bool) {
        self.init(index: index, table: table, firstLine: firstLine, bytes: bytes, endsAtEOF: endsAtEOF, found: nil)
    }

    init(
        index: Int, table: Int, firstLine: UInt64, bytes: [UInt8], endsAtEOF: Bool, found: FoundFields?,
        isPart: Bool = false, nested: NestedTable? = nil
    ) {
        self.index = index
        self.table = table
        self.firstLine = firstLine
        self.bytes = bytes
        self.endsAtEOF = endsAtEOF
        self.found = found
        self.isPart = isPart
        self.nested = nested
    }
}

/// Where the fields of a block stand, as ``Grid`` tells it.
struct FoundFields: Sendable, Equatable {
    /// End of each field in the block's bytes, field by field and record by record; one byte lies between two.
    var ends: [Int32] = []
    /// Line of each record.
    var lines: [UInt64] = []
    var faults: [Grid.Fault] = []
    /// Of a part, the number of the file's record around each record.
    var owners: [UInt64] = []
    /// Rows without a value, by field; empty where there is none.
    var nulls: [[Int32]] = []
    /// The texts may hold control characters that a single-byte encoding gave.
    var mayHoldC1 = false
}

/// A table of a file of JSON lines, by its number in the file.
struct NestedTable: Sendable, Equatable {
    let tree: JSONTree
    let table: Int
}
