internal import Pseudonymisation

/// A field's treatment, checked and bound to the fields it refers to.
enum TreatmentStep: Sendable {
    case keep
    /// Text that the residual scan reads.
    case keepScanned
    /// A time of day, which the catalogue holds as text: Delta tables have no such type.
    case keepTime
    case drop
    case forbid
    case pseudonym(domain: String, kind: IdentifierKind)
    case renumber
    case age(reference: Int, cap: Int32?)
    case ageCap(Int32)
    case truncate(TimeTreatment.Unit)
    case delay(reference: Int, unit: FieldTreatment.DelayUnit)
    case department
    case binInteger(width: Int64)
    case binDouble(width: Double)
    case prefix(Int)
}

extension TreatmentStep {
    /// Whether the step makes pseudonyms.
    var isPseudonym: Bool { if case .pseudonym = self { true } else { false } }
}
