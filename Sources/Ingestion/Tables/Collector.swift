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

    init(tables: [CompiledTable], keys: DropKeys, output: (any RowSink)?) {
        self.tables = tables.map(TableCollector.init)
        self.keys = keys
        self.output = output
    }

    /// Takes a block; blocks before it may still be on their way.
    func take(_ rows: TreatedRows) throws {
        waiting[rows.index] = rows
        while let rows = waiting.removeValue(forKey: next) {
            try collect(rows)
            next += 1
        }
    }

    /// What the pass found.
    ///
    /// All blocks were taken.
    func finish() throws -> DropPassResult {
        judgeTotals()
        let findings = try keys.finish { table, key, late, newlyLeft in tables[table].note(key, late, newlyLeft) }
        if isPublishable, !findings.isLate { try output?.flush() }
        var result = DropPassResult(tables: tables.map(\.result))
        if findings.isLate { result.lateKeys = findings }
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

    private func collect(_ rows: TreatedRows) throws {
        let left = try tables[rows.table].collect(rows, &keys)
        guard let output, isPublishable else { return }
        try output.append(rows.columns, RowSelection(leavingOut: left), table: rows.table)
    }
}

/// What is known of one table so far: its counts and its findings.
struct TableCollector {
    private(set) var result: TablePassResult

    init(_ table: CompiledTable) { result = TablePassResult(table: table) }

    /// Counts the rules that the drop's totals break.
    mutating func judge(_ totals: [TotalID: TotalValue]) {
        for rule in result.table.plan.brokenByTotals(totals) { result.violations.note(rule: rule) }
    }

    /// Counts the rows of the next block, has its keys judged and says which rows are left out.
    mutating func collect(_ rows: TreatedRows, _ keys: inout DropKeys) throws -> [Bool] {
        var left = rows.rejected
        for index in result.totals.indices { result.totals[index].merge(rows.totals[index]) }
        result.counts.read += rows.rows
        result.counts.rejected += left.count(where: { $0 })
        if let excluded = rows.excluded {
            for row in left.indices where !left[row] && excluded[row] {
                left[row] = true
                result.counts.excluded += 1
            }
        }
        result.violations.merge(rows.violations)
        if !result.table.plan.keys.isEmpty {
            let judgement = try keys.judge(rows, gone: left)
            for (rule, broken) in judgement.broken {
                for row in broken { result.violations.add(rule: rule, line: rows.lines[row]) }
            }
            for row in judgement.duplicates + judgement.dangling { left[row] = true }
            result.counts.duplicate += judgement.duplicates.count
            result.counts.rejected += judgement.dangling.count
        }
        result.counts.kept += left.count(where: { !$0 })
        result.untreated.merge(rows.untreated)
        result.quarantine.merge(rows.quarantine)
        return left
    }

    /// Counts the records that broke a key and were found only when all had gone by.
    mutating func note(_ key: KeyPlan, _ late: KeyCheck.Late, _ newlyLeft: Int) {
        guard let rule = key.rule else { return }
        result.violations.add(rule: rule, count: late.count, lines: late.lines)
        result.counts.kept -= newlyLeft
        if key.isUnique { result.counts.duplicate += newlyLeft } else { result.counts.rejected += newlyLeft }
    }
}
