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
    /// What HealthDCAT-AP needs beside; nil where one of ``missing`` keeps the card from being published.
    package var description: DatasetDescription?
    /// Members of the card without which none can be published.
    package var missing: [String] = []
}

/// What HealthDCAT-AP asks of a dataset and only its holder can say; codes are those of ``CardVocabulary``.
package struct DatasetDescription: Sendable, Equatable {
    /// A body that can be written to.
    package struct Body: Sendable, Equatable {
        package var name: String
        package var homepage: String
        package var email: String
    }

    /// Who holds the base.
    package struct Publisher: Sendable, Equatable {
        package var body: Body
        package var type: String
        package var note: String
        /// Whether it was named a trusted data holder (Regulation (EU) 2025/327, article 72).
        package var isTrusted: Bool
    }

    /// The column whose days say which time the base covers, by its name in the catalogue.
    package struct Period: Sendable, Equatable {
        package var table: String
        package var column: String
    }

    package var publisher: Publisher
    package var contact: Body
    /// The health data access body.
    package var hdab: Body
    package var healthCategories: [String]
    package var healthThemes: [String]
    package var purpose: String
    package var provenance: String
    package var rights: String
    /// URIs of laws.
    package var applicableLegislation: [String]
    package var accessRights: String
    package var type: String
    package var legalBasis: [String]
    package var personalData: [String]
    /// Codes of ``CodingSystem/all``.
    package var codingSystems: [String]
    package var populationCoverage: String?
    package var minTypicalAge: Int?
    package var maxTypicalAge: Int?
    package var spatial: [String]
    package var languages: [String]
    package var licence: String?
    package var accessURL: String?
    package var period: Period?
}
