package import Pseudonymisation

/// What happens to a field between the drop and the catalogue (design §5).
///
/// Every field of every table names one.
///
/// Plain data, made by `Convention`; ``TreatmentPlan`` compiles a table's treatments.
package enum FieldTreatment: Sendable, Equatable {
    /// As it is; text goes through the residual-identifier scan.
    case keep
    /// As it is, without that scan: text of a public reference, whose codes may look like identifiers.
    case keepPublic
    /// As it is; its codes come from the field's enumeration or code list, which the convention must give.
    case keepCoded
    /// Not in the catalogue.
    case drop
    /// A value that is not empty quarantines the whole drop.
    case forbid
    /// Keyed pseudonym of an identifier of `kind` in `domain`.
    case pseudonym(domain: String, kind: IdentifierKind)
    /// Level-2 pseudonym, in `domain`, of a level-1 pseudonym made at the source.
    case rekey(domain: String)
    /// A number of its own for this drop: a surrogate that says nothing outside it.
    case renumber
    /// Age in completed years at the day in field `reference`, capped at `cap` where there is one. From a birth date.
    case ageYears(reference: String, cap: Int?)
    /// A number of years capped at `cap`. From an age.
    case ageCap(cap: Int)
    /// Start of the hour, of the day, of the month, of the year.
    case toHour
    case toDate
    case toMonth
    case toYear
    /// Time since the moment in field `reference`, in `unit`.
    case delayDays(reference: String, unit: DelayUnit)
    /// Department of a French postcode or INSEE commune code: `01`...`95`, `2A`, `2B`, `971`...
    case toDepartment
    /// Lower bound of the value's interval of `width`.
    case bin(width: Double)
    /// First `length` characters.
    case prefix(length: Int)

    /// Units of a delay.
    package enum DelayUnit: String, Sendable, CaseIterable { case day, hour, minute }
}
