/// Rows of nested records that wait for the end of the records around them.
struct XMLWaitingRows {
    /// One of them.
    struct Row {
        let table: Int
        let line: Int32
        let fault: FormRule?
        /// Its values among ``XMLWaitingRows/values``.
        let values: Range<Int>
    }

    private(set) var rows: [Row] = []
    private(set) var values: [XMLValue] = []
    private var textBytes = 0

    @inline(__always)
    var count: Int { rows.count }
    /// What they take, in bytes.
    var byteCount: Int { textBytes + values.count + rows.count * MemoryLayout<Row>.stride }

    /// Adds a row of table number `table`.
    mutating func add(_ table: Int, _ line: Int32, _ fault: FormRule?, _ tree: XMLTree, _ slots: XMLSlots) {
        let first = values.count
        for index in tree.tables[table].fields {
            let field = tree.fields[index]
            let value = field.isDeferred ? XMLValue.open(slot: field.slot) : slots.value(field.slot)
            textBytes += value.length
            values.append(value)
        }
        rows.append(Row(table: table, line: line, fault: fault, values: first..<values.count))
    }

    /// Fills in what the rows from `first` on wait for, where it is in the element `node`, which ends.
    mutating func settle(from first: Int, _ node: Int, _ tree: XMLTree, _ slots: XMLSlots) {
        guard first < rows.count else { return }
        for index in rows[first].values.lowerBound..<values.count {
            guard case .open(let slot) = values[index], tree.settles(node, slot) else { continue }
            values[index] = slots.value(slot)
            textBytes += values[index].length
        }
    }

    mutating func removeAll() {
        rows.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
        textBytes = 0
    }
}
