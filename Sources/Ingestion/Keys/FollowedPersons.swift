internal import Records

/// Which records are about persons who opposed because a record that they refer to is (`samePerson` of a foreign key).
///
/// A table of one person's details often names the person nowhere: it has the key of a record that does. What such a record
/// refers to may come later in the drop; then it is found when all tables were read, and the drop is read again (``DropKeys``).
struct FollowedPersons {
    /// By table and key, the hashes of the records left out for their persons, where other tables follow them.
    private var opposed: [[KeyCheck?]]
    /// By table and key, what refers to records that had not come yet.
    private var open: [[KeyCheck?]]
    /// By table, the records that follow a person who opposed.
    private(set) var marks: [RecordMarks]
    private let targets: [[KeyTarget?]]

    /// A key that is referred to: its table, and its number there.
    struct KeyTarget {
        let table: Int
        let key: Int
    }

    /// The persons that `tables` follow, where `targets` are by table and key what the foreign keys refer to.
    ///
    /// `budget` bytes of each table's hashes stay in memory, others go to the file system of `directory`.
    init(_ tables: [CompiledTable], targets: [[KeyTarget?]], budget: Int, directory: String) {
        self.targets = targets
        marks = tables.map { _ in RecordMarks() }
        open = tables.map { table in
            table.plan.keys.map { $0.followsPerson ? KeyCheck($0, budget: 0, directory: directory) : nil }
        }
        opposed = tables.map { table in table.plan.keys.map { _ in nil } }
        for (table, keys) in targets.enumerated() {
            for case (let index, let target?) in keys.enumerated() where tables[table].plan.keys[index].followsPerson {
                let plan = tables[target.table].plan.keys[target.key]
                opposed[target.table][target.key] = KeyCheck(plan, budget: budget, directory: directory)
            }
        }
    }

    /// Marks the rows of a block, from record `first` on, that follow a person who opposed, as far as that is known by now.
    ///
    /// `known` are the keys of the tables so far; rows in `gone` are left out already.
    mutating func follow(_ rows: TreatedRows, gone: [Bool], first: UInt64, among known: [[KeyCheck]]) throws -> [Int] {
        var found: [Int] = []
        for index in open[rows.table].indices where open[rows.table][index] != nil {
            guard let target = targets[rows.table][index], let opposed = opposed[target.table][target.key] else {
                continue
            }
            let there = known[target.table][target.key]
            for (row, hash) in rows.keys[index].enumerated() where !gone[row] && hash != .none {
                if opposed.holds(hash) {
                    if marks[rows.table].mark(first + UInt64(row)) { found.append(row) }
                } else if !there.holds(hash) || !opposed.isInMemory {
                    try open[rows.table][index]?.keep(
                        SpilledKey(hash: hash, record: first + UInt64(row), line: rows.lines[row]))
                }
            }
        }
        return found
    }

    /// Notes which rows of a block are left out for their own persons: those in `gone` that are not rejected.
    mutating func note(_ rows: TreatedRows, gone: [Bool], first: UInt64) throws {
        for index in opposed[rows.table].indices where opposed[rows.table][index] != nil {
            let others = gone.indices.map { !gone[$0] || rows.rejected[$0] }
            _ = try opposed[rows.table][index]?.insert(
                rows.keys[index], skipping: others, first: first, lines: rows.lines)
        }
    }

    /// Marks what was left open, now that all tables were read; calls `found` with the table of each record.
    mutating func finish(_ found: (_ table: Int, _ record: UInt64) -> Void) throws {
        for table in open.indices {
            for index in open[table].indices {
                guard let check = open[table][index], let target = targets[table][index],
                    let opposed = opposed[target.table][target.key]
                else { continue }
                var marks = marks[table]
                try check.shared(opposed) { key in
                    if marks.mark(key.record) { found(table, key.record) }
                }
                self.marks[table] = marks
            }
        }
    }
}
