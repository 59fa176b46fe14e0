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

    /// The value of a field; nil where it has none.
    func value(_ row: Int, _ field: Int) -> ArraySlice<UInt8>? {
        guard case .value(let start, let length) = fields[rows[row].first + field] else { return nil }
        return bytes[start..<(start + length)]
    }

    /// Adds a row of table number `index`.
    mutating func add(_ index: Int, _ line: Int32, _ fault: FormRule?, _ table: XMLPlan.Table, _ slots: XMLSlots) {
        rows.append(Row(table: index, line: line, fault: fault, first: fields.count))
        for field in table.fields {
            fields.append(field.isDeferred ? .open(slot: field.slot) : take(field.slot, slots))
        }
    }

    /// Fills in what the rows from `first` on wait for and what the record that ends, one of `table`, has.
    mutating func resolve(from first: Int, _ table: XMLPlan.Table, _ slots: XMLSlots) {
        guard first < rows.count else { return }
        for index in rows[first].first..<fields.count {
            if case .open(let slot) = fields[index], table.holds[slot] { fields[index] = take(slot, slots) }
        }
    }

    private mutating func take(_ slot: Int, _ slots: XMLSlots) -> Field {
        guard slots.isFilled(slot) else { return .null }
        let value = slots.value(slot)
        bytes.append(contentsOf: value)
        return .value(start: bytes.count - value.count, length: value.count)
    }

    mutating func removeAll() {
        rows.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }
}
