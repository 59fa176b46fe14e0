package import Support

/// Why the ledger refuses an operation.
///
/// A failure of the store underneath is the store's own fault, such as `DatabaseFault`.
package enum LedgerFault: Fault, Equatable {
    /// No drop of that identifier.
    case unknownDrop
    /// The identifier is registered with other content.
    case dropDiffers
    /// The table of transitions does not allow it.
    case transitionRefused(from: DropState, to: DropState)
    /// The operation needs another state.
    case wrongState(DropState)
    /// The state is no end of an attempt.
    case notAnEnd(DropState)
    /// The rendered receipt's digest is not that of its JSON.
    case receiptDigest
    /// The drop has another signature already.
    case signatureThere
    /// No receipt of that number.
    case unknownReceipt
    /// A request for the drop waits already.
    case requestPending
    /// No such request, or it is settled.
    case unknownRequest
    /// The file was made by a later version.
    case schemaTooNew(found: Int, known: Int)
    /// The file is no ledger, or a stored value makes no sense; the name is of a column.
    case damaged(String)

    package var code: FaultCode {
        switch self {
        case .unknownDrop: "ledger.unknown-drop"
        case .dropDiffers: "ledger.drop-differs"
        case .transitionRefused: "ledger.transition-refused"
        case .wrongState: "ledger.wrong-state"
        case .notAnEnd: "ledger.not-an-end"
        case .receiptDigest: "ledger.receipt-digest"
        case .signatureThere: "ledger.signature-there"
        case .unknownReceipt: "ledger.unknown-receipt"
        case .requestPending: "ledger.request-pending"
        case .unknownRequest: "ledger.unknown-request"
        case .schemaTooNew: "ledger.schema-too-new"
        case .damaged: "ledger.damaged"
        }
    }

    package var arguments: [String: String] {
        switch self {
        case .transitionRefused(let from, let to): ["from": from.rawValue, "to": to.rawValue]
        case .wrongState(let state), .notAnEnd(let state): ["state": state.rawValue]
        case .schemaTooNew(let found, let known): ["found": String(found), "known": String(known)]
        case .damaged(let column): ["column": column]
        default: [:]
        }
    }
}
