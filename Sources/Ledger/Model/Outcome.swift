package import Exclusion
package import Support

/// The end of an attempt, recorded in one transaction with its receipt and its changes to the matrix.
package struct Outcome: Sendable {
    package var drop: String
    package var state: DropState
    package var at: Timestamp
    package var result: DropResult
    /// Lines of an opposition update, in their order; empty for data.
    package var oppositions: [OppositionUpdate]
    /// A code or an operator's note for the history.
    package var note: String?

    /// The end of an attempt of `drop`.
    package init(
        drop: String, state: DropState, at: Timestamp, result: DropResult = DropResult(),
        oppositions: [OppositionUpdate] = [], note: String? = nil
    ) {
        self.drop = drop
        self.state = state
        self.at = at
        self.result = result
        self.oppositions = oppositions
        self.note = note
    }
}
