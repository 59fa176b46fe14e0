/// Where the fields of a block stand: the meeting point of all formats.
///
/// Field `c` of record `r` ends at `ends[first[r] + c]`; it starts one byte after the field before it ends, and the first
/// field of a record at `starts[r]`. Reused from block to block.
struct Grid {
    /// The fields one behind the other, one byte between; of plain CSV without quotes the fields stand in the block itself.
    var text: [UInt8] = []
    /// Bytes of `text` in use while it is written.
    var used = 0
    var ends: [Int32] = []
    /// Entries of `ends` in use.
    var endCount = 0
    var first: [Int32] = []
    var starts: [Int32] = []
    /// Line of each record.
    var lines: [UInt64] = []
    /// Records whose form is broken, found while fields were looked for.
    var faults: [Fault] = []
    /// Rows that have no value in a field for another reason than their text; by field, empty where there is none.
    var nulls: [[Int32]] = []
    /// The text may hold control characters U+0080 to U+009F that a single-byte encoding gave.
    var mayHoldC1 = false

    /// A record and the rule of form that it breaks.
    struct Fault: Sendable, Equatable {
        let record: Int
        let rule: FormRule
    }

    /// Fields of each record, where all have as many; nil where they differ.
    var width: Int?

    var recordCount: Int { first.count }

    /// Forgets the block before.
    mutating func reset(fields: Int) {
        text.removeAll(keepingCapacity: true)
        endCount = 0
        width = nil
        if ends.count < fields { ends = [Int32](repeating: 0, count: fields) }
        first.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
        faults.removeAll(keepingCapacity: true)
        nulls.removeAll(keepingCapacity: true)
        mayHoldC1 = false
    }

    func fieldCount(_ record: Int) -> Int {
        (record + 1 < first.count ? Int(first[record + 1]) : endCount) - Int(first[record])
    }

    /// Where the text of a record stands, separators included.
    func range(_ record: Int) -> Range<Int> {
        let start = Int(starts[record])
        return start..<Swift.max(start, Int(ends[Int(first[record]) + fieldCount(record) - 1]))
    }

    /// A field of a block with quotes; for the header.
    func field(_ record: Int, _ column: Int) -> ArraySlice<UInt8> {
        let index = Int(first[record]) + column
        return text[(column == 0 ? Int(starts[record]) : Int(ends[index - 1]) + 1)..<Int(ends[index])]
    }

    mutating func append(end: Int) {
        if endCount == ends.count { ends += [Int32](repeating: 0, count: Swift.max(64, ends.count)) }
        ends[endCount] = Int32(end)
        endCount += 1
    }
}

/// One column of a block: where each value stands; a negative length is a null.
struct FieldSlices {
    var starts: [Int32] = []
    var lengths: [Int32] = []
    var count = 0
}
