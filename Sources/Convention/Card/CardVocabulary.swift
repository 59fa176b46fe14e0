/// Codes that a card may name, and the URI that each stands for in HealthDCAT-AP.
///
/// The published lists are long; a table here holds the terms that a base of health data can need, with the codes of the list.
package struct CardVocabulary: Sendable {
    /// Where the URIs of a list begin.
    package enum Root: Sendable, Equatable {
        /// The beginning of every URI.
        case fixed(String)
        /// The part behind the root of the lists of the European health data portal, which is a setting: they are drafts, and
        /// some copies of them in circulation name a host of a test.
        case healthPortal(String)
    }

    /// What the codes are of.
    package let name: String
    let root: Root
    private let terms: [(code: String, last: String)]

    private init(_ name: String, _ root: Root, _ codes: [String], spelled: [String: String] = [:]) {
        self.name = name
        self.root = root
        terms = codes.map { ($0, spelled[$0] ?? $0) }
    }

    /// The codes, in the order of the documentation.
    package var codes: [String] { terms.map(\.code) }

    /// The URI of `code`, where the lists of the health data portal stand below `portal`; nil for an unknown code.
    package func uri(of code: String, portal: String) -> String? {
        guard let last = terms.first(where: { $0.code == code })?.last else { return nil }
        switch root {
        case .fixed(let start): return start + last
        case .healthPortal(let list): return portal + "/" + list + "/" + last
        }
    }

    private static let authority = "http://publications.europa.eu/resource/authority/"

    /// Who may use a dataset (EU Publications Office, access-right).
    package static let accessRights = CardVocabulary(
        "access right", .fixed(authority + "access-right/"), ["NON_PUBLIC", "RESTRICTED", "PUBLIC"])

    /// What a dataset is (EU Publications Office, dataset-type).
    package static let datasetTypes = CardVocabulary(
        "type", .fixed(authority + "dataset-type/"), ["PERSONAL_DATA", "SYNTHETIC_DATA", "STATISTICAL", "TEST_DATA"])

    /// How often new data come (EU Publications Office, frequency).
    package static let frequencies = CardVocabulary(
        "frequency", .fixed(authority + "frequency/"), ["DAILY", "WEEKLY", "MONTHLY", "QUARTERLY", "ANNUAL", "IRREG"])

    /// Languages (EU Publications Office, language).
    package static let languages = CardVocabulary(
        "language", .fixed(authority + "language/"), ["FRA", "ENG", "DEU", "ITA", "NLD", "POR", "SPA"])

    /// France and its territories that have a code of their own (EU Publications Office, country).
    package static let countries = CardVocabulary(
        "country", .fixed(authority + "country/"),
        ["FRA", "GLP", "MTQ", "GUF", "REU", "MYT", "SPM", "BLM", "MAF", "WLF", "PYF", "NCL"])

    /// Kinds of file (EU Publications Office, file-type).
    package static let fileTypes = CardVocabulary(
        "file type", .fixed(authority + "file-type/"),
        ["PARQUET", "CSV", "XML", "JSON", "TXT", "ZIP", "TAR", "TAR_GZ", "GZIP", "BIN"])

    /// Themes of data (EU Publications Office, data-theme).
    package static let themes = CardVocabulary("theme", .fixed(authority + "data-theme/"), ["HEAL"])

    /// What a publisher is (HealthDCAT-AP); the list itself spells one of its terms so.
    package static let publisherTypes = CardVocabulary(
        "publisher type", .healthPortal("publisher-type"),
        [
            "statistics", "registry", "nationalPublicHealthInstitute", "biobank", "researchInstitution",
            "healthcareSystem", "govHealth", "ngo", "pharmaBiotech", "healthOrganisation", "healthInsurance",
        ], spelled: ["statistics": "statitics"])

    /// Categories of data for secondary use (Regulation (EU) 2025/327, article 51).
    package static let healthCategories = CardVocabulary(
        "health category", .healthPortal("healthcategories"),
        [
            "EHRS", "DIOH", "NRPE", "RPDG", "HRAD", "HGPD", "HPML", "PGEH", "WELA", "IDHP", "PHDR", "MRMR", "EHCT",
            "EMRD", "RMMD", "RQSH", "EINS",
        ])

    /// Health themes (HealthDCAT-AP).
    package static let healthThemes = CardVocabulary(
        "health theme", .healthPortal("health-theme"),
        [
            "CLIMATE_HEALTH", "ANTIMICROBIAL_CONTROL", "ENVIRONMENTAL_HEALTH", "BLOOD_INFECTIONS", "HEALTH_SYSTEMS",
            "SENSORY_HEALTH", "RESPIRATORY_DISEASES", "LIFECOURSE_HEALTH", "IMMUNIZATION_DISEASES",
            "ENTERIC_INFECTIONS", "INJURY_PREVENTION", "EMERGENCY_SETTINGS", "CANCER_DISEASE", "VECTOR_DISEASES",
            "HEALTH_PRODUCTS", "NONCOMMUNICABLE_DISEASES", "MENTAL_HEALTH", "REPRODUCTIVE_HEALTH",
            "NUTRITION_SECURITY", "TROPICAL_DISEASES",
        ])

    /// Legal bases (Regulation (EU) 2016/679, articles 6 and 9; Data Privacy Vocabulary, extension of the GDPR).
    package static let legalBases = CardVocabulary(
        "legal basis", .fixed("https://w3id.org/dpv/legal/eu/gdpr#"),
        [
            "A6-1-a", "A6-1-b", "A6-1-c", "A6-1-d", "A6-1-e", "A6-1-f", "A9-2-a", "A9-2-b", "A9-2-c", "A9-2-h",
            "A9-2-i", "A9-2-j",
        ])

    /// Kinds of personal data (Data Privacy Vocabulary, extension of personal data).
    package static let personalData = CardVocabulary(
        "personal data", .fixed("https://w3id.org/dpv/pd#"),
        [
            "Age", "Behavioral", "BloodType", "Country", "Demographic", "Disability", "Education", "Ethnicity",
            "Family", "Gender", "Genetic", "Geographic", "Health", "HealthHistory", "HealthRecord", "Height",
            "Identifying", "IncomeBracket", "Job", "MaritalStatus", "MedicalHealth", "Picture", "Prescription",
            "Weight",
        ])
}

/// A system of codes that values of a base follow.
package struct CodingSystem: Sendable {
    /// What a card calls it.
    package let code: String
    /// Its name for people.
    package let title: String
    /// The URI under which it is known everywhere (HL7, the bodies that publish them); nil where there is none.
    package let uri: String?

    private init(_ code: String, _ title: String, _ uri: String? = nil) {
        self.code = code
        self.title = title
        self.uri = uri
    }

    /// Every system, in the order of the documentation.
    package static let all = [
        CodingSystem("ICD-10", "CIM-10", "http://hl7.org/fhir/sid/icd-10"),
        CodingSystem("ICD-11", "CIM-11", "http://id.who.int/icd/release/11/mms"),
        CodingSystem("ICD-O-3", "CIM-O-3"),
        CodingSystem("SNOMED-CT", "SNOMED CT", "http://snomed.info/sct"),
        CodingSystem("LOINC", "LOINC", "http://loinc.org"),
        CodingSystem("ATC", "Classification ATC", "http://www.whocc.no/atc"),
        CodingSystem("CCAM", "Classification commune des actes médicaux"),
        CodingSystem("NABM", "Nomenclature des actes de biologie médicale"),
        CodingSystem("CIP13", "Code CIP 13 des médicaments"),
        CodingSystem("UCD", "Unité commune de dispensation"),
        CodingSystem("LPP", "Liste des produits et prestations"),
        CodingSystem("GHM", "Groupes homogènes de malades"),
        CodingSystem("COG", "Code officiel géographique"),
        CodingSystem("FINESS", "Fichier national des établissements sanitaires et sociaux"),
        CodingSystem("HLA", "Nomenclature IMGT/HLA"),
        CodingSystem("OMOP", "Concepts de l’OMOP-CDM"),
        CodingSystem("IR-NAT", "Codes de prestation du SNIIRAM"),
    ]

    /// The system called `code`.
    package static func named(_ code: String) -> CodingSystem? { all.first { $0.code == code } }
}
