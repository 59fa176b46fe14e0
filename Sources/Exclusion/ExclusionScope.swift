package import Support

/// What a set of excluded persons is about.
package struct ExclusionScope: Sendable, Equatable {
    /// Domain of the pseudonyms, and the epoch that made them.
    package var domain: String
    package var epoch: Int
    /// Base of the catalogue.
    package var base: String
    /// Purpose of an extraction; nil at ingestion.
    package var purpose: String?
    /// Day on which the oppositions are in force.
    package var day: CivilDate

    /// The scope of one look-up.
    package init(domain: String, epoch: Int, base: String, purpose: String? = nil, day: CivilDate) {
        self.domain = domain
        self.epoch = epoch
        self.base = base
        self.purpose = purpose
        self.day = day
    }
}
