internal import Records

/// Judges one key of a table while its records go by, and what was left open when all have gone by.
///
/// Keys are kept as hashes in memory up to a budget. From then on a key that is not known is put on the disk, and judged at the
/// end; one that is known is judged at once, as before. Which records break the rule is the same either way.
struct KeyCheck {
    let plan: KeyPlan
    private var known = KeySet()
    private var open: KeySpill
    /// Bytes of keys in memory.
    private let budget: Int

    /// The check of `plan` that keeps `budget` bytes in memory and the rest in the file system of `directory`.
    init(_ plan: KeyPlan, budget: Int, directory: String) {
        self.plan = plan
        self.budget = budget
        open = KeySpill(directory: directory)
    }

    /// What was found late: how many records, and the first of their lines.
    struct Late {
        /// Lines that are remembered: twice those of a report, so that the first are among them.
        private static let mostLines = 2 * ViolationLog.examplesPerRule
        private(set) var count: UInt64 = 0
        private var found: [UInt64] = []

        var lines: [UInt64] { found.sorted() }

        mutating func add(_ line: UInt64) {
            count += 1
            found.append(line)
            guard found.count == Late.mostLines else { return }
            found.sort()
            found.removeLast(Late.mostLines / 2)
        }
    }

    /// Takes the keys of the records from number `first` on, but the `skipped` ones; marks those whose key was there before.
    mutating func insert(_ hashes: [KeyHash], skipping skipped: [Bool], first: UInt64, lines: [UInt64]) throws -> [Bool]
    {
        try known.insert(hashes, skipping: skipped, budget: budget) { row in
            try open.append(SpilledKey(hash: hashes[row], record: first + UInt64(row), line: lines[row]))
        }
    }

    /// Keeps the records open that refer to no key of `target` so far.
    mutating func refer(
        _ hashes: [KeyHash], to target: KeyCheck, skipping skipped: [Bool], first: UInt64, lines: [UInt64]
    ) throws {
        for row in hashes.indices where !skipped[row] && hashes[row] != .none {
            if target.known.contains(hashes[row]) { continue }
            try open.append(SpilledKey(hash: hashes[row], record: first + UInt64(row), line: lines[row]))
        }
    }

    /// Calls `found` for each record whose key an earlier open one has.
    func repeated(_ found: (SpilledKey) -> Void) throws {
        guard open.count > 0 else { return }
        for part in 0..<KeySpill.partCount {
            var seen = KeySet()
            try open.read(part: part) { keys in
                let isRepeated = seen.insert(keys)
                for index in keys.indices where isRepeated[index] { found(keys[index]) }
            }
        }
    }

    /// Whether a key is known, as far as keys are in memory.
    func holds(_ hash: KeyHash) -> Bool { known.contains(hash) }

    /// Whether no key was put on the disk.
    var isInMemory: Bool { open.count == 0 }

    /// Keeps a record's key until all tables were read.
    mutating func keep(_ key: SpilledKey) throws { try open.append(key) }

    /// Calls `found` for each open record whose key is one of `target`.
    func shared(_ target: KeyCheck, _ found: (SpilledKey) -> Void) throws {
        guard open.count > 0 else { return }
        for part in 0..<KeySpill.partCount {
            var there = KeySet()
            try target.open.read(part: part) { _ = there.insert($0) }
            try open.read(part: part) { keys in
                for key in keys where target.known.contains(key.hash) || there.contains(key.hash) { found(key) }
            }
        }
    }

    /// Calls `found` for each open record that refers to no key of `target`.
    func dangling(_ target: KeyCheck, _ found: (SpilledKey) -> Void) throws {
        guard open.count > 0 else { return }
        for part in 0..<KeySpill.partCount {
            var there = KeySet()
            try target.open.read(part: part) { _ = there.insert($0) }
            try open.read(part: part) { keys in
                for key in keys where !target.known.contains(key.hash) && !there.contains(key.hash) { found(key) }
            }
        }
    }
}

extension KeySet {
    /// Adds the keys and marks those that were there.
    fileprivate mutating func insert(_ keys: [SpilledKey]) -> [Bool] {
        insert(keys.map(\.hash), skipping: [Bool](repeating: false, count: keys.count))
    }
}
