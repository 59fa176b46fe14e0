/// Runs the rules between fields over a block.
enum RuleCheck {
    /// Notes the records that break a rule; a record without a sound form, or with an unreadable value in one of the rule's
    /// fields, has its own violation already and is not judged.
    static func run(_ plan: RecordPlan, _ work: inout BlockWork) {
        for rule in plan.rowRules {
            for row in FormulaEvaluation.failures(rule.formula, work.columns, count: work.lines.count)
            where !work.isUnreadable(row, rule.fields) { work.fail(rule.rule, row: row) }
        }
    }

    /// What the block adds to the totals of the table.
    static func totals(_ plan: RecordPlan, _ work: BlockWork) -> [TotalValue] {
        plan.totals.map { total in
            var value = TotalValue(total)
            value.add(total, work.columns, count: work.lines.count, skipping: work.broken)
            return value
        }
    }
}
