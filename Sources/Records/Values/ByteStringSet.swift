/// A set of byte strings with an open hash table; made once per plan, read by every thread.
struct ByteStringSet: Sendable, Equatable {
    private struct Entry: Sendable, Equatable {
        let key: UInt64
        let start: Int
        let length: Int
    }

    private var entries: [Entry] = []
    private var bytes: [UInt8] = []
    /// Index into `entries` plus one; 0 where the slot is free.
    private var slots: [Int32]
    private let mask: Int
    /// Length of the longest member.
    let longest: Int
    /// The only member is the empty string.
    let holdsOnlyEmpty: Bool

    /// Which bytes are members, where every member is one byte long.
    private let singles: [Bool]?

    init(_ members: some Sequence<String>) {
        self.init(sorted: Set(members.map { Array($0.utf8) }).sorted { $0.lexicographicallyPrecedes($1) })
    }

    /// The members `texts`, in byte order and each once.
    init(sorted texts: [[UInt8]]) {
        var size = 8
        while size < texts.count * 2 { size *= 2 }
        slots = [Int32](repeating: 0, count: size)
        mask = size - 1
        longest = texts.map(\.count).max() ?? -1
        holdsOnlyEmpty = texts == [[]]
        let isSingle = !texts.isEmpty && texts.allSatisfy { $0.count == 1 }
        singles = isSingle ? (0..<256).map { texts.contains([UInt8($0)]) } : nil
        for text in texts {
            let key = ByteStringSet.key(text.span, 0, text.count)
            var slot = ByteStringSet.hash(key, text.count) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            entries.append(Entry(key: key, start: bytes.count, length: text.count))
            slots[slot] = Int32(entries.count)
            bytes += text
        }
    }

    /// Whether `length` bytes of `text` from `start` are a member.
    @inline(__always)
    func contains(_ text: Span<UInt8>, _ start: Int, _ length: Int) -> Bool {
        guard length <= longest else { return false }
        let key = ByteStringSet.key(text, start, length)
        var slot = ByteStringSet.hash(key, length) & mask
        while slots[slot] != 0 {
            let entry = entries[Int(slots[slot]) - 1]
            if entry.key == key, entry.length == length, length <= 8 || matches(entry, text, start) { return true }
            slot = (slot + 1) & mask
        }
        return false
    }

    /// Number of members.
    var count: Int { entries.count }

    /// The members in byte order.
    var texts: [String] {
        entries.map { String(decoding: bytes[$0.start..<($0.start + $0.length)], as: UTF8.self) }
    }

    /// Adds to `failures` the rows whose text is no member; rows of negative length are skipped.
    func check(_ text: Span<UInt8>, _ slices: borrowing FieldSlices, _ failures: inout [Int32]) {
        let starts = slices.starts.span
        let lengths = slices.lengths.span
        if let singles {
            let table = singles.span
            for row in 0..<slices.count where lengths[row] >= 0 {
                if lengths[row] != 1 || !table[Int(text[Int(starts[row])])] { failures.append(Int32(row)) }
            }
            return
        }
        for row in 0..<slices.count where lengths[row] >= 0 {
            if !contains(text, Int(starts[row]), Int(lengths[row])) { failures.append(Int32(row)) }
        }
    }

    private func matches(_ entry: Entry, _ text: Span<UInt8>, _ start: Int) -> Bool {
        for offset in 0..<entry.length where bytes[entry.start + offset] != text[start + offset] { return false }
        return true
    }

    /// Up to 8 bytes as one number; longer strings mix in their last 8.
    @inline(__always)
    private static func key(_ text: Span<UInt8>, _ start: Int, _ length: Int) -> UInt64 {
        if length <= 8 { return Words.load(text, start, length) }
        return Words.load(text, start, 8) ^ (Words.load(text, start + length - 8, 8) &* 0x9E37_79B9_7F4A_7C15)
    }

    @inline(__always)
    private static func hash(_ key: UInt64, _ length: Int) -> Int {
        let mixed = (key ^ UInt64(truncatingIfNeeded: length)) &* 0xD6E8_FEB8_6659_FD93
        return Int(truncatingIfNeeded: (mixed ^ (mixed >> 32)) & 0x7FFF_FFFF)
    }
}

/// Little-endian words out of bytes.
enum Words {
    /// The first `length` (0...8) bytes from `start` as a number, the first byte lowest.
    @inline(__always)
    static func load(_ text: Span<UInt8>, _ start: Int, _ length: Int) -> UInt64 {
        if length == 0 { return 0 }
        if start + 8 <= text.count {
            // Bounds are checked by the call; every bit pattern is a UInt64.
            let word = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
            return UInt64(littleEndian: word) & (UInt64.max >> UInt64(64 - 8 * length))
        }
        var word: UInt64 = 0
        for offset in 0..<length { word |= UInt64(text[start + offset]) << UInt64(8 * offset) }
        return word
    }
}
