package import Pseudonymisation
package import Support

/// The secrets of a plan, ready for use by one thread.
package final class TreatmentContext {
    private let pseudonymisers: [String: Pseudonymiser]
    let surrogates: Surrogates?
    /// What became of the values of fields whose columns come as codes, by field.
    var treatedLists: [Int: TreatedList] = [:]

    /// What `plan` needs of `ring`, each domain in its newest epoch, and of `surrogateKey` where the plan renumbers.
    ///
    /// Contexts of one drop or delivery share its surrogate key (``Surrogates/newKey()``), so that keys join across threads
    /// and tables.
    package init(
        plan: TreatmentPlan, ring: PseudonymKeyRing, surrogateKey: SecretBytes? = nil
    ) throws(TreatmentFault) {
        do throws(PseudonymisationFault) {
            var pseudonymisers: [String: Pseudonymiser] = [:]
            for domain in plan.domains { pseudonymisers[domain] = try Pseudonymiser(ring: ring, domain: domain) }
            self.pseudonymisers = pseudonymisers
            surrogates = if let surrogateKey { try Surrogates(key: surrogateKey) } else { nil }
        } catch { throw .pseudonymisation(error) }
        if plan.renumbers, surrogates == nil { throw .surrogateKeyMissing }
    }

    /// The pseudonymiser of `domain`.
    func pseudonymiser(_ domain: String) throws(TreatmentFault) -> Pseudonymiser {
        guard let pseudonymiser = pseudonymisers[domain] else {
            throw .pseudonymisation(.secretMissing(domain: domain))
        }
        return pseudonymiser
    }
}
