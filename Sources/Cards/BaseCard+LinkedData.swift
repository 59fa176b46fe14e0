internal import Convention
package import Support

/// The base in HealthDCAT-AP, the application profile of DCAT for the European Health Data Space (Regulation (EU) 2025/327,
/// article 77).
///
/// URIs are the base's own (``uri``) and fragments of it; days and numbers are typed literals. `dcat:provenance` stands beside
/// `dct:provenance`: the shape of the French catalogue asks for the first, the profile for the second.
extension BaseCard {
    /// The document, as JSON-LD.
    package var linkedData: JSONValue {
        .object(
            [
                ("@context", LinkedData.context), ("@id", .text(uri)), ("@type", "dcat:Dataset"),
            ] + LinkedData.present(identity + content + bodies + data))
    }

    private var language: Language { convention.producer.language }
    private func text(_ text: String) -> JSONValue { LinkedData.text(text, language) }

    private func codes(_ vocabulary: CardVocabulary, _ codes: [String]) -> JSONValue {
        .list(codes.compactMap { vocabulary.uri(of: $0, portal: catalogue.vocabulary).map(LinkedData.link) })
    }

    private func code(_ vocabulary: CardVocabulary, _ code: String) -> JSONValue? {
        vocabulary.uri(of: code, portal: catalogue.vocabulary).map(LinkedData.link)
    }

    private var identity: [(String, JSONValue?)] {
        let card = convention.card
        let others = [card.doi.map { "https://doi.org/" + $0 }, card.reference].compactMap(\.self)
        return [
            ("dct:identifier", LinkedData.typed(uri, "anyURI")), ("dct:title", text(card.title)),
            ("dct:alternative", text(card.acronym)), ("dct:description", text(card.summary)),
            ("dcat:keyword", .list(card.keywords.map(text))),
            (
                "adms:identifier",
                .list(others.map { LinkedData.node("adms:Identifier", [("skos:notation", .text($0))]) })
            ),
            ("dcat:landingPage", LinkedData.link(accessURL)),
        ]
    }

    private var content: [(String, JSONValue?)] {
        let provenance = LinkedData.node(
            "dct:ProvenanceStatement", id: uri + "#provenance", [("rdfs:label", text(description.provenance))])
        return [
            ("dcat:theme", codes(.themes, CardVocabulary.themes.codes)),
            ("dct:type", code(.datasetTypes, description.type)),
            ("dct:accessRights", code(.accessRights, description.accessRights)),
            ("dcatap:applicableLegislation", .list(description.applicableLegislation.map(LinkedData.link))),
            ("healthdcatap:healthCategory", codes(.healthCategories, description.healthCategories)),
            ("healthdcatap:healthTheme", codes(.healthThemes, description.healthThemes)),
            (
                "dpv:hasPurpose",
                LinkedData.node("dpv:Purpose", [("dct:description", text(description.purpose))])
            ),
            ("dct:provenance", provenance), ("dcat:provenance", LinkedData.link(uri + "#provenance")),
            ("dpv:hasLegalBasis", codes(.legalBases, description.legalBasis)),
            ("dpv:hasPersonalData", codes(.personalData, description.personalData)),
            ("healthdcatap:hasCodingSystem", .list(description.codingSystems.compactMap(codingSystem))),
            ("healthdcatap:populationCoverage", description.populationCoverage.map(text)),
            ("healthdcatap:minTypicalAge", description.minTypicalAge.map { LinkedData.count($0) }),
            ("healthdcatap:maxTypicalAge", description.maxTypicalAge.map { LinkedData.count($0) }),
            ("dct:spatial", codes(.countries, description.spatial)),
            ("dct:language", codes(.languages, description.languages)),
            ("dct:license", description.licence.map(LinkedData.link)),
        ]
    }

    private func codingSystem(_ code: String) -> JSONValue? {
        CodingSystem.named(code).map { system in
            system.uri.map(LinkedData.link) ?? LinkedData.node("dct:Standard", [("dct:title", .text(system.title))])
        }
    }

    private var bodies: [(String, JSONValue?)] {
        let publisher = description.publisher
        let more: [(String, JSONValue?)] = [
            ("healthdcatap:publisherType", code(.publisherTypes, publisher.type)),
            ("healthdcatap:publisherNote", text(publisher.note)),
            ("healthdcatap:trustedDataHolder", .flag(publisher.isTrusted)),
        ]
        let contact = description.contact
        return [
            ("dct:publisher", LinkedData.node("foaf:Agent", id: uri + "#publisher", Self.agent(publisher.body) + more)),
            (
                "dcat:contactPoint",
                LinkedData.node(
                    "vcard:Kind", id: uri + "#contact",
                    [
                        ("vcard:fn", .text(contact.name)), ("vcard:hasURL", LinkedData.link(contact.homepage)),
                        ("vcard:hasEmail", LinkedData.mail(contact.email)),
                    ])
            ),
            ("healthdcatap:hdab", LinkedData.node("foaf:Agent", id: uri + "#hdab", Self.agent(description.hdab))),
        ]
    }

    private static func agent(_ body: DatasetDescription.Body) -> [(String, JSONValue?)] {
        [
            ("foaf:name", .text(body.name)), ("foaf:homepage", LinkedData.link(body.homepage)),
            ("foaf:mbox", LinkedData.mail(body.email)),
        ]
    }

    private var data: [(String, JSONValue?)] {
        let period = months.map { months in
            LinkedData.node(
                "dct:PeriodOfTime",
                [
                    ("dcat:startDate", LinkedData.typed(months.first, "gYearMonth")),
                    ("dcat:endDate", LinkedData.typed(months.last, "gYearMonth")),
                ])
        }
        return [
            ("dct:accrualPeriodicity", code(.frequencies, frequency)),
            ("dct:modified", lastUpdate.map { LinkedData.typed($0.iso8601(fraction: 0), "dateTime") }),
            ("dct:temporal", period), ("healthdcatap:numberOfRecords", rows.map { LinkedData.count($0) }),
            ("dcat:distribution", .list(convention.tables.map(distribution))),
            ("adms:sample", .list(samples.map(sample))),
        ]
    }
}
