/// The primary keys seen so far in a drop, as hashes: 20 to 25 bytes a row, no value is kept.
///
/// Fed block by block in the order of the drop, by one thread.
package struct KeySet {
    /// An open hash table; hash 0 marks a free slot.
    private struct Shard {
        /// Slots of a new shard.
        static let initialSize = 16
        var slots = [KeyHash](repeating: KeyHash(high: 0, low: 0), count: initialSize)
        var count = 0

        /// Adds `hash`; false where it was there.
        @inline(__always)
        mutating func insert(_ hash: KeyHash) -> Bool {
            // At most four fifths full.
            if (count + 1) * 5 > slots.count * 4 { grow() }
            var slot = home(hash)
            while slots[slot].low != 0 {
                if slots[slot] == hash { return false }
                slot += 1
                if slot == slots.count { slot = 0 }
            }
            slots[slot] = hash
            count += 1
            return true
        }

        @inline(__always)
        private func home(_ hash: KeyHash) -> Int {
            Int(truncatingIfNeeded: hash.low.multipliedFullWidth(by: UInt64(slots.count)).high)
        }

        private mutating func grow() {
            let old = slots
            slots = [KeyHash](repeating: KeyHash(high: 0, low: 0), count: old.count + old.count / 4)
            count = 0
            for hash in old where hash.low != 0 { _ = insert(hash) }
        }
    }

    /// Many small tables, so that growing one needs little memory at once.
    private static let shardCount = 256
    private var shards = [Shard](repeating: Shard(), count: shardCount)

    /// A set of no keys.
    package init() {}

    /// Number of different keys.
    package var count: Int { shards.reduce(0) { $0 + $1.count } }

    /// Adds the keys of a block's rows but the `skipped` ones (rejected records have no say); marks rows whose key was there.
    package mutating func insert(_ hashes: [KeyHash], skipping skipped: [Bool]) -> [Bool] {
        precondition(hashes.count == skipped.count)
        var duplicates = [Bool](repeating: false, count: hashes.count)
        for row in hashes.indices where !skipped[row] {
            let hash = KeyHash(high: hashes[row].high, low: hashes[row].low | 1)
            if !shards[Int(hash.high >> 56)].insert(hash) { duplicates[row] = true }
        }
        return duplicates
    }
}
