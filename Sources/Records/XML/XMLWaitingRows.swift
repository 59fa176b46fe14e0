/// Rows of nested records that wait for the end of the records around them.
struct XMLWaitingRows {
    private struct Row {
        let table: Int
        let line: Int32
        let fault: FormRule?
        /// Index of its first field in `fields`.
        let first: Int
    }

    private enum Field {
        case null
        case value(start: Int, length: Int)
        /// A record around it will say.
        case open(slot: Int)
    }

    private var rows: [Row] = []
    private var fields: [Field] = []
    private var bytes: [UInt8] = []

    var count: Int { rows.count }
    /// What they take, in bytes.
    var byteCount: Int { bytes.count + fields.count + rows.count * MemoryLayout<Row>.stride }

    func table(_ row: Int) -> Int { rows[row].table }
    func line(_ row: Int) -> Int32 { rows[row].line }
    func fault(_ row: Int) -> FormRule? { rows[row].fault }

    /// Appends the value of a field to `bytes`; false where it has none.
    func append(_ row: Int, _ field: Int, to bytes: inout [UInt8]) -> Bool {
        guard case .value(let start, let length) = fields[rows[row].first + field] else { return false }
        bytes.append(bytes: self.bytes.span.extracting(start..<(start + length)))
        return true
    }

    /// Adds a row of table number `table`.
    mutating func add(_ table: Int, _ line: Int32, _ fault: FormRule?, _ tree: XMLTree, _ slots: XMLSlots) {
        rows.append(Row(table: table, line: line, fault: fault, first: fields.count))
        for index in tree.tables[table].fields {
            let field = tree.fields[index]
            fields.append(field.isDeferred ? .open(slot: field.slot) : take(field.slot, slots))
        }
    }

    /// Fills in what the rows from `first` on wait for, where it is in the element `node`, which ends.
    mutating func settle(from first: Int, _ node: Int, _ tree: XMLTree, _ slots: XMLSlots) {
        guard first < rows.count else { return }
        for index in rows[first].first..<fields.count {
            if case .open(let slot) = fields[index], tree.settles(node, slot) { fields[index] = take(slot, slots) }
        }
    }

    private mutating func take(_ slot: Int, _ slots: XMLSlots) -> Field {
        let start = bytes.count
        guard slots.append(slot, to: &bytes) else { return .null }
        return .value(start: start, length: bytes.count - start)
    }

    mutating func removeAll() {
        rows.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }
}
