internal import Columns
internal import Records

/// Puts the blocks of a drop back in order and hands each to its table; passes on which rows stay.
///
/// Used by one thread at a time: by the collecting thread during the pass, by the caller after it.
final class Collector: @unchecked Sendable {
    // Sendable: the caller touches it only after it has joined the collecting thread.
    private let output: (any RowSink)?
    private var waiting: [Int: TreatedRows] = [:]
    private var next = 0
    private var tables: [TableCollector]
    private var keys: DropKeys
    private var replacements: DropReplacements
    /// For each table, the one whose file its rows come from, where that is another.
    private let wholes: [Int?]
    /// Rows of a table whose rules look at their parts, and the parts so far.
    private var family: [TreatedRows] = []

    init(tables: [CompiledTable], keys: DropKeys, replacements: DropReplacements, output: (any RowSink)?) {
        let wholes = tables.map { table in tables.firstIndex { $0.name == table.partOf } }
        self.tables = tables.indices.map { TableCollector(tables[$0], hasParts: wholes.contains($0)) }
        self.wholes = wholes
        self.keys = keys
        self.replacements = replacements
        self.output = output
    }

    /// Takes a block; blocks before it may still be on their way.
    func take(_ rows: TreatedRows) throws {
        waiting[rows.index] = rows
        while let rows = waiting.removeValue(forKey: next) {
            try gather(rows)
            next += 1
        }
    }

    /// What the pass found.
    ///
    /// All blocks were taken.
    func finish() throws -> DropPassResult {
        try release()
        judgeTotals()
        let findings = try keys.finish(
            excluding: { tables[$0].excludeLate() },
            { table, key, late, newlyLeft in tables[table].note(key, late, newlyLeft) })
        let isOutside = replacements.isLate
        if isPublishable, !findings.isLate, !isOutside { try output?.flush() }
        var result = DropPassResult(tables: tables.map(\.result))
        for index in tables.indices { result.tables[index].replaces = replacements.rows[index] }
        // Records that lie outside use up no keys: what is known of keys holds only when they are known.
        if findings.isLate || isOutside {
            var known = isOutside ? KeyFindings(marks: [], followers: []) : findings
            (known.isLate, known.replacements) = (true, replacements)
            result.lateKeys = known
        }
        return result
    }

    /// Whether nothing so far forbids the drop's publication.
    private var isPublishable: Bool { tables.allSatisfy { $0.result.isPublishable } }

    /// Judges the rules on totals, now that all tables were read to their end; one without records has totals too.
    private func judgeTotals() {
        var totals: [TotalID: TotalValue] = [:]
        for table in tables {
            totals.merge(table.result.table.plan.named(table.result.totals)) { first, _ in first }
        }
        for index in tables.indices { tables[index].judge(totals) }
    }

    /// Keeps rows that cannot be judged before their parts are there; in each file their block comes first, the parts' follow it.
    private func gather(_ rows: TreatedRows) throws {
        if let first = family.first, wholes[rows.table] == first.table { return family.append(rows) }
        try release()
        if rows.ownerBlock == nil { try collect(rows) } else { family = [rows] }
    }

    /// Judges rows by their parts and passes on both.
    private func release() throws {
        guard var first = family.first, let block = first.ownerBlock else { return }
        let parts = family.dropFirst()
        family = []
        let result = tables[first.table].result
        let plan = result.table.plan
        let totals = parts.flatMap(\.ownerTotals)
        first.reject(plan.brokenByParts(block, first: UInt64(result.counts.read), totals), plan)
        try collect(first)
        for rows in parts { try collect(rows) }
    }

    private func collect(_ rows: TreatedRows) throws {
        let around = wholes[rows.table].flatMap { tables[$0].marks }
        let left = try tables[rows.table].collect(rows, &keys, &replacements, around: around)
        guard let output, isPublishable else { return }
        try output.append(rows.columns, RowSelection(leavingOut: left), table: rows.table)
    }
}

/// What is known of one table so far: its counts and its findings.
struct TableCollector {
    private(set) var result: TablePassResult
    /// What became of its records, where others are part of them.
    private(set) var marks: OwnerMarks?

    init(_ table: CompiledTable, hasParts: Bool) {
        result = TablePassResult(table: table)
        marks = hasParts ? OwnerMarks() : nil
    }

    /// Counts the rules that the drop's totals break.
    mutating func judge(_ totals: [TotalID: TotalValue]) {
        for rule in result.table.plan.brokenByTotals(totals) { result.violations.note(rule: rule) }
    }

    /// Counts the rows of the next block, has its keys judged and says which rows are left out; `around` is what became of the
    /// records that they are part of.
    mutating func collect(
        _ rows: TreatedRows, _ keys: inout DropKeys, _ replacements: inout DropReplacements, around: OwnerMarks?
    ) throws -> [Bool] {
        var rows = rows
        let first = result.counts.read
        for index in result.totals.indices { result.totals[index].merge(rows.totals[index]) }
        result.violations.merge(rows.violations)
        result.counts.read += rows.rows
        if let around { rejectParts(&rows.rejected, rows) { around.isRejected($0) } }
        for row in try replacements.judge(rows) {
            rows.rejected[row] = true
            result.violations.add(rule: RecordPlan.windowRule, line: rows.lines[row])
        }
        result.counts.rejected += rows.rejected.count(where: { $0 })
        var gone = exclude(rows, around)
        if !result.table.plan.keys.isEmpty {
            for row in try keys.followers(rows, gone: gone) {
                gone[row] = true
                result.counts.excluded += 1
            }
        }
        var left = gone
        if !result.table.plan.keys.isEmpty {
            let judgement = try keys.judge(rows, gone: gone)
            for (rule, broken) in judgement.broken {
                for row in broken { result.violations.add(rule: rule, line: rows.lines[row]) }
            }
            for row in judgement.duplicates + judgement.dangling { left[row] = true }
            result.counts.duplicate += judgement.duplicates.count
            result.counts.rejected += judgement.dangling.count
        }
        if let around { result.counts.rejected += rejectParts(&left, rows) { around.isLeft($0) } }
        marks?.note(first: first, rejected: rows.rejected, gone: gone, left: left)
        result.counts.kept += left.count(where: { !$0 })
        result.untreated.merge(rows.untreated)
        result.quarantine.merge(rows.quarantine)
        return left
    }

    /// Marks in `left` the rows that are part of a record for which `isOut` holds; gives their number.
    @discardableResult
    private mutating func rejectParts(_ left: inout [Bool], _ rows: TreatedRows, _ isOut: (UInt64) -> Bool) -> Int {
        var count = 0
        for row in rows.owners.indices where !left[row] && isOut(rows.owners[row]) {
            left[row] = true
            count += 1
            result.violations.add(rule: RecordPlan.partRule, line: rows.lines[row])
        }
        return count
    }

    /// The rejected rows, and those of persons who opposed, which are counted.
    private mutating func exclude(_ rows: TreatedRows, _ around: OwnerMarks?) -> [Bool] {
        var gone = rows.rejected
        for row in gone.indices where !gone[row] {
            let isPart = around.map { rows.owners.indices.contains(row) && $0.isExcluded(rows.owners[row]) } ?? false
            guard isPart || rows.excluded?[row] ?? false else { continue }
            gone[row] = true
            result.counts.excluded += 1
        }
        return gone
    }

    /// Counts a record that follows a person who opposed and was found only when all had gone by.
    mutating func excludeLate() {
        result.counts.kept -= 1
        result.counts.excluded += 1
    }

    /// Counts the records that broke a key and were found only when all had gone by.
    mutating func note(_ key: KeyPlan, _ late: KeyCheck.Late, _ newlyLeft: Int) {
        guard let rule = key.rule else { return }
        result.violations.add(rule: rule, count: late.count, lines: late.lines)
        result.counts.kept -= newlyLeft
        if key.isUnique { result.counts.duplicate += newlyLeft } else { result.counts.rejected += newlyLeft }
    }
}
