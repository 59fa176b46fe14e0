/// Where a drop stands (design §3), and which step may follow which.
///
/// Every drop ends in exactly one final state with exactly one outcome receipt. `quarantined` is not final: it waits for an
/// operator, who lets it go back to `received` (retry or release) or ends it (`discarded`). `rejected` is final: nothing of
/// it was published, and the same file sent again is a new drop, not a duplicate. A manifest goes back from `processing` to
/// `received` once it was read: there it waits for its files.
package enum DropState: String, Sendable, CaseIterable {
    case received, processing, ingested, partial, rejected, quarantined, duplicate, discarded

    /// The states that may follow; `processing` may begin again, after a crash.
    package static let transitions: [DropState: Set<DropState>] = [
        .received: [.processing],
        .processing: [.processing, .received, .ingested, .partial, .rejected, .quarantined, .duplicate],
        .quarantined: [.received, .discarded],
        .ingested: [], .partial: [], .rejected: [], .duplicate: [], .discarded: [],
    ]

    /// Whether the drop has ended.
    package var isFinal: Bool { Self.transitions[self]?.isEmpty ?? true }

    /// Whether `next` may follow.
    package func allows(_ next: DropState) -> Bool { Self.transitions[self]?.contains(next) ?? false }
}
