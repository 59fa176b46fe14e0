/// The two ways in: each is a directory of the producer's view.
package enum DropChannel: String, Sendable, CaseIterable {
    /// `/inbox`: data drops.
    case data
    /// `/oppositions`: opposition updates, taken before data.
    case oppositions

    /// The directory's name in the view and below `upload/`.
    package var directory: String { self == .data ? "inbox" : "oppositions" }
}
