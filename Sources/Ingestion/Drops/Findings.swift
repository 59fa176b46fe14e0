internal import Receipts
internal import Records
internal import Support
internal import Treatment

/// What a pass found, in the words of a receipt: broken rules with their counts, and the error report.
struct Findings {
    let brokenRules: [OutcomeReceipt.BrokenRule]
    let report: ErrorReport

    init(_ result: DropPassResult, errorLines: Int) {
        var rules: [OutcomeReceipt.BrokenRule] = []
        var report = ErrorReport(examplesPerRule: errorLines)
        for table in result.tables {
            rules += Findings.violations(of: table, &report)
            rules += Findings.treatments(of: table, &report)
        }
        brokenRules = rules
        self.report = report
    }

    private static func violations(of result: TablePassResult, _ report: inout ErrorReport)
        -> [OutcomeReceipt.BrokenRule]
    {
        var rules: [OutcomeReceipt.BrokenRule] = []
        let name = result.table.name
        for (index, rule) in result.table.plan.rules.enumerated() where result.violations.counts[index] > 0 {
            let code = FaultCode(rawValue: rule.code)
            rules.append(
                OutcomeReceipt.BrokenRule(
                    code: code, message: rule.message, table: name, field: rule.field,
                    action: OutcomeReceipt.BrokenRule.Action(rule.action), count: Int(result.violations.counts[index]),
                    details: rule.arguments))
            report.explain(
                table: name, field: rule.field, rule: code, message: rule.message, details: rule.arguments)
            for example in result.violations.examples(ofRule: index) {
                report.add(
                    table: name, line: Int(example.line), field: rule.field, rule: code, shape: example.shape)
            }
        }
        return rules
    }

    private static func treatments(of result: TablePassResult, _ report: inout ErrorReport)
        -> [OutcomeReceipt.BrokenRule]
    {
        var rules: [OutcomeReceipt.BrokenRule] = []
        let name = result.table.name
        let logs: [(TreatmentLog, OutcomeReceipt.BrokenRule.Action)] = [
            (result.untreated, .rejectRecord), (result.quarantine, .rejectDrop),
        ]
        for (log, action) in logs {
            for (key, entry) in log.sorted {
                let field = result.table.treatments.fields[key.field].name
                rules.append(
                    OutcomeReceipt.BrokenRule(
                        code: key.code, table: name, field: field, action: action, count: Int(entry.count)))
                for line in entry.lines {
                    report.add(table: name, line: Int(line), field: field, rule: key.code, shape: "")
                }
            }
        }
        return rules
    }
}

extension OutcomeReceipt.BrokenRule.Action {
    fileprivate init(_ action: RuleAction) {
        self =
            switch action {
            case .rejectDrop: .rejectDrop
            case .rejectRecord: .rejectRecord
            case .warn: .warn
            }
    }
}
