internal import Ledger
internal import Receipts
internal import Records
internal import Support
internal import Treatment

/// A verdict in the words of a receipt, whoever is told: the gateway's own receipts and what a producer's check says.
extension OutcomeReceipt {
    /// An outcome about the drop of `head` that says what `verdict` found; the rest is set field by field.
    init(_ head: ReceiptHead, _ verdict: Verdict) {
        self.init(head: head, state: State(rawValue: verdict.state.rawValue) ?? .rejected)
        switch verdict {
        case .duplicate(let earlier):
            reasons = [Remark("drop.duplicate", ["received": earlier.drop.arrivedAt.iso8601(fraction: 0)])]
        case .refused(let faults, _): reasons = faults.map { Remark($0) }
        case .stopped(let fault): reasons = [Remark(fault)]
        case .quarantined(let result): reasons = result.tables.flatMap(Self.quarantineReasons)
        case .published(let result, _): reappeared = result.counts.excluded
        case .oppositions: break
        }
    }

    /// Adds what the pass behind `verdict` found in the records; gives the places, at most `errorLines` a rule and field.
    mutating func tell(_ verdict: Verdict, errorLines: Int) -> ErrorReport? {
        guard let result = verdict.result else { return nil }
        let findings = Findings(result, errorLines: errorLines)
        brokenRules = findings.brokenRules
        signer = result.signer
        nomenclatures = result.nomenclatures
        tables = result.tables.map { found in
            var outcome = TableOutcome(
                name: found.table.name, read: found.counts.read, kept: found.counts.kept,
                rejected: found.counts.rejected, excluded: found.counts.excluded, duplicate: found.counts.duplicate)
            outcome.replaced = found.rowsReplaced.map { Int(clamping: $0) }
            outcome.replacedNearly = found.table.hasPersons
            return outcome
        }
        if case .published(_, let versions) = verdict {
            for (index, version) in versions.enumerated() { tables[index].version = Int(version) }
        }
        return findings.report
    }

    private static func quarantineReasons(_ result: TablePassResult) -> [Remark] {
        result.quarantine.sorted.map { key, entry in
            Remark(
                key.code,
                [
                    "table": result.table.name, "field": result.table.treatments.fields[key.field].name,
                    "count": String(entry.count), "line": entry.lines.first.map(String.init) ?? "–",
                ])
        }
    }
}
