package import Containers
package import Envelope
package import Support

/// The signed, versioned agreement with one producer about one base (design §5); it drives everything.
///
/// Plain data; ``ConventionLoader`` reads it from a folder and reports every problem with its place.
package struct Convention: Sendable, Equatable {
    /// Identifier, such as `sidep`.
    package var id: String
    /// Version, from 1.
    package var version: Int
    /// First and last day on which drops are judged by this version; no end where `validUntil` is nil.
    package var validFrom: CivilDate
    package var validUntil: CivilDate?
    package var producer: ProducerIdentity
    package var card: CatalogueCard
    package var accounts: [Account]
    package var calendar: DropCalendar
    package var drops: DropRules
    package var oppositions: OppositionRules?
    package var tables: [ConventionTable]
    /// How tables come together in one drop; nil where each has files of its own.
    package var archive: ArchiveRules?
    /// How files that come together are tied; nil where each drop stands for itself.
    package var delivery: DeliveryRules?
    /// Share (0...1) of rejected records above which a drop is refused.
    package var tolerance: Double
    package var person: PersonRules?
    /// Years that sealed originals are kept.
    package var retentionYears: Int

    /// The table called `name`.
    package func table(named name: String) -> ConventionTable? { tables.first { $0.name == name } }

    /// The account called `name`.
    package func account(named name: String) -> Account? { accounts.first { $0.name == name } }

    /// Whether drops of `day` are judged by this version.
    package func isInForce(on day: CivilDate) -> Bool {
        validFrom <= day && validUntil.map { day <= $0 } ?? true
    }

    /// Pseudonym domains that the convention uses, sorted.
    package var domains: [String] {
        var domains = Set(tables.flatMap { $0.treatments.compactMap(\.domain) })
        if let person { domains.insert(person.domain) }
        return domains.sorted()
    }
}

/// The body that sends.
package struct ProducerIdentity: Sendable, Equatable {
    package var name: String
    /// Language of receipts.
    package var language: Language
}

/// How drops are sealed and signed.
package struct DropRules: Sendable, Equatable {
    package var envelope: EnvelopePolicy
    /// How much compressed files and archives may hold.
    package var limits = ContainerLimits()
}

/// Drops that are archives, with one file for each table that has an entry pattern.
package struct ArchiveRules: Sendable, Equatable {
    package var format: ArchiveFormat
    /// File name pattern (PCRE2, whole name, envelope suffix included).
    package var namePattern: String
    /// A name that fits the pattern, for people.
    package var nameExample: String
    /// Whole name of the entry that is the archive's manifest; nil where it has none.
    package var manifestEntry: String?

    /// Archives in `format` whose names fit `namePattern`, as `nameExample` does.
    package init(
        format: ArchiveFormat, namePattern: String, nameExample: String, manifestEntry: String? = nil
    ) {
        self.format = format
        self.namePattern = namePattern
        self.nameExample = nameExample
        self.manifestEntry = manifestEntry
    }
}
