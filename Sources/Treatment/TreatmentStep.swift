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

extension TreatmentStep {
    /// Whether what becomes of a value follows from the value alone, so that equal ones may be treated once.
    var isByValue: Bool {
        switch self {
        case .keep, .keepScanned, .keepTime, .ageCap, .truncate, .department, .binInteger, .binDouble, .prefix: true
        case .drop, .forbid, .pseudonym, .renumber, .age, .delay: false
        }
    }

    /// The other field that the step reads.
    var reference: Int? {
        switch self {
        case .age(let reference, _), .delay(let reference, _): reference
        default: nil
        }
    }
}
