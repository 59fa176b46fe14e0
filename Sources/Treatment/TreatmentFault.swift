package import Pseudonymisation
package import Support

/// A table's treatments that cannot be compiled, or a block that is not of the table.
package enum TreatmentFault: Fault, Equatable {
    /// The treatment does not work on a field of this type.
    case wrongType(field: String)
    /// The treatment refers to a field that the table has not, or whose type is no date.
    case reference(field: String)
    /// A width, cap or length that makes no sense.
    case parameter(field: String)
    /// Two columns of the catalogue would have this name.
    case nameTwice(column: String)
    /// The person field is not one of the table's, or holds no identifier.
    case person(field: String)
    /// A column of a block is missing, of another type or of another length than the rest.
    case block(field: String)
    /// The table renumbers a field, and no key for surrogates was given.
    case surrogateKeyMissing
    /// The secrets do not allow it.
    case pseudonymisation(PseudonymisationFault)

    package var code: FaultCode {
        switch self {
        case .wrongType: "treatment.wrong-type"
        case .reference: "treatment.reference"
        case .parameter: "treatment.parameter"
        case .nameTwice: "treatment.name-twice"
        case .person: "treatment.person"
        case .block: "treatment.block"
        case .surrogateKeyMissing: "treatment.surrogate-key-missing"
        case .pseudonymisation(let fault): fault.code
        }
    }

    package var arguments: [String: String] {
        switch self {
        case .wrongType(let field), .reference(let field), .parameter(let field), .person(let field), .block(let field):
            ["field": field]
        case .nameTwice(let column): ["column": column]
        case .surrogateKeyMissing: [:]
        case .pseudonymisation(let fault): fault.arguments
        }
    }
}
