internal import Columns
internal import Identifiers

/// What a treatment makes of the values of a list, as far as they were met.
struct TreatedList {
    /// Where the values come from.
    let origin: ValueSource
    /// Values treated so far.
    private(set) var count = 0
    /// What became of them.
    private(set) var list: ValueList
    /// Values that became none, by code.
    private(set) var absent: [Bool] = []
    private(set) var hasAbsent = false
    /// Codes of the values that quarantine the drop or cannot be treated.
    private(set) var residuals: [UInt16: [ResidualKind]] = [:]
    private(set) var reasons: [UInt16: TreatmentViolation.Reason] = [:]
    private let source = ValueSource()

    init(of origin: ValueSource) {
        self.origin = origin
        list = ValueList(.bytes(ByteColumn()), from: source)
    }

    /// Whether a row may have something to report.
    var hasProblems: Bool { !residuals.isEmpty || !reasons.isEmpty }

    /// Adds what `block`, the treatment of the next values of the list as if each were a row, made of them.
    mutating func add(_ block: BlockTreatment, _ output: Column, _ values: Column) {
        let first = UInt16(count)
        for violation in block.violations { reasons[first + UInt16(violation.row)] = violation.reason }
        if !block.findings.isEmpty {
            for (row, kind) in BlockTreatment.residuals(values) {
                residuals[first + UInt16(row), default: []].append(kind)
            }
        }
        absent += output.nulls ?? [Bool](repeating: false, count: output.count)
        if count == 0 { absent[0] = false }
        hasAbsent = absent.contains(true)
        let known = count == 0 ? [] : [list.values]
        let parts = (known + [output.values]).map { ColumnPart(Column($0), RowSelection(all: $0.count)) }
        list = ValueList(Column(joining: parts).values, from: source)
        count += output.count
    }
}

/// Columns that come as codes: each value is treated once, when it is first met, and its rows get what became of it.
extension BlockTreatment {
    mutating func treatByValue(_ field: Int, _ coded: CodedColumn) throws(TreatmentFault) -> Column {
        let treated = try treatedList(field, coded.list)
        if treated.hasProblems {
            let first = findings.count
            for row in coded.codes.indices {
                let code = coded.codes[row]
                for kind in treated.residuals[code] ?? [] { count(.residual(kind), field, row, from: first) }
                if let reason = treated.reasons[code] { report(row, field, reason) }
            }
        }
        let codes = treated.hasAbsent ? coded.codes.map { treated.absent[Int($0)] ? 0 : $0 } : coded.codes
        return Column(.coded(CodedColumn(codes: codes, list: treated.list)))
    }

    /// What becomes of the values of `list`, those that are new to the context treated now.
    private func treatedList(_ field: Int, _ list: ValueList) throws(TreatmentFault) -> TreatedList {
        var treated = context.treatedLists[field] ?? TreatedList(of: list.source)
        if treated.origin !== list.source { treated = TreatedList(of: list.source) }
        let total = list.values.count
        guard treated.count < total else { return treated }
        let fresh = ColumnPart(Column(list.values), RowSelection(treated.count..<total))
        var values = Column(joining: [fresh])
        if treated.count == 0 { values.nulls = (0..<values.count).map { $0 == 0 } }
        var columns = columns
        columns[field] = values
        var block = BlockTreatment(
            plan: plan, columns: columns, rejected: [Bool](repeating: false, count: values.count), context: context)
        try block.treat(field, plan.steps[field])
        guard let output = block.outputs.first else { throw mismatch(field) }
        treated.add(block, output, values)
        context.treatedLists[field] = treated
        return treated
    }
}
