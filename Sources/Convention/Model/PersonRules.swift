package import Records

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

/// Identifier and scope of opposition updates.
package struct OppositionRules: Sendable, Equatable {
    /// File name pattern (PCRE2, whole name, envelope suffix included).
    package var namePattern: String
    /// A name that fits the pattern, for people.
    package var nameExample: String
    package var dialect: CSVDialect
    /// Column names: identifier, action (`add`/`withdraw`), date (`%Y-%m-%d`), scope (empty for this base, or `all`).
    package var identifierField: String
    package var actionField: String
    package var dateField: String
    package var scopeField: String?
}
