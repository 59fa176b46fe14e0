/// Finds the index of a name: an open hash table, made once per plan, read by every thread.
struct NameTable: Sendable {
    private var bytes: [UInt8] = []
    /// Where each name begins and ends in `bytes`.
    private var ranges: [Range<Int>] = []
    /// Index of a name plus one; 0 where the slot is free.
    private var slots: [Int32]
    private let mask: Int

    /// The table of `names`, all different.
    init(_ names: [String]) {
        var size = 8
        while size < names.count * 2 { size *= 2 }
        slots = [Int32](repeating: 0, count: size)
        mask = size - 1
        for (index, name) in names.enumerated() {
            let start = bytes.count
            bytes += Array(name.utf8)
            ranges.append(start..<bytes.count)
            var slot = NameTable.hash(bytes.span, start, bytes.count - start) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(index + 1)
        }
    }

    var count: Int { ranges.count }

    /// Index of the name that `length` bytes of `text` from `start` are; `guess` is looked at first.
    func index(_ text: Span<UInt8>, _ start: Int, _ length: Int, guess: Int) -> Int? {
        if guess < ranges.count, equals(guess, text, start, length) { return guess }
        var slot = NameTable.hash(text, start, length) & mask
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if equals(index, text, start, length) { return index }
            slot = (slot + 1) & mask
        }
        return nil
    }

    @inline(__always)
    private func equals(_ index: Int, _ text: Span<UInt8>, _ start: Int, _ length: Int) -> Bool {
        let range = ranges[index]
        guard range.count == length else { return false }
        for offset in 0..<length where bytes[range.lowerBound + offset] != text[start + offset] { return false }
        return true
    }

    /// Names are those of the convention, so nobody can choose them to collide; strangers are looked up once a line.
    private static func hash(_ text: Span<UInt8>, _ start: Int, _ length: Int) -> Int {
        let head = Words.load(text, start, min(8, length))
        let tail = Words.load(text, start + max(0, length - 8), min(8, length))
        let mixed =
            (head ^ (tail &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(truncatingIfNeeded: length)) &* 0xD6E8_FEB8_6659_FD93
        return Int(truncatingIfNeeded: (mixed ^ (mixed >> 32)) & 0x7FFF_FFFF)
    }
}
