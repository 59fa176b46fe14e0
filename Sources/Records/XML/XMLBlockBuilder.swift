/// Gathers the rows of one table of a document until they make a block.
struct XMLBlockBuilder {
    private let table: Int
    private let fieldCount: Int
    private let window: Int
    private let marksNulls: Bool
    private var bytes = ByteArena()
    private var found = FoundFields()
    private var field = 0

    init(_ plan: RecordPlan, table: Int) {
        self.table = table
        fieldCount = plan.schema.fields.count
        window = plan.limits.windowBytes
        marksNulls = plan.marksNulls
    }

    var isEmpty: Bool { found.lines.isEmpty }
    var byteCount: Int { bytes.count }
    var isFull: Bool { bytes.count >= window }

    /// Adds the row that `fields` of the tree give.
    mutating func add(_ fields: Range<Int>, _ tree: XMLTree, _ slots: XMLSlots, line: Int32, mayHoldC1: Bool) {
        begin(line, nil, mayHoldC1)
        for index in fields { add(slots.value(tree.fields[index].slot), slots) }
    }

    /// Adds a row that has waited for the end of record number `owner` of the file.
    mutating func add(
        _ row: XMLWaitingRows.Row, _ rows: XMLWaitingRows, _ slots: XMLSlots, owner: UInt64?, mayHoldC1: Bool
    ) {
        begin(row.line, owner, mayHoldC1)
        for index in row.values { add(rows.values[index], slots) }
    }

    /// Adds a row with a fault, which has no values.
    mutating func add(_ fault: FormRule, line: Int32, owner: UInt64?, mayHoldC1: Bool) {
        begin(line, owner, mayHoldC1)
        found.faults.append(Grid.Fault(record: found.lines.count - 1, rule: fault))
        for _ in 0..<fieldCount { end() }
    }

    private mutating func begin(_ line: Int32, _ owner: UInt64?, _ mayHoldC1: Bool) {
        if mayHoldC1 { found.mayHoldC1 = true }
        if table > 0 { found.owners.append(owner ?? RecordBlock.noOwner) }
        // libxml2's number has 32 bits and begins anew after them.
        found.lines.append(UInt64(UInt32(bitPattern: line)))
        field = 0
    }

    @inline(__always)
    private mutating func add(_ value: XMLValue, _ slots: XMLSlots) {
        if !slots.append(value, to: &bytes), marksNulls { noteNull() }
        end()
    }

    private mutating func noteNull() {
        if found.nulls.isEmpty { found.nulls = [[Int32]](repeating: [], count: fieldCount) }
        found.nulls[field].append(Int32(found.lines.count - 1))
    }

    @inline(__always)
    private mutating func end() {
        found.ends.append(Int32(bytes.count))
        bytes.append(0x1F)
        field += 1
    }

    /// The rows so far as a block.
    mutating func take(index: Int, endsAtEOF: Bool) -> RecordBlock {
        let block = RecordBlock(
            index: index, table: table, firstLine: found.lines.first ?? 1, bytes: bytes.take(), endsAtEOF: endsAtEOF,
            found: found)
        found = FoundFields()
        return block
    }
}
