internal import Columns
internal import Records

/// Puts blocks back in order, finds repeated keys, filters, counts, and passes on the rows that stay.
///
/// Used by one thread at a time: by the collecting thread during the pass, by the caller after it.
final class Collector: @unchecked Sendable {
    // Sendable: the caller touches it only after it has joined the collecting thread.
    private let table: CompiledTable
    private let output: RowGroupWriter?
    private var waiting: [Int: TreatedRows] = [:]
    private var next = 0
    private var keys: KeySet?
    private var result: TablePassResult

    init(table: CompiledTable, output: RowGroupWriter?) {
        self.table = table
        self.output = output
        keys = table.plan.keyRule == nil ? nil : KeySet()
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

    /// What the pass found. All blocks were taken.
    func finish() throws -> TablePassResult {
        if result.isPublishable { try output?.flush() }
        return result
    }

    private func collect(_ rows: TreatedRows) throws {
        var keep = rows.rejected.map { !$0 }
        result.counts.read += rows.rows
        result.counts.rejected += rows.rejected.reduce(0) { $0 + ($1 ? 1 : 0) }
        if let excluded = rows.excluded {
            for row in keep.indices where keep[row] && excluded[row] {
                keep[row] = false
                result.counts.excluded += 1
            }
        }
        var violations = rows.violations
        if keys != nil, let hashes = rows.keys { removeDuplicates(hashes, rows, &keep, &violations) }
        result.counts.kept += keep.reduce(0) { $0 + ($1 ? 1 : 0) }
        result.violations.merge(violations)
        result.quarantine.merge(rows.quarantine)
        guard let output, result.isPublishable else { return }
        let all = !keep.contains(false)
        try output.append(all ? rows.columns : rows.columns.map { $0.filtered(by: keep) })
    }

    private func removeDuplicates(
        _ hashes: [KeyHash], _ rows: TreatedRows, _ keep: inout [Bool], _ violations: inout ViolationLog
    ) {
        guard let rule = table.plan.keyRule else { return }
        let action = table.plan.rules[rule].action
        for row in keep.indices where keep[row] {
            guard let isNew = keys?.insert(hashes[row]), !isNew else { continue }
            violations.note(rule, line: rows.lines[row])
            if action != .warn {
                keep[row] = false
                result.counts.duplicate += 1
            }
        }
    }
}
