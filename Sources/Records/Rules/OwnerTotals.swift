internal import Columns

/// What the rows of a block of a part add to one total of the records around them.
package struct OwnerTotals: Sendable {
    let id: TotalID
    /// The number of a record of the file, and its total over rows that follow each other.
    private(set) var runs: [(owner: UInt64, value: TotalValue)] = []

    /// The total `plan` of the rows of a block, whose records around them are `owners`.
    init(_ plan: TotalPlan, _ work: BlockWork, _ owners: [UInt64]) {
        id = plan.id
        var runs: [(owner: UInt64, value: TotalValue)] = []
        TotalValue.shares(plan, work.columns, count: owners.count, skipping: work.broken) { row, share in
            if runs.last?.owner != owners[row] { runs.append((owners[row], TotalValue(plan))) }
            runs[runs.count - 1].value.add(share)
        }
        self.runs = runs
    }
}

/// What rules on the totals of each record's parts need of a block of these records.
package struct OwnerBlock: Sendable {
    /// The fields that the rules use.
    fileprivate let columns: [Column?]
    fileprivate let count: Int
    /// By rule, the rows that it does not judge.
    fileprivate let unjudged: [[Bool]]

    /// The rows of a block, some of which have no sound form or no readable value.
    init(_ plan: RecordPlan, _ work: BlockWork) {
        let used = Set(plan.partRules.flatMap(\.fields))
        columns = work.columns.enumerated().map { used.contains($0) ? $1 : nil }
        count = work.lines.count
        unjudged = plan.partRules.map { rule in work.lines.indices.map { work.isUnreadable($0, rule.fields) } }
    }
}

extension RecordPlan {
    /// The rows that break rules on the totals of their parts, by rule.
    ///
    /// `first` is the number of the block's first record in the file, `totals` those of all blocks with parts of the records.
    package func brokenByParts(
        _ block: OwnerBlock, first: UInt64, _ totals: [OwnerTotals]
    ) -> [(rule: Int, rows: [Int])] {
        partRules.enumerated().map { index, rule in
            var columns = block.columns
            var lost: Set<Int> = []
            for plan in rule.totals {
                var values = [TotalValue](repeating: TotalValue(plan), count: block.count)
                for part in totals where part.id == plan.id {
                    for run in part.runs where run.owner >= first && run.owner - first < UInt64(block.count) {
                        values[Int(run.owner - first)].merge(run.value)
                    }
                }
                let (column, unknown) = TotalValue.column(values)
                columns.append(column)
                lost.formUnion(unknown)
            }
            let failures = FormulaEvaluation.failures(rule.formula, columns, count: block.count)
            return (rule.rule, lost.union(failures).filter { !block.unjudged[index][$0] }.sorted())
        }
    }
}
