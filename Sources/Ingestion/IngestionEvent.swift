internal import Support

/// What the ingester says while it works, for the operator's terminal. The journal and the ledger hold the record.
package enum IngestionEvent: Sendable {
    case registered(account: String, name: String, bytes: UInt64)
    case ended(account: String, name: String, state: String, summary: String, seconds: Double)
    /// The machine failed; the drop waits and is tried again.
    case postponed(drop: String, fault: String)
    /// The inbox holds something that is no drop.
    case malformed(account: String, name: String)

    /// One line, fit for a terminal.
    package var line: String {
        switch self {
        case .registered(let account, let name, let bytes):
            "\(account)  received \(Visible.escape(name)), \(bytes) bytes"
        case .ended(let account, let name, let state, let summary, let seconds):
            "\(account)  \(state) \(Visible.escape(name))\(summary.isEmpty ? "" : ": " + summary), \(IngestionEvent.time(seconds))"
        case .postponed(let drop, let fault): "drop \(drop) waits: \(fault)"
        case .malformed(let account, let name): "\(account)  \(Visible.escape(name)) in the inbox is no drop and is left there"
        }
    }

    private static func time(_ seconds: Double) -> String {
        let milliseconds = Int(seconds * 1000)
        return milliseconds < 1000 ? "\(milliseconds) ms" : "\(milliseconds / 1000).\(milliseconds / 100 % 10) s"
    }
}
