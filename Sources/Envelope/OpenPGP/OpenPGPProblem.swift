internal import Support

/// What is wrong with an OpenPGP file, where no fault of other envelopes says it.
package enum OpenPGPProblem: Sendable, Equatable {
    /// A packet, at so many bytes from the start of the binary message, is not as the format says or has no business there.
    case malformed(offset: UInt64)
    /// The content is not protected against change (RFC 4880 §5.7).
    case unprotected
    /// The content is not what was sealed.
    case altered
    /// Packets follow the signed or compressed content inside: another content that nobody signed, or nothing that belongs there.
    case surplus
    /// The content grows to more than the allowed multiple of the sealed file.
    case expands(limit: Int)

    var code: FaultCode {
        switch self {
        case .malformed: "envelope.openpgp-malformed"
        case .unprotected: "envelope.openpgp-unprotected"
        case .altered: "envelope.openpgp-altered"
        case .surplus: "envelope.openpgp-surplus"
        case .expands: "envelope.openpgp-expands"
        }
    }

    var arguments: [String: String] {
        switch self {
        case .malformed(let offset): ["offset": String(offset)]
        case .expands(let limit): ["limit": String(limit)]
        case .unprotected, .altered, .surplus: [:]
        }
    }
}
