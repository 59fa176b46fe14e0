internal import Columns
internal import Records

/// Puts blocks back in order, finds repeated keys, counts, and passes on which rows stay.
///
/// Used by one thread at a time: by the collecting thread during the pass, by the caller after it.
final class Collector: @unchecked Sendable {
    // Sendable: the caller touches it only after it has joined the collecting thread.
    private let table: CompiledTable
    private let output: (any RowSink)?
    private var waiting: [Int: TreatedRows] = [:]
    private var next = 0
    private var keys = KeySet()
    private var result: TablePassResult

    init(table: CompiledTable, output: (any RowSink)?) {
        self.table = table
        self.output = output
        result = TablePassResult(table: table)
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
    func finish() throws -> TablePassResult {
        if result.isPublishable { try output?.flush() }
        return result
    }

    private func collect(_ rows: TreatedRows) throws {
        var left = rows.rejected
        result.counts.read += rows.rows
        result.counts.rejected += left.count(where: { $0 })
        if let excluded = rows.excluded {
            for row in left.indices where !left[row] && excluded[row] {
                left[row] = true
                result.counts.excluded += 1
            }
        }
        result.violations.merge(rows.violations)
        if let rule = table.plan.keyRule { leaveOutDuplicates(rule, rows, &left) }
        result.counts.kept += left.count(where: { !$0 })
        result.untreated.merge(rows.untreated)
        result.quarantine.merge(rows.quarantine)
        guard let output, result.isPublishable else { return }
        try output.append(rows.columns, RowSelection(leavingOut: left))
    }

    private func leaveOutDuplicates(_ rule: Int, _ rows: TreatedRows, _ left: inout [Bool]) {
        let repeated = keys.insert(rows.keys, skipping: left)
        let action = table.plan.rules[rule].action
        for row in repeated.indices where repeated[row] {
            result.violations.add(rule: rule, line: rows.lines[row])
            if action != .warn {
                left[row] = true
                result.counts.duplicate += 1
            }
        }
    }
}
