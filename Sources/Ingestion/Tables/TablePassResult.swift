internal import Envelope
internal import Records

/// What a pass found: counts that balance, rules broken, values that quarantine.
struct TablePassResult: Sendable {
    let table: CompiledTable
    var counts = RecordCounts()
    var violations: ViolationLog
    var untreated = TreatmentLog()
    var quarantine = TreatmentLog()
    /// Who signed the drop.
    var signer: SignerIdentity?

    init(table: CompiledTable) {
        self.table = table
        violations = ViolationLog(ruleCount: table.plan.rules.count)
    }

    /// Index of a broken rule that refuses the whole drop.
    var dropRule: Int? { table.plan.dropRule(in: violations) }

    /// Whether nothing so far forbids the drop's publication.
    ///
    /// The tolerance is judged at the end only.
    var isPublishable: Bool { quarantine.isEmpty && dropRule == nil }
}
