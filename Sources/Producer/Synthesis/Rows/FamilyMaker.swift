internal import Columns
internal import Records

/// Makes the records of a file, some of its own table with all that is in them at a time.
struct FamilyMaker {
    /// Values that are in memory at once, about.
    private static let cells = 300_000
    private static let rows = 16...8192

    let plan: SynthesisPlan
    /// The tables of the file, each after the one that its records are in.
    private let members: [TablePlan]
    private let judges: [Int: RowJudge]
    private let settlers: [Int: RowSettler]
    private let spoilers: [Int: FaultMaker]
    private let batchRows: Int
    private var next = 0
    private(set) var summary: [Int: SyntheticDrop.TableSummary] = [:]
    /// Rows of each person, where the options ask for them.
    private(set) var persons: [Int: Int] = [:]
    /// Records of tables that have one, from which others take values.
    private(set) var heads: [Int: RecordBatch] = [:]

    init(_ plan: SynthesisPlan, file: Int) throws {
        self.plan = plan
        members = plan.members(ofFile: file).sorted {
            (FamilyMaker.depth($0, plan), $0.index) < (FamilyMaker.depth($1, plan), $1.index)
        }
        var judges: [Int: RowJudge] = [:]
        var settlers: [Int: RowSettler] = [:]
        var spoilers: [Int: FaultMaker] = [:]
        for table in members {
            let judge = try RowJudge(table, of: plan)
            let settler = RowSettler(judge, of: plan)
            judges[table.index] = judge
            settlers[table.index] = settler
            if table.faults.rate > 0 { spoilers[table.index] = try FaultMaker(judge, settler, of: plan) }
            summary[table.index] = SyntheticDrop.TableSummary()
        }
        (self.judges, self.settlers, self.spoilers) = (judges, settlers, spoilers)
        let columns = members.reduce(0) { $0 + $1.columns.count }
        batchRows = min(
            max(FamilyMaker.cells / max(1, columns), FamilyMaker.rows.lowerBound), FamilyMaker.rows.upperBound)
        for table in members where table.owner == nil && table.index != file {
            heads[table.index] = try made(table, Array(0..<table.rows), [], [:])
            summary[table.index]?.rows = table.rows
        }
    }

    private static func depth(_ table: TablePlan, _ plan: SynthesisPlan) -> Int {
        table.owner.map { depth(plan.tables[$0], plan) + 1 } ?? 0
    }

    /// The next records; nil after the last.
    mutating func family(_ file: TablePlan) throws -> BatchFamily? {
        guard next < file.rows else { return nil }
        let rows = Array(next..<min(file.rows, next + batchRows))
        next += rows.count
        var batches: [Int: RecordBatch] = [:]
        for table in members where table.index == file.index || table.owner != nil {
            let (numbers, owners) = places(table, rows, batches)
            batches[table.index] = try made(table, numbers, owners, batches)
        }
        for table in members where batches[table.index] != nil { try settleTotals(table, &batches) }
        if plan.options.countsPersons {
            for row in rows { persons[plan.person(file, row), default: 0] += 1 }
        }
        for table in members where batches[table.index] != nil { spoil(table, &batches) }
        return BatchFamily(batches: batches, file: file.index)
    }

    /// The numbers of the records of `table` in those of its owner, and in which each one is.
    private func places(_ table: TablePlan, _ rows: [Int], _ batches: [Int: RecordBatch]) -> ([Int], [Int]) {
        guard let owner = table.owner, let around = batches[owner], let counts = table.counts else { return (rows, []) }
        var numbers: [Int] = []
        var owners: [Int] = []
        for (place, row) in around.rows.enumerated() {
            let first = counts.first(row)
            for number in first..<(first + counts.count(row)) {
                numbers.append(number)
                owners.append(place)
            }
        }
        return (numbers, owners)
    }

    private func made(
        _ table: TablePlan, _ rows: [Int], _ owners: [Int], _ batches: [Int: RecordBatch]
    ) throws -> RecordBatch {
        var batch = RecordBatch(table, rows: rows, owners: owners)
        for (column, plan) in table.columns.enumerated() {
            if case .slice = plan.source { continue }
            if case .inherited(let holder, let source) = plan.source {
                inherit(column, holder, source, &batch, batches)
            } else {
                let values = self.plan.values(table, column, rows)
                batch.fill(column, values.domain, values.indices)
            }
        }
        for (column, plan) in table.columns.enumerated() {
            if case .slice(let whole, let range) = plan.source { batch.slice(column, of: whole, range) }
        }
        try settlers[table.index]?.settle(&batch)
        return batch
    }

    private func inherit(
        _ column: Int, _ holder: Int, _ source: Int, _ batch: inout RecordBatch, _ batches: [Int: RecordBatch]
    ) {
        if let head = heads[holder] {
            return batch.copy(column, from: head, source, batch.rows.map { _ in 0 })
        }
        guard let around = batches[holder] else { return }
        batch.copy(column, from: around, source, places(of: batch, in: holder, batches))
    }

    /// For each record of `batch`, the one of table `holder` around it.
    private func places(of batch: RecordBatch, in holder: Int, _ batches: [Int: RecordBatch]) -> [Int] {
        var places = batch.owners
        var current = batch.table.owner
        while let owner = current, owner != holder, let around = batches[owner] {
            places = places.map { around.owners[$0] }
            current = around.table.owner
        }
        return places
    }

    /// Makes the rules about the totals of each record's parts hold, now that the parts are there.
    private func settleTotals(_ table: TablePlan, _ batches: inout [Int: RecordBatch]) throws {
        guard let judge = judges[table.index], !judge.totals.isEmpty, let settler = settlers[table.index],
            var batch = batches[table.index]
        else { return }
        var limits = RowSettler.Limits()
        var read: [Int: (columns: [Column?], owners: [Int])] = [:]
        for total in judge.totals where read[total.table] == nil {
            guard let part = batches[total.table], let judge = judges[total.table] else { continue }
            let columns = judge.judge(part, Array(0..<part.count)).columns
            read[total.table] = (columns, places(of: part, in: table.index, batches))
        }
        let texts = judge.totals.map { total in
            read[total.table].map { total.texts($0.columns, owners: $0.owners, count: batch.count) } ?? []
        }
        limits.totals = (0..<batch.count).map { row in texts.map { $0.indices.contains(row) ? $0[row] : [] } }
        for member in members {
            for column in member.columns {
                if case .inherited(table.index, let source) = column.source { limits.locked.insert(source) }
            }
        }
        try settler.settle(&batch, nil, limits)
        batches[table.index] = batch
    }

    /// Puts faults into records, and counts what the gateway will leave out.
    private mutating func spoil(_ table: TablePlan, _ batches: inout [Int: RecordBatch]) {
        guard var batch = batches.removeValue(forKey: table.index) else { return }
        var counts = summary[table.index] ?? SyntheticDrop.TableSummary()
        counts.rows += batch.count
        // Parts go the way of the file's own record, however deep they are in it.
        let whole = table.owner == nil ? nil : batches[table.file]
        let wholes = whole == nil ? [] : places(of: batch, in: table.file, batches)
        for row in 0..<batch.count {
            let number = batch.rows[row]
            let isAlone = whole.map { !$0.isLeftOut[wholes[row]] } ?? true
            var fault: SyntheticFault?
            if isAlone, spoilers[table.index] != nil, plan.hasFault(table, number), !plan.hangs(table, number) {
                fault = spoilers[table.index]?.spoil(&batch, row)
            }
            if let fault {
                counts.faults[fault, default: 0] += 1
                if fault.isDuplicate { counts.duplicate += 1 } else { counts.rejected += 1 }
            } else if !isAlone {
                batch.isLeftOut[row] = true
                counts.partsLeftOut += 1
                counts.rejected += 1
            } else if plan.hangs(table, number) {
                batch.isLeftOut[row] = true
                counts.hanging += 1
                counts.rejected += 1
            }
        }
        summary[table.index] = counts
        batches[table.index] = batch
    }
}
