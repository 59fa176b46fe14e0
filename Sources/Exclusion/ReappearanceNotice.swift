package import Support

/// Excluded persons met again in a drop: the producer has not taken them out at the source (design §8).
///
/// A count, nothing else.
package struct ReappearanceNotice: Sendable, Equatable {
    /// Code for receipts.
    package static let code: FaultCode = "exclusion.reappeared"

    /// Rows of excluded persons so far.
    package private(set) var rows = 0

    /// Nobody yet.
    package init() {}

    /// Counts the rows that `mask` marks and `rejected` does not.
    package mutating func count(_ mask: [Bool], rejected: [Bool]) {
        for row in mask.indices where mask[row] && !rejected[row] { rows += 1 }
    }

    /// Adds what another thread counted.
    package mutating func merge(_ other: ReappearanceNotice) { rows += other.rows }

    /// Whether there is anything to say.
    package var isEmpty: Bool { rows == 0 }

    /// What fills the message.
    package var arguments: [String: String] { ["rows": SmallCountFloor.standard.text(rows)] }
}
