internal import Support

/// What the ingester says while it works, for the operator's terminal.
///
/// The journal and the ledger hold the record.
package enum IngestionEvent: Sendable {
    case registered(account: String, name: String, bytes: UInt64)
    case ended(account: String, name: String, state: String, summary: String, seconds: Double)
    /// The machine failed; the drop waits and is tried again.
    case postponed(drop: String, fault: String)
    /// A manifest whose files of these tables are not there yet.
    case incomplete(account: String, name: String, tables: [String])
    /// The inbox holds something that is no drop.
    case malformed(account: String, name: String)

    /// One line, fit for a terminal.
    package var line: String {
        switch self {
        case .registered(let account, let name, let bytes):
            LogLine.text(account: account, event: "received", Visible.escape(name), Amounts.bytes(bytes))
        case .ended(let account, let name, let state, let summary, let seconds):
            LogLine.text(
                account: account, event: state, Visible.escape(name), summary,
                Amounts.duration(milliseconds: Int(seconds * 1000)))
        case .postponed(let drop, let fault): LogLine.text(account: "", event: "waits", "drop \(drop)", fault)
        case .incomplete(let account, let name, let tables):
            LogLine.text(
                account: account, event: "waits", Visible.escape(name), "for " + tables.joined(separator: ", "))
        case .malformed(let account, let name):
            LogLine.text(account: account, event: "ignored", Visible.escape(name), "no drop; it is left in the inbox")
        }
    }
}
