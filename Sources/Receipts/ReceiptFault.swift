package import Support

/// Why a receipt is not made, or not believed.
package enum ReceiptFault: Fault, Equatable {
    /// A table's rows do not add up: the receipt would state something false.
    case unbalanced(table: String)
    /// A text is no receipt of this format.
    case malformed
    /// The receipt with this number does not follow from the one before it.
    case chainBroken(number: Int)

    package var code: FaultCode {
        switch self {
        case .unbalanced: "receipt.unbalanced"
        case .malformed: "receipt.malformed"
        case .chainBroken: "receipt.chain-broken"
        }
    }

    package var arguments: [String: String] {
        switch self {
        case .unbalanced(let table): ["table": table]
        case .chainBroken(let number): ["number": String(number)]
        case .malformed: [:]
        }
    }
}
