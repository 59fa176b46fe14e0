package import Columns
package import Identifiers
package import Pseudonymisation
package import Support

/// A block of records after treatment.
package struct TreatedBlock: Sendable {
    /// One column for each of the plan's output columns, of as many rows as the block had; rejected rows are still there.
    package var columns: [Column]
    /// What quarantines the drop.
    package var quarantine: [QuarantineFinding]
    /// Values that could not be treated, in rows that were not rejected; those rows must not be kept.
    package var violations: [TreatmentViolation]
    /// Pseudonyms of the person field, none for rejected rows; nil where the plan has no such field.
    package var persons: PseudonymColumn?
}

/// Values of one field that must not be in the drop at all: how many in the block and where the first stands.
package struct QuarantineFinding: Sendable, Equatable {
    /// Why the drop is quarantined.
    package enum Kind: Sendable, Equatable, CaseIterable {
        /// A field that the convention forbids is not empty.
        case forbidden
        /// A text that is kept holds an identifier.
        case residual(ResidualKind)

        package static let allCases: [Kind] = [.forbidden] + ResidualKind.allCases.map { .residual($0) }

        /// Code for receipts.
        package var code: FaultCode {
            switch self {
            case .forbidden: "treatment.forbidden"
            case .residual(let kind): FaultCode(rawValue: "treatment.residual-\(kind.rawValue)")
            }
        }
    }

    /// Index of the field in the plan.
    package let field: Int
    package let kind: Kind
    package var count: Int
    package let firstRow: Int

    /// Code for receipts.
    package var code: FaultCode { kind.code }
}

/// A value that its treatment cannot treat; where it stands, never what it is.
package struct TreatmentViolation: Sendable, Equatable {
    /// What is wrong with the value.
    package enum Reason: Sendable, Equatable, CaseIterable {
        /// A birth after the day of reference, or a negative age.
        case ageNegative
        /// An age over ``TimeTreatment/oldest``.
        case ageImpossible
        /// Not a postcode.
        case postcode
        /// A negative number where an identifier was expected.
        case numberNegative
        /// A number or a delay that the column cannot hold.
        case outOfRange
        /// No canonical form of an identifier.
        case identifier(IdentifierFailure)

        package static let allCases: [Reason] =
            [.ageNegative, .ageImpossible, .postcode, .numberNegative, .outOfRange]
            + IdentifierFailure.allCases.map { .identifier($0) }

        /// Code for receipts.
        package var code: FaultCode {
            switch self {
            case .ageNegative: "treatment.age-negative"
            case .ageImpossible: "treatment.age-impossible"
            case .postcode: "treatment.postcode"
            case .numberNegative: "treatment.number-negative"
            case .outOfRange: "treatment.out-of-range"
            case .identifier(let failure): failure.code
            }
        }
    }

    package let row: Int
    /// Index of the field in the plan.
    package let field: Int
    package let reason: Reason

    /// Code for receipts.
    package var code: FaultCode { reason.code }
}
