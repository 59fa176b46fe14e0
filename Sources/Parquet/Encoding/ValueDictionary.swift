internal import Columns
internal import Glibc

/// The distinct values of a chunk in order of appearance, and for each value which of them it is.
struct ValueDictionary<Entries> {
    let entries: Entries
    let indices: [UInt32]
}

/// Finds values seen before: open addressing with linear probing, at most half full.
///
/// Values are chosen by producers. A chain longer than ``longestChain`` (values made to collide) ends the attempt, so the
/// work a value costs is bounded.
private struct ProbeTable {
    static let longestChain = 256
    static let empty = UInt32.max

    private(set) var slots: [UInt32]
    private(set) var shift: UInt64

    init() {
        slots = [UInt32](repeating: Self.empty, count: 1024)
        shift = 54
    }

    func isFull(_ entries: Int) -> Bool { entries * 2 >= slots.count }

    @inline(__always) func home(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> shift) }
    @inline(__always) func next(_ slot: Int) -> Int { (slot + 1) & (slots.count - 1) }
    @inline(__always) mutating func set(_ slot: Int, _ index: UInt32) { slots[slot] = index }

    /// Doubles the table; `hash` gives the hash of an entry.
    mutating func grow(_ entries: Int, _ hash: (Int) -> UInt64) {
        slots = [UInt32](repeating: Self.empty, count: slots.count * 2)
        shift -= 1
        for index in 0..<entries {
            var slot = home(hash(index))
            while slots[slot] != Self.empty { slot = next(slot) }
            slots[slot] = UInt32(index)
        }
    }
}

/// Builds dictionaries.
enum DictionaryBuilder {
    private static let multiplier: UInt64 = 0x9e37_79b9_7f4a_7c15
    /// Values after which it shows whether any come again.
    private static let probe = 1 << 14

    /// Whether so few of the first values came twice that the dictionary would hardly fit in the usual limit.
    @inline(__always)
    private static func isHopeless(_ different: Int, _ position: Int, _ limit: Int) -> Bool {
        (probe..<2 * probe).contains(position) && different * 100 > position * 95 && limit < .max
    }

    /// The dictionary of `values`, or nil where its page would be longer than `limit` bytes or hardly a value comes twice.
    static func build<Value: FixedWidthInteger>(_ values: [Value], limit: Int) -> ValueDictionary<[Value]>? {
        let most = limit / MemoryLayout<Value>.size
        var table = ProbeTable()
        var entries: [Value] = []
        var indices = [UInt32](repeating: 0, count: values.count)
        for position in values.indices {
            let value = values[position]
            var slot = table.home(hash(value))
            var chain = 0
            while true {
                let index = table.slots[slot]
                if index == ProbeTable.empty {
                    guard entries.count < most, !isHopeless(entries.count, position, limit) else { return nil }
                    table.set(slot, UInt32(entries.count))
                    indices[position] = UInt32(entries.count)
                    entries.append(value)
                    if table.isFull(entries.count) { table.grow(entries.count) { hash(entries[$0]) } }
                    break
                }
                if entries[Int(index)] == value {
                    indices[position] = index
                    break
                }
                chain += 1
                guard chain < ProbeTable.longestChain else { return nil }
                slot = table.next(slot)
            }
        }
        return ValueDictionary(entries: entries, indices: indices)
    }

    /// For each entry of `column`, which has no nulls, which of its different values it is, in order of appearance; nil where
    /// they are made to collide.
    static func indices(_ column: Column) -> [UInt32]? {
        switch column.values {
        case .boolean(let values): values.map { $0 ? 1 : 0 }
        case .int32(let values): build(values, limit: .max)?.indices
        case .int64(let values): build(values, limit: .max)?.indices
        case .double(let values): build(values.map { Int64(bitPattern: $0.bitPattern) }, limit: .max)?.indices
        case .bytes(let texts): build(ByteRuns(bytes: texts.bytes, ends: texts.ends), limit: .max)?.indices
        case .coded: nil
        }
    }

    @inline(__always) private static func hash(_ value: some FixedWidthInteger) -> UInt64 {
        let mixed = UInt64(truncatingIfNeeded: value) &* multiplier
        return (mixed ^ mixed >> 32) &* multiplier
    }

    /// A text met before: where it stands, and its first bytes, which for a short text are all of it.
    private struct Place {
        let start: Int
        let count: Int
        let hash: UInt64
        let low: UInt64
        let high: UInt64
    }

    /// The dictionary of `runs`; nil as for numbers.
    static func build(_ runs: ByteRuns, limit: Int) -> ValueDictionary<ByteRuns>? {
        var table = ProbeTable()
        var places: [Place] = []
        var size = 0
        var indices = [UInt32](repeating: 0, count: runs.ends.count)
        let isBuilt = unsafe runs.bytes.withUnsafeBytes { bytes in
            var start = 0
            for position in runs.ends.indices {
                let end = Int(runs.ends[position])
                let place = unsafe place(bytes, start, end - start)
                start = end
                var slot = table.home(place.hash)
                var chain = 0
                while true {
                    let index = table.slots[slot]
                    if index == ProbeTable.empty {
                        size += place.count + 4
                        guard size <= limit, !isHopeless(places.count, position, limit) else { return false }
                        table.set(slot, UInt32(places.count))
                        indices[position] = UInt32(places.count)
                        places.append(place)
                        if table.isFull(places.count) { table.grow(places.count) { places[$0].hash } }
                        break
                    }
                    if unsafe isSame(bytes, places[Int(index)], place) {
                        indices[position] = index
                        break
                    }
                    chain += 1
                    guard chain < ProbeTable.longestChain else { return false }
                    slot = table.next(slot)
                }
            }
            return true
        }
        guard isBuilt else { return nil }
        return ValueDictionary(entries: gather(runs, places.map { ($0.start, $0.count) }), indices: indices)
    }

    /// The text of `count` bytes at `start`.
    @inline(__always)
    private static func place(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> Place {
        if count > 16 {
            return Place(start: start, count: count, hash: unsafe hash(bytes, start, count), low: 0, high: 0)
        }
        let low = unsafe word(bytes, start, min(8, count))
        let high = unsafe word(bytes, start + 8, max(0, count - 8))
        return Place(start: start, count: count, hash: shortHash(low, high, count), low: low, high: high)
    }

    /// The first `count` (0 to 8) bytes from `start` as a number, the first byte lowest.
    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> UInt64 {
        if start + 8 <= bytes.count {
            let word = unsafe bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self).littleEndian
            return word & (UInt64.max >> UInt64(64 - 8 * count))
        }
        var word: UInt64 = 0
        for index in 0..<count { word |= unsafe UInt64(bytes[start + index]) << UInt64(8 * index) }
        return word
    }

    /// A hash of the up to 16 bytes in `low` and `high`.
    @inline(__always)
    private static func shortHash(_ low: UInt64, _ high: UInt64, _ count: Int) -> UInt64 {
        fold(low ^ UInt64(truncatingIfNeeded: count) &* multiplier ^ (count > 8 ? fold(high) : 0))
    }

    @inline(__always)
    private static func isSame(_ bytes: UnsafeRawBufferPointer, _ a: Place, _ b: Place) -> Bool {
        guard a.hash == b.hash, a.count == b.count, a.low == b.low, a.high == b.high else { return false }
        guard a.count > 16 else { return true }
        guard let base = bytes.baseAddress else { return true }
        return unsafe memcmp(base + a.start, base + b.start, a.count) == 0
    }

    private static func gather(_ runs: ByteRuns, _ places: [(start: Int, count: Int)]) -> ByteRuns {
        var bytes: [UInt8] = []
        var ends: [Int32] = []
        for place in places {
            bytes += runs.bytes[place.start..<(place.start + place.count)]
            ends.append(Int32(bytes.count))
        }
        return ByteRuns(bytes: bytes, ends: ends)
    }

    /// Folds eight bytes at a time into a 128-bit product.
    @inline(__always)
    private static func hash(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> UInt64 {
        var state = UInt64(truncatingIfNeeded: count) &* multiplier ^ 0x2545_f491_4f6c_dd1d
        var position = start
        var left = count
        while left >= 8 {
            let next = unsafe bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            state = fold(state ^ next)
            position += 8
            left -= 8
        }
        if left >= 4 {
            let low = unsafe bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)
            let high = unsafe bytes.loadUnaligned(fromByteOffset: position + left - 4, as: UInt32.self)
            return fold(state ^ (UInt64(low) | UInt64(high) << 32))
        }
        guard left > 0 else { return fold(state) }
        let ends = unsafe UInt64(bytes[position]) | UInt64(bytes[position + left - 1]) << 16
        let middle = unsafe UInt64(bytes[position + left / 2]) << 8
        return fold(state ^ ends ^ middle)
    }

    @inline(__always) private static func fold(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0xa076_1d64_78bd_642f)
        return product.high ^ product.low ^ value &* multiplier
    }
}
