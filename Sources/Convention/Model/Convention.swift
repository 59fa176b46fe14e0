package import Records
package import Support
package import Treatment

/// The signed, versioned agreement with one producer about one base (design §5). It drives everything.
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
    /// Share (0...1) of rejected records above which a drop is refused.
    package var tolerance: Double
    package var person: PersonRules?
    /// Years that sealed originals are kept.
    package var retentionYears: Int
}

/// The body that sends.
package struct ProducerIdentity: Sendable, Equatable {
    package var name: String
    /// Language of receipts.
    package var language: Language
}

/// What the public catalogue says of the base.
package struct CatalogueCard: Sendable, Equatable {
    package var base: String
    package var title: String
    package var acronym: String
    package var urlName: String
    package var doi: String?
    package var reference: String?
    package var medicalDomain: String
    package var keywords: [String]
    package var summary: String
    package var funding: String?
    package var scientificContact: String?
}

/// One SFTP account of the producer.
package struct Account: Sendable, Equatable {
    /// Login name: `[a-z][a-z0-9-]{0,31}`.
    package var name: String
    /// Lines as in `authorized_keys`: algorithm, base64, comment.
    package var publicKeys: [String]
    /// CIDR networks from which the account may come; empty for any.
    package var networks: [String]
    package var limits: AccountLimits
}

/// Limits of an account.
package struct AccountLimits: Sendable, Equatable {
    /// Bytes of one drop.
    package var dropBytes: UInt64 = 64 << 30
    /// Bytes waiting in the account, unfinished uploads included.
    package var storedBytes: UInt64 = 256 << 30
    /// Unfinished uploads and drops waiting.
    package var files: Int = 1000
    /// Sessions at once.
    package var sessions: Int = 8
    /// The documented defaults.
    package init() {}
}

/// When drops are due.
package struct DropCalendar: Sendable, Equatable {
    package enum Period: String, Sendable, CaseIterable { case daily, weekly, monthly, quarterly, yearly, irregular }
    package var period: Period
    /// Hour and minute of the due time.
    package var dueHour: Int
    package var dueMinute: Int
    /// IANA time zone name.
    package var timeZone: String
    /// Hours of grace.
    package var graceHours: Int
}

/// Which envelopes a convention takes. CMS and OpenPGP join in their own cases.
package enum EnvelopeFormat: String, Sendable, CaseIterable { case age }

/// How drops are named and sealed.
package struct DropRules: Sendable, Equatable {
    package var envelopes: [EnvelopeFormat]
}

/// Identifier and scope of opposition updates.
package struct OppositionRules: Sendable, Equatable {
    /// File name pattern (PCRE2, whole name, envelope suffix included).
    package var namePattern: String
    package var dialect: CSVDialect
    /// Column names: identifier, action (`add`/`withdraw`), date (`%Y-%m-%d`), scope (empty for this base, or `all`).
    package var identifierField: String
    package var actionField: String
    package var dateField: String
    package var scopeField: String?
}

/// A table of the convention.
package struct ConventionTable: Sendable, Equatable {
    /// How a drop changes the table.
    package enum LoadMode: String, Sendable, CaseIterable {
        case append, replaceWindow, cumulativeReplace, snapshot
    }

    package var name: String
    package var title: String
    /// File name pattern (PCRE2, whole name, envelope suffix included) of drops for this table.
    package var namePattern: String
    package var dialect: CSVDialect
    package var schema: TableSchema
    /// One treatment a field, in the order of `schema.fields`.
    package var treatments: [FieldTreatment]
    package var loadMode: LoadMode
}

/// Who a row is about and what an opposition does.
package struct PersonRules: Sendable, Equatable {
    /// Effect of an opposition on rows already in the catalogue.
    package enum Effect: String, Sendable, CaseIterable { case extraction, purge }
    /// Pseudonym domain of persons.
    package var domain: String
    /// Field of each table that holds the person's identifier: (table, field).
    package var fields: [String: String]
    package var effect: Effect
}
