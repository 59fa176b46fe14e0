/// Knows again the names that libxml2's dictionary has made unique: one look at an address instead of a comparison of texts.
struct NameCache {
    private struct Entry {
        let local: UInt
        let prefix: UInt
        let index: Int32
    }

    private let known: [String: Int32]
    private var entries: [Entry?] = [Entry?](repeating: nil, count: 64)
    private(set) var count = 0

    init(_ names: [String]) {
        known = Dictionary(names.enumerated().map { ($1, Int32($0)) }) { first, _ in first }
    }

    /// Index of the name `prefix:local` among the known ones, -1 for any other.
    mutating func index(_ local: UnsafePointer<UInt8>, _ prefix: UnsafePointer<UInt8>?) -> Int32 {
        let localKey = UInt(bitPattern: local)
        let prefixKey = UInt(bitPattern: prefix)
        var slot = NameCache.slot(localKey, prefixKey, entries.count)
        while let entry = entries[slot] {
            if entry.local == localKey, entry.prefix == prefixKey { return entry.index }
            slot = (slot + 1) & (entries.count - 1)
        }
        return unsafe add(local, prefix, slot)
    }

    @inline(never)
    private mutating func add(_ local: UnsafePointer<UInt8>, _ prefix: UnsafePointer<UInt8>?, _ slot: Int) -> Int32 {
        let text = unsafe (prefix.map { unsafe String(cString: $0) + ":" } ?? "") + String(cString: local)
        let index = known[text] ?? -1
        entries[slot] = Entry(local: UInt(bitPattern: local), prefix: UInt(bitPattern: prefix), index: index)
        count += 1
        if count * 2 > entries.count { grow() }
        return index
    }

    private mutating func grow() {
        let old = entries
        entries = [Entry?](repeating: nil, count: old.count * 2)
        for case let entry? in old {
            var slot = NameCache.slot(entry.local, entry.prefix, entries.count)
            while entries[slot] != nil { slot = (slot + 1) & (entries.count - 1) }
            entries[slot] = entry
        }
    }

    private static func slot(_ local: UInt, _ prefix: UInt, _ count: Int) -> Int {
        let mixed = (local ^ (prefix &* 0x9E37_79B9_7F4A_7C15)) &* 0xD6E8_FEB8_6659_FD93
        return Int(truncatingIfNeeded: (mixed ^ (mixed >> 32)) & 0x7FFF_FFFF) & (count - 1)
    }
}
