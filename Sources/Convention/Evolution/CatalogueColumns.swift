package import Records
package import Treatment

extension FieldKind {
    /// How `Records` puts values of `type` in a column.
    package init(_ type: FieldType) {
        self =
            switch type {
            case .string: .string
            case .integer: .integer
            case .number: .number
            case .decimal(let precision, let scale): .decimal(precision: precision, scale: scale)
            case .boolean: .boolean
            // A month is its first day, as the treatment `toMonth` gives it.
            case .date, .yearmonth: .date
            case .datetime: .datetime
            case .time: .time
            case .year: .year
            }
    }
}

extension Field {
    /// Whether a record that lacks the value is left out, so that kept records always have it.
    package var isAlwaysKept: Bool { required && actions[.required] != .warn }
}

extension ConventionTable {
    /// What happens to each field, as `Treatment` compiles it.
    package var fieldPlans: [FieldPlan] {
        zip(schema.fields.indices, schema.fields).map { index, field in
            FieldPlan(
                name: field.name, kind: FieldKind(field.type), treatment: treatments[index],
                outputName: outputNames[index], required: field.isAlwaysKept)
        }
    }

    /// The columns that the table's drops have in the catalogue, in the order of their fields.
    package func catalogueColumns() throws(TreatmentFault) -> [OutputColumn] {
        try TreatmentPlan(fields: fieldPlans).outputColumns
    }
}
