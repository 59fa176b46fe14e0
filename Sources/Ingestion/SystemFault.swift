internal import Support

/// What keeps the ingester from judging a drop, through no fault of the producer.
enum SystemFault: Fault, Equatable {
    /// A version of a convention that was in the home is no longer there.
    case conventionMissing(String, Int)

    var code: FaultCode { "ingestion.convention-missing" }

    var arguments: [String: String] {
        switch self {
        case .conventionMissing(let id, let version): ["convention": id, "version": String(version)]
        }
    }
}
