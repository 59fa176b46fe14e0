internal import Support

/// What keeps the ingester from judging a drop, through no fault of the producer.
enum SystemFault: Fault, Equatable {
    /// A version of a convention that was in the home is no longer there.
    case conventionMissing(String, Int)

    /// Some tables of a drop hold its rows, and what was to be put into the others is not in the ledger.
    case preparedMissing

    /// A second reading of a drop found other keys than the first, or keys that were spilled are no longer there.
    case keysUnsettled

    /// Another ingester works on this catalogue.
    case alreadyRunning

    var code: FaultCode {
        switch self {
        case .conventionMissing: "ingestion.convention-missing"
        case .preparedMissing: "ingestion.prepared-missing"
        case .keysUnsettled: "ingestion.keys-unsettled"
        case .alreadyRunning: "ingestion.already-running"
        }
    }

    var arguments: [String: String] {
        switch self {
        case .conventionMissing(let id, let version): ["convention": id, "version": String(version)]
        case .preparedMissing, .keysUnsettled, .alreadyRunning: [:]
        }
    }
}
