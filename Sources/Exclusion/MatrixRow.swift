package import Pseudonymisation
package import Support

/// One row of the exclusion matrix: a person (as a pseudonym of a domain) opposed a reuse, since when and until when (design §8).
///
/// History is kept: a withdrawal closes the row, a later opposition adds another.
package struct MatrixRow: Sendable, Equatable {
    package var domain: String
    /// Epoch of the secret that made `pseudonym`.
    package var epoch: Int
    package var pseudonym: Pseudonym
    /// Base that the opposition is about; nil for all.
    package var base: String?
    /// Purpose that the opposition is about; nil for all.
    package var purpose: String?
    /// First day of effect.
    package var since: CivilDate
    /// First day without effect; nil while the opposition stands.
    package var until: CivilDate?
    /// Identifier of the drop that opened the row.
    package var sourceDrop: String
    /// Identifier of the drop that closed it.
    package var closingDrop: String?

    /// A row that stands.
    package init(
        domain: String, epoch: Int, pseudonym: Pseudonym, base: String?, purpose: String?, since: CivilDate,
        until: CivilDate? = nil, sourceDrop: String, closingDrop: String? = nil
    ) {
        self.domain = domain
        self.epoch = epoch
        self.pseudonym = pseudonym
        self.base = base
        self.purpose = purpose
        self.since = since
        self.until = until
        self.sourceDrop = sourceDrop
        self.closingDrop = closingDrop
    }
}

/// One line of an opposition update, after pseudonymisation.
package struct OppositionUpdate: Sendable, Equatable {
    /// Adds a row or closes the rows of the same scope.
    package enum Action: String, Sendable, CaseIterable { case add, withdraw }

    package var action: Action
    package var domain: String
    package var epoch: Int
    package var pseudonym: Pseudonym
    package var base: String?
    package var purpose: String?
    /// Day from which the addition or the withdrawal has effect.
    package var date: CivilDate

    /// An update about `pseudonym`.
    package init(
        action: Action, domain: String, epoch: Int, pseudonym: Pseudonym, base: String?, purpose: String?,
        date: CivilDate
    ) {
        self.action = action
        self.domain = domain
        self.epoch = epoch
        self.pseudonym = pseudonym
        self.base = base
        self.purpose = purpose
        self.date = date
    }
}
