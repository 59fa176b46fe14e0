/// Some records of a table as texts, before they are written in the table's format.
struct RecordBatch {
    let table: TablePlan
    /// The number of each record in its table.
    let rows: [Int]
    /// Which record of the batch around it each one is in; empty for a table with a file of its own.
    let owners: [Int]
    private(set) var bytes: [UInt8] = []
    /// Where the texts stand, column by column; a length below 0 says that there is no value.
    private var starts: [Int32]
    private var lengths: [Int32]
    /// Records whose form is broken.
    var isBroken: [Bool]
    /// Records that the gateway leaves out.
    var isLeftOut: [Bool]

    /// The records `rows` of `table`, without values.
    init(_ table: TablePlan, rows: [Int], owners: [Int] = []) {
        self.table = table
        self.rows = rows
        self.owners = owners
        starts = [Int32](repeating: 0, count: rows.count * table.columns.count)
        lengths = [Int32](repeating: -1, count: rows.count * table.columns.count)
        isBroken = [Bool](repeating: false, count: rows.count)
        isLeftOut = isBroken
    }

    var count: Int { rows.count }

    /// A value, or that there is none: where it stands.
    struct Cell {
        fileprivate var start: Int32
        fileprivate var length: Int32
    }

    /// Where a value stands; nil where there is none.
    @inline(__always)
    func range(_ column: Int, _ row: Int) -> Range<Int>? {
        let place = column &* rows.count &+ row
        let length = Int(lengths[place])
        guard length >= 0 else { return nil }
        let start = Int(starts[place])
        return start..<(start &+ length)
    }

    subscript(column: Int, row: Int) -> Cell {
        get {
            let place = column * rows.count + row
            return Cell(start: starts[place], length: lengths[place])
        }
        set {
            let place = column * rows.count + row
            (starts[place], lengths[place]) = (newValue.start, newValue.length)
        }
    }

    /// What a record has, to be put back.
    func snapshot(_ row: Int) -> [Cell] { table.columns.indices.map { self[$0, row] } }

    /// Puts back what a record had.
    mutating func restore(_ row: Int, _ cells: [Cell]) {
        for (column, cell) in cells.enumerated() { self[column, row] = cell }
        isBroken[row] = false
    }

    /// The text of a value; nil where there is none.
    func text(_ column: Int, _ row: Int) -> ArraySlice<UInt8>? { range(column, row).map { bytes[$0] } }

    /// Sets a value, or nil for none.
    mutating func set(_ column: Int, _ row: Int, _ text: [UInt8]?) {
        let place = column * rows.count + row
        starts[place] = Int32(bytes.count)
        lengths[place] = text.map { Int32($0.count) } ?? -1
        if let text { bytes += text }
    }

    /// Gives a column the values of `domain` with the numbers `indices`; none where a number is below 0.
    mutating func fill(_ column: Int, _ domain: ValueDomain, _ indices: [Int]) {
        let first = column * rows.count
        switch domain {
        case .texts(let pool): fill(first, indices) { pool.append($0, to: &$1) }
        case .numbers(let numbers): fill(first, indices) { numbers.append(value: numbers.first &+ $0, to: &$1) }
        case .moments(let format, let start, _, let step):
            fill(first, indices) { format.append(second: start &+ $0 &* step, to: &$1) }
        default: fill(first, indices) { domain.append($0, to: &$1) }
        }
    }

    @inline(__always)
    private mutating func fill(_ first: Int, _ indices: [Int], _ append: (Int, inout [UInt8]) -> Void) {
        for row in indices.indices {
            let index = indices[row]
            guard index >= 0 else { continue }
            starts[first &+ row] = Int32(truncatingIfNeeded: bytes.count)
            append(index, &bytes)
            lengths[first &+ row] = Int32(truncatingIfNeeded: bytes.count) &- starts[first &+ row]
        }
    }

    /// Gives a column the values that a column of `other` has in the records `rows`.
    mutating func copy(_ column: Int, from other: RecordBatch, _ source: Int, _ rows: [Int]) {
        for (row, there) in rows.enumerated() { set(column, row, other.text(source, there).map { Array($0) }) }
    }

    /// Gives a column some characters of another one; none where they are blank or not there.
    mutating func slice(_ column: Int, of whole: Int, _ range: Range<Int>) {
        for row in rows.indices {
            let text = self.text(whole, row).map { String(decoding: $0, as: UTF8.self) } ?? ""
            let part = text.unicodeScalars.dropFirst(range.lowerBound).prefix(range.count)
            let bytes = Array(String(String.UnicodeScalarView(part)).utf8)
            set(column, row, bytes.allSatisfy { $0 == UInt8(ascii: " ") } ? nil : bytes)
        }
    }
}
