internal import Catalogue
internal import Convention
internal import Envelope
internal import Records

/// What a pass found in one table: counts that balance, rules broken, values that quarantine.
struct TablePassResult: Sendable {
    let table: CompiledTable
    var counts = RecordCounts()
    var violations: ViolationLog
    var untreated = TreatmentLog()
    var quarantine = TreatmentLog()
    /// Totals of the table, as far as it was read.
    var totals: [TotalValue]
    /// What the drop replaces in the table, where that is some of its rows.
    var replaces: ReplacedRows?
    /// Rows that were replaced, once that is known.
    var rowsReplaced: Int64?

    init(table: CompiledTable) {
        self.table = table
        totals = table.plan.noTotals
        violations = ViolationLog(ruleCount: table.plan.rules.count)
    }

    /// Index of a broken rule that refuses the whole drop.
    var dropRule: Int? { table.plan.dropRule(in: violations) }

    /// Whether nothing so far forbids the drop's publication.
    ///
    /// The tolerance is judged at the end only.
    var isPublishable: Bool { quarantine.isEmpty && dropRule == nil }

    /// The fault where a larger share than `tolerance` was rejected.
    func overTolerance(_ tolerance: Double) -> DropFault? {
        guard counts.rejectedShare > tolerance else { return nil }
        return .overTolerance(
            table: table.name, rejected: counts.rejected, read: counts.read, tolerance: tolerance)
    }
}

/// What a pass found in a drop, table by table.
struct DropPassResult: Sendable {
    var tables: [TablePassResult]
    /// What is known of the records' keys, where records were passed on that must go; they must be read again with it.
    var lateKeys: KeyFindings?
    /// Which versions of nomenclatures judged the drop.
    var nomenclatures: [NomenclatureUse] = []
    /// Who signed the drop; of a delivery, who signed its manifest.
    var signer: SignerIdentity?
    /// What a manifest says of the drop's files.
    var manifest: DeliveryManifest?
    /// Who signed the files of a delivery, by table.
    var fileSigners: [String: SignerIdentity] = [:]

    /// Whether nothing so far forbids the drop's publication: what forbids it for one table forbids it for all.
    var isPublishable: Bool { tables.allSatisfy(\.isPublishable) }

    /// What became of the records of all tables together.
    var counts: RecordCounts { tables.reduce(RecordCounts()) { $0 + $1.counts } }

    /// The result with the counts of what was published, where an attempt that a crash cut off had prepared it.
    ///
    /// The matrix may have changed since, or the day.
    func replacing(countsBy prepared: PreparedOutcome?) -> DropPassResult {
        var result = self
        for index in tables.indices {
            guard let part = prepared?.part(tables[index].table) else { continue }
            result.tables[index].counts = part.counts
            result.tables[index].rowsReplaced = part.rewriting?.rows
        }
        return result
    }
}
