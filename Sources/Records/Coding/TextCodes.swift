/// Gives each text of a field a number, the same from block to block: 1 for the first text, 2 for the next new one.
///
/// Open addressing with linear probing, at most half full. Texts are chosen by producers: a table that grows over its limits,
/// or a chain longer than ``longestChain`` (texts made to collide), ends the numbering, so that the work a text costs is bounded.
struct TextCodes {
    /// Texts at most: as many as stay in a core's own cache, beyond which a look-up costs more than the checks it saves.
    static let mostTexts = 8192
    /// Bytes of texts longer than ``inlineBytes``, all together.
    static let mostBytes = 1 << 20
    static let longestChain = 256
    /// Texts up to this length are compared without a look at their bytes.
    static let inlineBytes = 16

    /// A text: its first and last eight bytes, which are all of it where it is short.
    private struct Key {
        var low: UInt64 = 0
        var high: UInt64 = 0
        var count: Int32 = 0
        /// Where a longer text stands in `longTexts`.
        var start: Int32 = 0

        @inline(__always)
        init(_ text: Span<UInt8>, _ start: Int, _ count: Int) {
            self.count = Int32(truncatingIfNeeded: count)
            low = Words.load(text, start, min(8, count))
            if count > 8 {
                high =
                    count <= TextCodes.inlineBytes
                    ? Words.load(text, start + 8, count - 8) : Words.load(text, start + count - 8, 8)
            }
        }

        init() {}

        @inline(__always)
        var hash: UInt64 {
            let mixed = (low ^ UInt64(truncatingIfNeeded: count)) &* 0x9e37_79b9_7f4a_7c15 ^ high
            let product = mixed.multipliedFullWidth(by: 0xa076_1d64_78bd_642f)
            return product.high ^ product.low
        }
    }

    /// By code; the one for no text first.
    private var keys = [Key()]
    /// Codes; 0 where the place is free.
    private var slots = [UInt16](repeating: 0, count: 256)
    private var longTexts: [UInt8] = []
    /// Codes of the texts that are one byte long, by that byte; 0 where it was not met.
    private var singles = [UInt16](repeating: 0, count: 256)

    /// Number of codes, that for no text included.
    var count: Int { keys.count }

    /// The code of each text, 0 where there is none, and the rows that have a text never met before, in the order of the new
    /// codes; nil where the texts are too many.
    mutating func code(_ text: Span<UInt8>, _ slices: borrowing FieldSlices) -> (codes: [UInt16], fresh: [Int32])? {
        var fresh: [Int32] = []
        var isOver = false
        let rows = slices.count
        let starts = slices.starts.span
        let lengths = slices.lengths.span
        let codes = unsafe [UInt16](unsafeUninitializedCapacity: rows) { output, count in
            count = rows
            for row in 0..<rows {
                var code: UInt16 = 0
                let length = Int(lengths[row])
                let start = Int(starts[row])
                if length == 1 { code = singles[Int(text[start])] }
                if code == 0, length >= 0, !isOver {
                    let key = Key(text, start, length)
                    let (found, slot) = find(key, text, start)
                    code = found
                    if code == 0 {
                        if let new = add(key, text, start, slot) {
                            code = new
                            fresh.append(Int32(row))
                        } else {
                            isOver = true
                        }
                    }
                }
                unsafe output.initializeElement(at: row, to: code)
            }
        }
        return isOver ? nil : (codes, fresh)
    }

    /// The code of a text, or 0 and the free place where it belongs; -1 where its chain is too long.
    @inline(__always)
    private func find(_ key: Key, _ text: Span<UInt8>, _ start: Int) -> (code: UInt16, slot: Int) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: key.hash) & mask
        for _ in 0..<TextCodes.longestChain {
            let code = slots[slot]
            if code == 0 { return (0, slot) }
            let other = keys[Int(code)]
            if other.low == key.low, other.high == key.high, other.count == key.count,
                key.count <= TextCodes.inlineBytes || isSame(other, text, start)
            {
                return (code, slot)
            }
            slot = (slot + 1) & mask
        }
        return (0, -1)
    }

    private func isSame(_ key: Key, _ text: Span<UInt8>, _ start: Int) -> Bool {
        for offset in 0..<Int(key.count) where longTexts[Int(key.start) + offset] != text[start + offset] {
            return false
        }
        return true
    }

    /// The new code of a text that belongs into `slot`; nil where there is no room.
    @inline(never)
    private mutating func add(_ key: Key, _ text: Span<UInt8>, _ start: Int, _ slot: Int) -> UInt16? {
        guard slot >= 0, keys.count <= TextCodes.mostTexts else { return nil }
        var key = key
        if key.count > TextCodes.inlineBytes {
            guard longTexts.count + Int(key.count) <= TextCodes.mostBytes else { return nil }
            key.start = Int32(longTexts.count)
            for index in start..<(start + Int(key.count)) { longTexts.append(text[index]) }
        }
        let code = UInt16(keys.count)
        slots[slot] = code
        keys.append(key)
        if key.count == 1 { singles[Int(text[start])] = code }
        if keys.count * 2 > slots.count { grow() }
        return code
    }

    private mutating func grow() {
        slots = [UInt16](repeating: 0, count: slots.count * 2)
        let mask = slots.count - 1
        for code in 1..<keys.count {
            var slot = Int(truncatingIfNeeded: keys[code].hash) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt16(code)
        }
    }
}
