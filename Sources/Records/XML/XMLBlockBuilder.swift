/// Gathers the rows of one table of a document until they make a block.
struct XMLBlockBuilder {
    private let table: Int
    private let fieldCount: Int
    private let window: Int
    private let marksNulls: Bool
    private var bytes: [UInt8] = []
    private var found = FoundFields()
    private var field = 0

    init(_ plan: RecordPlan, table: Int) {
        self.table = table
        fieldCount = plan.schema.fields.count
        window = plan.limits.windowBytes
        marksNulls = plan.marksNulls
    }

    var isEmpty: Bool { found.lines.isEmpty }
    var isFull: Bool { bytes.count >= window }

    /// Begins a row; one with a fault has no fields.
    mutating func begin(line: Int32, fault: FormRule?, mayHoldC1: Bool) {
        if mayHoldC1 { found.mayHoldC1 = true }
        // libxml2's number has 32 bits and begins anew after them.
        found.lines.append(UInt64(UInt32(bitPattern: line)))
        field = 0
        guard let fault else { return }
        found.faults.append(Grid.Fault(record: found.lines.count - 1, rule: fault))
        for _ in 0..<fieldCount { end() }
    }

    /// The next field is the value of a slot.
    mutating func add(_ slot: Int, _ slots: XMLSlots) {
        if !slots.append(slot, to: &bytes) { noteNull() }
        end()
    }

    /// The next field is one of a row that has waited.
    mutating func add(_ row: Int, _ field: Int, _ rows: XMLWaitingRows) {
        if !rows.append(row, field, to: &bytes) { noteNull() }
        end()
    }

    private mutating func noteNull() {
        guard marksNulls else { return }
        if found.nulls.isEmpty { found.nulls = [[Int32]](repeating: [], count: fieldCount) }
        found.nulls[field].append(Int32(found.lines.count - 1))
    }

    private mutating func end() {
        found.ends.append(Int32(bytes.count))
        bytes.append(0x1F)
        field += 1
    }

    /// The rows so far as a block.
    mutating func take(index: Int, endsAtEOF: Bool) -> RecordBlock {
        let block = RecordBlock(
            index: index, table: table, firstLine: found.lines.first ?? 1, bytes: bytes, endsAtEOF: endsAtEOF,
            found: found)
        found = FoundFields()
        bytes = []
        bytes.reserveCapacity(window)
        return block
    }
}
