package import Support

/// What an operator asks for a drop in quarantine.
package enum OperatorAction: String, Sendable, CaseIterable {
    /// Process again, for example under a corrected convention.
    case retry
    /// Process again and let pass what quarantined it.
    case release
    /// End it without publishing anything.
    case discard
}

/// A request that waits in the ledger: the one door through which the monitor's commands change anything.
package struct OperatorRequest: Sendable, Equatable {
    package var id: Int64
    package var drop: String
    package var action: OperatorAction
    package var operatorName: String
    package var note: String
    package var at: Timestamp
    /// When the ingester did it or refused it.
    package var settledAt: Timestamp?
    /// `done`, or the code of the refusal.
    package var result: String?
}
