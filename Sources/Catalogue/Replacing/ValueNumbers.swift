internal import Columns

/// Gives each different value of a column a number, from 0 on; no value is a value.
///
/// Numbers stand for the values themselves, not for hashes of them: what is removed from a table must be exactly what was meant.
struct ValueNumbers: Sendable {
    /// The number of a value that is not known.
    static let unknown: Int32 = -1

    private var integers: [Int64: Int32] = [:]
    private var texts = TextNumbers()
    private var none: Int32?
    /// Different values so far.
    private(set) var count: Int32 = 0

    /// Memory that the values take, about.
    var bytes: Int { integers.count * 32 + texts.bytes }
    /// Whether no value is one of the values.
    var hasNone: Bool { none != nil }
    /// The numbers among the values: integers, the bits of others.
    var integerValues: [Int64] { Array(integers.keys) }
    /// The texts among the values.
    var byteStrings: ByteColumn { texts.texts }

    /// The number of the value in each row; values that are new are given one where `adding` says so.
    mutating func numbers(_ column: Column, adding: Bool) -> [Int32] {
        guard case .coded(let coded) = column.values else {
            return (0..<column.count).map { column.isNull($0) ? noValue(adding) : number(column.values, $0, adding) }
        }
        // Each entry is looked at once, when it is first met.
        var known = [Int32?](repeating: nil, count: coded.list.values.count)
        return coded.codes.map { code in
            if let number = known[Int(code)] { return number }
            let number = code == 0 ? noValue(adding) : self.number(coded.list.values, Int(code), adding)
            known[Int(code)] = number
            return number
        }
    }

    /// The number of the one value that is `bound`; nil where it is not known.
    func number(of bound: ColumnBound) -> Int32? {
        switch bound {
        case .integer(let value): integers[value]
        case .text(let text): texts.find(text.span)
        }
    }

    private mutating func next() -> Int32 {
        count += 1
        return count - 1
    }

    private mutating func noValue(_ adding: Bool) -> Int32 {
        if none == nil, adding { none = next() }
        return none ?? Self.unknown
    }

    private mutating func number(_ values: Column.Values, _ row: Int, _ adding: Bool) -> Int32 {
        switch values {
        case .boolean(let values): return number(values[row] ? 1 : 0, adding)
        case .int32(let values): return number(Int64(values[row]), adding)
        case .int64(let values): return number(values[row], adding)
        case .double(let values): return number(Int64(bitPattern: values[row].bitPattern), adding)
        case .bytes(let texts):
            let text = texts.bytes.span.extracting(texts.range(row))
            if let number = self.texts.find(text) { return number }
            guard adding else { return Self.unknown }
            let number = next()
            self.texts.add(text, number)
            return number
        case .coded: preconditionFailure("a list of codes")
        }
    }

    private mutating func number(_ value: Int64, _ adding: Bool) -> Int32 {
        if let number = integers[value] { return number }
        guard adding else { return Self.unknown }
        let number = next()
        integers[value] = number
        return number
    }
}

/// Numbers of texts: a hash table over one run of bytes, so that a look-up allocates nothing.
private struct TextNumbers: Sendable {
    private(set) var texts = ByteColumn()
    private var numbers: [Int32] = []
    /// Places in `texts`, -1 where a slot is free; a power of two of them.
    private var slots = [Int32](repeating: -1, count: 64)

    var bytes: Int { texts.bytes.count + 8 * texts.count + 4 * slots.count }

    func find(_ text: Span<UInt8>) -> Int32? {
        let place = slots[slot(text)]
        return place < 0 ? nil : numbers[Int(place)]
    }

    /// Adds a text that is not there.
    mutating func add(_ text: Span<UInt8>, _ number: Int32) {
        if texts.count * 2 >= slots.count { grow() }
        let free = slot(text)
        slots[free] = Int32(texts.count)
        texts.append(text)
        numbers.append(number)
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        let texts = texts
        let bytes = texts.bytes.span
        for place in 0..<texts.count {
            let free = slot(bytes.extracting(texts.range(place)))
            slots[free] = Int32(place)
        }
    }

    /// The slot of `text`, or the free one where it would be.
    private func slot(_ text: Span<UInt8>) -> Int {
        // Seeded anew in every process: nobody can prepare texts that share their slots.
        var hasher = Hasher()
        unsafe text.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        var slot = hasher.finalize() & (slots.count - 1)
        let bytes = texts.bytes.span
        while slots[slot] >= 0, !equal(bytes.extracting(texts.range(Int(slots[slot]))), text) {
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private func equal(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
        guard a.count == b.count else { return false }
        for index in a.indices where a[index] != b[index] { return false }
        return true
    }
}
