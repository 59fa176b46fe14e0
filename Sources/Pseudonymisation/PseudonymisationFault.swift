package import Support

/// A failure to read, make or use pseudonym secrets.
package enum PseudonymisationFault: Fault, Equatable {
    /// Not the name of a domain: a lower-case letter, then at most 31 letters, digits and hyphens.
    case domainName
    /// Not an epoch: 1...``PseudonymSecret/lastEpoch``.
    case epoch
    /// A secret of another length than 32 bytes.
    case secretLength
    /// A secret file that is not as ``PseudonymSecretFile`` writes it.
    case secretFile(line: Int)
    /// No secret of the domain.
    case secretMissing(domain: String)
    /// A secret of the domain's epochs before the newest is missing: without it, the same person would get two pseudonyms.
    case epochMissing(domain: String, epoch: Int)
    /// Two secrets for one epoch of a domain.
    case secretTwice(domain: String, epoch: Int)
    /// libcrypto failed.
    case crypto(function: String)

    package var code: FaultCode {
        switch self {
        case .domainName: "pseudonym.domain-name"
        case .epoch: "pseudonym.epoch"
        case .secretLength: "pseudonym.secret-length"
        case .secretFile: "pseudonym.secret-file"
        case .secretMissing: "pseudonym.secret-missing"
        case .epochMissing: "pseudonym.epoch-missing"
        case .secretTwice: "pseudonym.secret-twice"
        case .crypto: "pseudonym.crypto"
        }
    }

    package var arguments: [String: String] {
        switch self {
        case .domainName, .epoch, .secretLength: [:]
        case .secretFile(let line): ["line": String(line)]
        case .secretMissing(let domain): ["domain": domain]
        case .epochMissing(let domain, let epoch), .secretTwice(let domain, let epoch):
            ["domain": domain, "epoch": String(epoch)]
        case .crypto(let function): ["function": function]
        }
    }
}
