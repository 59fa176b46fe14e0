/// The keys seen so far in a drop, as hashes: 20 to 25 bytes a row, no value is kept.
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
        func contains(_ hash: KeyHash) -> Bool {
            var slot = home(hash)
            while slots[slot].low != 0 {
                if slots[slot] == hash { return true }
                slot += 1
                if slot == slots.count { slot = 0 }
            }
            return false
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
    /// Bytes that the tables take.
    package private(set) var byteCount = shardCount * Shard.initialSize * MemoryLayout<KeyHash>.stride
    private var shards = [Shard](repeating: Shard(), count: shardCount)

    /// A set of no keys.
    package init() {}

    /// Number of different keys.
    package var count: Int { shards.reduce(0) { $0 + $1.count } }

    /// Whether the key is in the set.
    package func contains(_ hash: KeyHash) -> Bool { shards[Int(hash.high >> 56)].contains(hash) }

    /// Adds the keys of a block's rows but the `skipped` ones and marks rows whose key was there; memory has no bound.
    package mutating func insert(_ hashes: [KeyHash], skipping skipped: [Bool]) -> [Bool] {
        insert(hashes, skipping: skipped, budget: .max) { _ in }
    }

    /// Adds the keys of a block's rows but the `skipped` ones (rejected records have no say) and marks rows whose key was there.
    ///
    /// From `budget` bytes on nothing is added any more: a key that is not there is given to `isLate`, with its row.
    package mutating func insert(
        _ hashes: [KeyHash], skipping skipped: [Bool], budget: Int, isLate: (Int) throws -> Void
    ) rethrows -> [Bool] {
        precondition(hashes.count == skipped.count)
        var duplicates = [Bool](repeating: false, count: hashes.count)
        for row in hashes.indices where !skipped[row] && hashes[row] != .none {
            let hash = hashes[row]
            let shard = Int(hash.high >> 56)
            if byteCount < budget {
                let before = shards[shard].slots.count
                if !shards[shard].insert(hash) { duplicates[row] = true }
                byteCount += (shards[shard].slots.count - before) * MemoryLayout<KeyHash>.stride
            } else if shards[shard].contains(hash) {
                duplicates[row] = true
            } else {
                try isLate(row)
            }
        }
        return duplicates
    }
}
