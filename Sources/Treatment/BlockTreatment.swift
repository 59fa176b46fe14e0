internal import Columns
internal import Identifiers
internal import Pseudonymisation

/// One block on its way through a plan.
struct BlockTreatment {
    let plan: TreatmentPlan
    let columns: [Column]
    let rejected: [Bool]
    let context: TreatmentContext

    private(set) var outputs: [Column] = []
    private(set) var findings: [QuarantineFinding] = []
    private(set) var violations: [TreatmentViolation] = []
    private(set) var persons: PseudonymColumn?

    init(plan: TreatmentPlan, columns: [Column], rejected: [Bool], context: TreatmentContext) {
        self.plan = plan
        self.columns = columns
        self.rejected = rejected
        self.context = context
    }

    /// Treats every field, then the person where no field's treatment gave its pseudonyms.
    mutating func run() throws(TreatmentFault) {
        for field in plan.steps.indices { try treat(field, plan.steps[field]) }
        guard let person = plan.person, persons == nil, case .pseudonym(let domain, let kind) = person.step else {
            return
        }
        let result = try pseudonyms(person.field, domain, kind)
        // A person who cannot be looked up in the exclusion matrix must not slip through it.
        for failure in result.failures { report(failure.row, person.field, .identifier(failure.reason)) }
        persons = result
    }

    /// Reports that `row` cannot be treated; a row that is rejected anyway is not reported.
    mutating func report(_ row: Int, _ field: Int, _ reason: TreatmentViolation.Reason) {
        if !rejected[row] { violations.append(TreatmentViolation(row: row, field: field, reason: reason)) }
    }

    mutating func treat(_ field: Int, _ step: TreatmentStep) throws(TreatmentFault) {
        let column = columns[field]
        if case .coded(let coded) = column.values { return outputs.append(try treatByValue(field, coded)) }
        switch step {
        case .drop: return
        case .forbid: forbid(field)
        case .keep: outputs.append(column)
        case .keepTime: outputs.append(try timeText(field))
        case .keepScanned:
            scan(field)
            outputs.append(column)
        case .pseudonym(let domain, let kind): outputs.append(try pseudonymise(field, domain, kind))
        case .renumber: outputs.append(try renumber(field))
        case .age(let reference, let cap): outputs.append(try age(field, reference, cap))
        case .ageCap(let cap): outputs.append(try ageCap(field, cap))
        case .truncate(let unit): outputs.append(try truncate(field, unit))
        case .delay(let reference, let unit): outputs.append(try delay(field, reference, unit))
        case .department: outputs.append(try department(field))
        case .binInteger(let width): outputs.append(try bin(field, width))
        case .binDouble(let width): outputs.append(try bin(field, width))
        case .prefix(let length):
            scan(field)
            outputs.append(try prefix(field, length))
        }
    }

    /// The fault of a column that is not what the plan says; ``TreatmentPlan/apply(columns:rejected:context:)`` has checked.
    func mismatch(_ field: Int) -> TreatmentFault { .block(field: plan.fields[field].name) }

    // MARK: what quarantines

    /// Any value that is not blank counts, on rejected rows too: nominative data is never silently cleaned.
    private mutating func forbid(_ field: Int) {
        let column = columns[field]
        var finding: QuarantineFinding?
        for row in rejected.indices where !column.isNull(row) && !BlockTreatment.isBlank(column, row) {
            finding = finding ?? QuarantineFinding(field: field, kind: .forbidden, count: 0, firstRow: row)
            finding?.count += 1
        }
        if let finding { findings.append(finding) }
    }

    private static func isBlank(_ column: Column, _ row: Int) -> Bool {
        guard case .bytes(let texts) = column.values else { return false }
        for byte in texts.bytes[texts.range(row)] where byte > 0x20 { return false }
        return true
    }

    private mutating func scan(_ field: Int) {
        let first = findings.count
        for (row, kind) in BlockTreatment.residuals(columns[field]) { count(.residual(kind), field, row, from: first) }
    }

    /// Identifiers that stand in a column of texts.
    static func residuals(_ column: Column) -> [(row: Int, kind: ResidualKind)] {
        guard case .bytes(let texts) = column.values else { return [] }
        return ResidualScan.find(inAll: texts.bytes.span, ends: texts.ends.span).map { ($0, $1) }
    }

    mutating func count(_ kind: QuarantineFinding.Kind, _ field: Int, _ row: Int, from first: Int) {
        if let index = findings[first...].firstIndex(where: { $0.kind == kind }) {
            findings[index].count += 1
        } else {
            findings.append(QuarantineFinding(field: field, kind: kind, count: 1, firstRow: row))
        }
    }

    // MARK: identifiers

    private mutating func pseudonymise(
        _ field: Int, _ domain: String, _ kind: IdentifierKind
    ) throws(TreatmentFault) -> Column {
        let result = try pseudonyms(field, domain, kind)
        if let person = plan.person, person.field == field, case .pseudonym(domain, kind) = person.step {
            persons = result
        }
        for failure in result.failures { report(failure.row, field, .identifier(failure.reason)) }
        return result.text()
    }

    private func pseudonyms(
        _ field: Int, _ domain: String, _ kind: IdentifierKind
    ) throws(TreatmentFault) -> PseudonymColumn {
        let pseudonymiser = try context.pseudonymiser(domain)
        let nulls = columns[field].nulls
        switch columns[field].values {
        case .bytes(let texts): return pseudonymiser.pseudonyms(kind: kind, of: texts, nulls: nulls, skipped: rejected)
        case .int64(let numbers):
            return pseudonymiser.pseudonyms(kind: kind, of: numbers, nulls: nulls, skipped: rejected)
        default: throw mismatch(field)
        }
    }

    private mutating func renumber(_ field: Int) throws(TreatmentFault) -> Column {
        guard let surrogates = context.surrogates else { throw .surrogateKeyMissing }
        let column = columns[field]
        var output = [Int64](repeating: 0, count: rejected.count)
        switch column.values {
        case .bytes(let texts):
            let bytes = texts.bytes.span
            for row in output.indices where !column.isNull(row) && !rejected[row] {
                output[row] = surrogates.surrogate(bytes.extracting(texts.range(row)))
            }
        case .int64(let numbers):
            for row in output.indices where !column.isNull(row) && !rejected[row] {
                if let number = surrogates.surrogate(numbers[row]) {
                    output[row] = number
                } else {
                    report(row, field, .numberNegative)
                }
            }
        default: throw mismatch(field)
        }
        return Column(.int64(output), nulls: column.nulls)
    }
}
