internal import Exclusion
internal import Ledger

/// The exclusion set of the scope asked for last, kept as long as the matrix stays as it is: small drops of one base come
/// one after the other, and a matrix of millions takes longer to read than they do.
final class ExclusionCache {
    private var known: (scope: ExclusionScope, version: Int64, set: ExclusionSet)?

    /// The persons that the matrix excludes in `scope` now.
    func set(_ scope: ExclusionScope, in ledger: any Ledger) throws -> ExclusionSet {
        // Only the ingester changes the matrix, and it does nothing else meanwhile.
        let version = try ledger.matrixVersion()
        if let known, known.scope == scope, known.version == version { return known.set }
        // Never two in memory.
        known = nil
        let set = try ledger.excluded(in: scope)
        known = (scope, version, set)
        return set
    }
}
