/// Types of the fields that a treatment reads, as `Records` puts them in columns.
package enum FieldKind: Sendable, Equatable {
    /// `Column.Values.bytes`.
    case string
    /// `Column.Values.int64`.
    case integer
    /// `Column.Values.double`.
    case number
    /// `Column.Values.int64`, times ten to the power of `scale`.
    case decimal(precision: Int, scale: Int)
    case boolean
    /// `Column.Values.int32`, days since 1970-01-01.
    case date
    /// `Column.Values.int64`, microseconds since 1970-01-01T00:00:00.
    case datetime
    /// `Column.Values.int32`, seconds since midnight.
    case time
    /// `Column.Values.int32`.
    case year
}

/// One field of a table and what happens to it.
package struct FieldPlan: Sendable, Equatable {
    /// The field's name in the drop.
    package var name: String
    package var kind: FieldKind
    package var treatment: FieldTreatment
    /// The column's name in the catalogue where the treatment changes what it means, such as `age` from a birth date.
    package var outputName: String?
    /// Whether no row that is kept lacks the value.
    package var required: Bool

    /// The plan of the field `name`.
    package init(
        name: String, kind: FieldKind, treatment: FieldTreatment, outputName: String? = nil, required: Bool = false
    ) {
        self.name = name
        self.kind = kind
        self.treatment = treatment
        self.outputName = outputName
        self.required = required
    }
}

/// The field that says whom a row is about; the exclusion matrix is applied to its pseudonyms.
package struct PersonField: Sendable, Equatable {
    package var name: String
    /// Pseudonym domain of the matrix.
    package var domain: String

    /// The person in field `name`.
    package init(name: String, domain: String) {
        self.name = name
        self.domain = domain
    }
}
