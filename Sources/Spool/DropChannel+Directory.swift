package import Support

extension DropChannel {
    /// The directory's name in the producer's view and below `upload/`.
    package var directory: String { self == .data ? "inbox" : "oppositions" }
}
