internal import Records

/// What a first pass found of the keys of a drop's tables: for each table and key the records that break it.
struct KeyFindings: Sendable {
    var marks: [[RecordMarks]]
    /// For each table the records that follow a person who opposed.
    var followers: [RecordMarks]
    /// Whether a record was passed on that must be left out: the drop is then read once more, with these findings.
    var isLate = false
    /// What the drop replaces, where that is known for certain; alone, with no ``marks``, where records were passed on that lie
    /// outside.
    var replacements: DropReplacements?

    /// The findings on keys; nil where nothing is known of them.
    var ofKeys: KeyFindings? { marks.isEmpty ? nil : self }
}

/// The keys of all tables of a drop.
///
/// Memory is bounded by ``budget``, whatever the drop holds, but for one bit a record. Where it does not suffice, or where records
/// refer to others that come later, a record that must go is found after it was passed on. The pass then ends with findings of
/// which every record of every table is known to stay or to go, and the drop, whose sealed bytes are still there, is read again:
/// the second time nothing is found late. Most drops are read once.
///
/// What a table's records say of keys does not hang on other keys: a record that one key leaves out uses up its other keys and
/// can be referred to, as long as no check of its own fields, and no rule about it, rejects it. Otherwise one mistake would
/// leave out all that hangs on the record, as far as chains of references go.
struct DropKeys {
    /// Bytes that the keys of a drop may take in memory: some nine million keys.
    static let budget = 192 << 20

    private var checks: [[KeyCheck]]
    private let tables: [CompiledTable]
    private let findings: KeyFindings?
    private var found: KeyFindings
    /// Records of each table so far.
    private var records: [UInt64]
    /// Records of each table that some key leaves out.
    private var left: [RecordMarks]
    private var persons: FollowedPersons

    /// The keys of `tables`; `findings` are those of a pass before this one.
    init(_ tables: [CompiledTable], directory: String, budget: Int = DropKeys.budget, findings: KeyFindings? = nil) {
        self.tables = tables
        self.findings = findings
        let count = tables.reduce(0) {
            $0 + $1.plan.keys.count(where: { if case .foreign = $0.role { false } else { true } })
        }
        checks = tables.map { table in
            table.plan.keys.map { KeyCheck($0, budget: budget / max(1, count), directory: directory) }
        }
        found = KeyFindings(
            marks: tables.map { $0.plan.keys.map { _ in RecordMarks() } }, followers: tables.map { _ in RecordMarks() })
        persons = FollowedPersons(
            tables, targets: tables.map { table in table.plan.keys.map { DropKeys.target($0, among: tables) } },
            budget: budget / max(1, count), directory: directory)
        records = tables.map { _ in 0 }
        left = tables.map { _ in RecordMarks() }
    }

    /// Which rows of a block are left out, and as what.
    struct Judgement {
        /// By rule, the rows that break it.
        var broken: [(rule: Int, rows: [Int])] = []
        var duplicates: [Int] = []
        var dangling: [Int] = []
    }

    /// The rows of a block that refer to a person who opposed, but those in `gone`; before ``judge(_:gone:)``.
    mutating func followers(_ rows: TreatedRows, gone: [Bool]) throws -> [Int] {
        let first = records[rows.table]
        if let findings {
            let marks = findings.followers[rows.table]
            return (0..<rows.rows).filter { !gone[$0] && marks[first + UInt64($0)] }
        }
        try persons.note(rows, gone: gone, first: first)
        return try persons.follow(rows, gone: gone, first: first, among: checks)
    }

    /// Judges the rows of a block but those in `gone`; `rejected` rows are also nothing that others can refer to.
    mutating func judge(_ rows: TreatedRows, gone: [Bool]) throws -> Judgement {
        let first = records[rows.table]
        records[rows.table] += UInt64(rows.rows)
        var judgement = Judgement()
        for index in checks[rows.table].indices {
            let plan = checks[rows.table][index].plan
            let broken = try self.broken(index, rows, first: first, gone: gone)
            guard let rule = plan.rule, !broken.isEmpty else { continue }
            judgement.broken.append((rule, broken))
            let leavesOut = tables[rows.table].plan.rules[rule].action != .warn
            for row in broken {
                let record = first + UInt64(row)
                found.marks[rows.table][index].mark(record)
                guard leavesOut, left[rows.table].mark(record) else { continue }
                if plan.isUnique { judgement.duplicates.append(row) } else { judgement.dangling.append(row) }
            }
        }
        return judgement
    }

    /// The rows that are known to break key `index` of the table.
    private mutating func broken(_ index: Int, _ rows: TreatedRows, first: UInt64, gone: [Bool]) throws -> [Int] {
        if let findings {
            let marks = findings.marks[rows.table][index]
            return (0..<rows.rows).filter { !gone[$0] && marks[first + UInt64($0)] }
        }
        let hashes = rows.keys[index]
        switch checks[rows.table][index].plan.role {
        case .unique:
            let repeated = try checks[rows.table][index].insert(hashes, skipping: gone, first: first, lines: rows.lines)
            return repeated.indices.filter { repeated[$0] }
        case .referenced:
            // A person who opposed is left out of the catalogue, but what refers to the record is no mistake of the producer.
            _ = try checks[rows.table][index].insert(hashes, skipping: rows.rejected, first: first, lines: rows.lines)
            return []
        case .foreign:
            guard let place = DropKeys.target(checks[rows.table][index].plan, among: tables) else { return [] }
            let target = checks[place.table][place.key]
            try checks[rows.table][index].refer(hashes, to: target, skipping: gone, first: first, lines: rows.lines)
            return []
        }
    }

    /// What a foreign key refers to; nil where the drop has not the table, or the key is no foreign one.
    private static func target(_ key: KeyPlan, among tables: [CompiledTable]) -> FollowedPersons.KeyTarget? {
        guard case .foreign(let name, let columns, _) = key.role,
            let table = tables.firstIndex(where: { $0.name == name }),
            let index = tables[table].plan.keys.firstIndex(where: { $0.role == .referenced && $0.columns == columns })
        else { return nil }
        return FollowedPersons.KeyTarget(table: table, key: index)
    }

    /// Judges what was left open, now that all tables were read, and gives the findings for another pass.
    ///
    /// Calls `exclude` with the table of each record that follows a person who opposed and was found late, and `report` for
    /// each key with what it found late, and how many records are newly left out.
    mutating func finish(
        excluding exclude: (_ table: Int) -> Void,
        _ report: (_ table: Int, _ key: KeyPlan, _ late: KeyCheck.Late, _ newlyLeft: Int) -> Void
    ) throws -> KeyFindings {
        guard findings == nil else { return found }
        var persons = persons
        try persons.finish { table, record in
            guard left[table].mark(record) else { return }
            found.isLate = true
            exclude(table)
        }
        found.followers = persons.marks
        for isForeign in [false, true] {
            for table in checks.indices {
                for index in checks[table].indices { try finish(table, index, isForeign, report) }
            }
        }
        return found
    }

    private mutating func finish(
        _ table: Int, _ index: Int, _ isForeign: Bool, _ report: (Int, KeyPlan, KeyCheck.Late, Int) -> Void
    ) throws {
        let check = checks[table][index]
        guard let rule = check.plan.rule, check.plan.isUnique != isForeign else { return }
        let leavesOut = tables[table].plan.rules[rule].action != .warn
        var late = KeyCheck.Late()
        var newlyLeft = 0
        let note = { (key: SpilledKey) in
            late.add(key.line)
            found.marks[table][index].mark(key.record)
            if leavesOut, left[table].mark(key.record) { newlyLeft += 1 }
        }
        if case .foreign = check.plan.role {
            // A reference to a table that the drop has not is not judged.
            guard let target = DropKeys.target(check.plan, among: tables) else { return }
            try check.dangling(checks[target.table][target.key], note)
        } else {
            try check.repeated(note)
        }
        if newlyLeft > 0 { found.isLate = true }
        if late.count > 0 { report(table, check.plan, late, newlyLeft) }
    }
}
