/// The pseudonym secrets that a process holds, by domain; each domain's newest epoch is the current one.
///
/// A domain's epochs begin at 1 and have no gap: see ``Pseudonymiser`` for why old secrets stay.
package struct PseudonymKeyRing: Sendable {
    private let byDomain: [String: [PseudonymSecret]]

    /// The ring of `secrets`, in any order.
    package init(_ secrets: [PseudonymSecret]) throws(PseudonymisationFault) {
        var byDomain: [String: [PseudonymSecret]] = [:]
        for secret in secrets.sorted(by: { $0.epoch < $1.epoch }) {
            let known = byDomain[secret.domain]?.count ?? 0
            guard secret.epoch != known else { throw .secretTwice(domain: secret.domain, epoch: known) }
            guard secret.epoch == known + 1 else { throw .epochMissing(domain: secret.domain, epoch: known + 1) }
            byDomain[secret.domain, default: []].append(secret)
        }
        self.byDomain = byDomain
    }

    /// Names of the domains, sorted.
    package var domains: [String] { byDomain.keys.sorted() }

    /// The newest secret of `domain`.
    package func current(_ domain: String) -> PseudonymSecret? { byDomain[domain]?.last }

    /// The secret of `domain` in `epoch`.
    package func secret(_ domain: String, epoch: Int) -> PseudonymSecret? {
        byDomain[domain]?.first { $0.epoch == epoch }
    }

    /// The secrets of `domain` up to `epoch`, the oldest first; up to the newest where `epoch` is nil.
    func chain(_ domain: String, through epoch: Int?) throws(PseudonymisationFault) -> [PseudonymSecret] {
        guard let secrets = byDomain[domain] else { throw .secretMissing(domain: domain) }
        guard let epoch else { return secrets }
        guard epoch >= 1, epoch <= secrets.count else { throw .epochMissing(domain: domain, epoch: epoch) }
        return Array(secrets[..<epoch])
    }
}
