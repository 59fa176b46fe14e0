package import Columns

extension TreatmentPlan {
    /// Treats one block: `columns` has one column a field, `rejected` one entry a row.
    ///
    /// Rejected rows stay in the result, to be filtered out with the rest; their identifiers are not pseudonymised and their
    /// values cause no violation, but a forbidden or residual identifier counts on any row.
    package func apply(
        columns: [Column], rejected: [Bool], context: TreatmentContext
    ) throws(TreatmentFault) -> TreatedBlock {
        for (index, field) in fields.enumerated() {
            guard index < columns.count, columns[index].count == rejected.count,
                columns[index].nulls.map({ $0.count == rejected.count }) ?? true,
                TreatmentPlan.fits(columns[index], field.kind)
            else { throw .block(field: field.name) }
        }
        let columns = zip(columns, takesCodes).map { $1 ? $0 : $0.decoded }
        var block = BlockTreatment(plan: self, columns: columns, rejected: rejected, context: context)
        try block.run()
        return TreatedBlock(
            columns: block.outputs, quarantine: block.findings, violations: block.violations, persons: block.persons)
    }

    private static func fits(_ column: Column, _ kind: FieldKind) -> Bool {
        if case .coded(let coded) = column.values { return fits(Column(coded.list.values), kind) }
        return switch (column.values, kind) {
        case (.bytes, .string), (.int64, .integer), (.double, .number), (.int64, .decimal), (.boolean, .boolean),
            (.int32, .date), (.int64, .datetime), (.int32, .time), (.int32, .year):
            true
        default: false
        }
    }
}
