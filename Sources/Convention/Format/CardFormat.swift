internal import Support

/// The member `card` of `convention.json`.
package enum CardFormat {
    /// Regulation (EU) 2025/327 on the European Health Data Space, which asks for these cards.
    package static let regulation = "http://data.europa.eu/eli/reg/2025/327/oj"
    /// Members without which there is no card in HealthDCAT-AP, and which nothing else gives.
    package static let neededToPublish = [
        "publisher", "contact", "hdab", "healthCategories", "healthThemes", "purpose", "provenance", "rights",
    ]

    private static let unpublished = "no card is published"
    private static let ages = Int64(0)...150

    private static func codes(_ vocabulary: CardVocabulary) -> ValueKind {
        .list(.text(.choice(vocabulary.codes)), minimum: 1)
    }

    private static let name = MemberRule("name", .text(.any), "Name.", #""…""#)
    private static let homepage = MemberRule("homepage", .text(.url), "Page.", #""https://holder.example.org""#)
    private static let email = MemberRule("email", .text(.email), "Address for mail.", #""data@holder.example.org""#)

    package static let publisher = ObjectRule(
        "publisher", "Who holds the base and answers for it.",
        [
            MemberRule("name", .text(.any), default: "the producer's name", "Name.", #""…""#), homepage, email,
            MemberRule(
                "type", .text(.choice(CardVocabulary.publisherTypes.codes)), "What kind of body it is.",
                #""registry""#),
            MemberRule("note", .text(.any), "What the body does, in a sentence.", #""…""#),
            MemberRule(
                "trustedDataHolder", .boolean, "Whether it was named a trusted data holder (EHDS, article 72).",
                "false"),
        ])

    package static let contact = ObjectRule(
        "contact", "Where questions on the base go.",
        [
            MemberRule("name", .text(.any), default: "the publisher's name", "Name.", #""…""#),
            MemberRule("url", .text(.url), "Page or form.", #""https://holder.example.org/contact""#), email,
        ])

    package static let hdab = ObjectRule(
        "hdab", "The health data access body that is asked for the data.", [name, homepage, email])

    package static let period = ObjectRule(
        "period", "The column that says of which time a record speaks.",
        [
            MemberRule("table", .text(.tableName), "A table.", #""test""#),
            MemberRule(
                "field", .text(.any), "Its field of days or moments, which reaches the catalogue as such.",
                #""date_prelevement""#),
        ])

    package static let card = ObjectRule(
        "card",
        "What the public catalogue says of the base. `ecluse catalogue publish` needs "
            + neededToPublish.map { "`\($0)`" }.joined(separator: ", ") + "; ingestion does not.",
        [
            MemberRule("base", .text(.tableName), "Folder of the base in the catalogue.", #""sidep""#),
            MemberRule("title", .text(.any), "Title.", #""SI-DEP""#),
            MemberRule("acronym", .text(.any), "Acronym.", #""SI-DEP""#),
            MemberRule("urlName", .text(.identifier), "Last part of the page's address.", #""si-dep""#),
            MemberRule("doi", .text(.any), default: "none", "Digital object identifier.", #""10.…""#),
            MemberRule("reference", .text(.any), default: "none", "Reference in the catalogue.", #""…""#),
            MemberRule("medicalDomain", .text(.any), "Medical domain.", #""Maladies infectieuses""#),
            MemberRule("keywords", .list(.text(.any), minimum: 1), "Keywords.", #"["covid-19"]"#),
            MemberRule("summary", .text(.any), "What the base holds.", #""…""#),
            MemberRule("funding", .text(.any), default: "none", "Who pays.", #""…""#),
            MemberRule("scientificContact", .text(.any), default: "none", "Whom to ask.", #""…""#),
            MemberRule("publisher", .object(publisher), default: unpublished, "Who holds the base.", "{…}"),
            MemberRule("contact", .object(contact), default: unpublished, "Where questions go.", "{…}"),
            MemberRule("hdab", .object(hdab), default: unpublished, "The health data access body.", "{…}"),
            MemberRule(
                "healthCategories", codes(.healthCategories), default: unpublished,
                "Categories of data (EHDS, article 51).", #"["EHRS"]"#),
            MemberRule("healthThemes", codes(.healthThemes), default: unpublished, "Themes.", #"["HEALTH_SYSTEMS"]"#),
            MemberRule("purpose", .text(.any), default: unpublished, "What the data are processed for.", #""…""#),
            MemberRule("provenance", .text(.any), default: unpublished, "Where the data come from, and how.", #""…""#),
            MemberRule("rights", .text(.any), default: unpublished, "On which terms data may be used.", #""…""#),
            MemberRule(
                "applicableLegislation", .list(.text(.url), minimum: 1), default: "`[\"\(regulation)\"]`, the EHDS",
                "Laws under which the base is described, by the URI of their text (ELI).", "[…]"),
            MemberRule(
                "accessRights", .text(.choice(CardVocabulary.accessRights.codes)), default: "`NON_PUBLIC`",
                "Who may use the data.", #""RESTRICTED""#),
            MemberRule(
                "type", .text(.choice(CardVocabulary.datasetTypes.codes)), default: "`PERSONAL_DATA`",
                "What the data are.", #""SYNTHETIC_DATA""#),
            MemberRule(
                "legalBasis", codes(.legalBases), default: "none", "Articles of the GDPR.", #"["A6-1-e", "A9-2-i"]"#),
            MemberRule(
                "personalData", codes(.personalData), default: "none", "Kinds of personal data.", #"["Age", "Gender"]"#),
            MemberRule(
                "codingSystems", .list(.text(.choice(CodingSystem.all.map(\.code))), minimum: 1), default: "none",
                "Systems that codes are of.", #"["ICD-10"]"#),
            MemberRule("populationCoverage", .text(.any), default: "none", "Whom the base is about.", #""…""#),
            MemberRule("minTypicalAge", .integer(ages), default: "none", "Least usual age, in years.", "18"),
            MemberRule("maxTypicalAge", .integer(ages), default: "none", "Greatest usual age, in years.", "90"),
            MemberRule("spatial", codes(.countries), default: "`[\"FRA\"]`", "Where the persons are.", #"["FRA"]"#),
            MemberRule(
                "languages", codes(.languages), default: "the producer's language", "Languages of the data.",
                #"["FRA"]"#),
            MemberRule("licence", .text(.url), default: "none", "URI of a licence.", #""https://…""#),
            MemberRule(
                "accessUrl", .text(.url), default: "the base's page in the catalogue", "Where access is asked for.",
                #""https://…""#),
            MemberRule(
                "period", .object(period), default: "the card names no period",
                "The column whose first and last month are the period that the base covers.", "{…}"),
        ])

    /// Every object of a card, in the order of the documentation.
    package static let all = [card, publisher, contact, hdab, period]
}
