/// The two ways in, by which drops are told apart all the way to the ledger.
package enum DropChannel: String, Sendable, CaseIterable {
    /// `/inbox`: data drops.
    case data
    /// `/oppositions`: opposition updates, taken before data.
    case oppositions
}
