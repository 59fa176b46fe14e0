import Cards
import Convention
import Exclusion
import Support
import TestSupport
import Testing

@Suite struct BaseCardTests {
    /// What the shape of HealthDCAT-AP wants of a dataset at least once.
    static let required = [
        "dct:identifier", "dct:title", "dct:description", "dct:publisher", "dcat:contactPoint", "dct:accessRights",
        "dcatap:applicableLegislation", "dcat:theme", "dct:type", "dcat:keyword", "dct:spatial", "dct:provenance",
        "dcat:provenance", "dpv:hasPurpose", "healthdcatap:hdab", "healthdcatap:healthCategory",
        "healthdcatap:healthTheme", "dcat:distribution", "adms:sample",
    ]

    @Test(arguments: Cards.names) func `has what HealthDCAT-AP wants of a dataset`(_ name: String) throws {
        let convention = try Cards.convention(name)
        #expect(convention.card.missing == [])
        let document = try Cards.card(convention).linkedData
        for property in Self.required { #expect(document[property] != nil, "\(property)") }
        for property in ["dct:accessRights", "dct:type", "dct:publisher", "healthdcatap:hdab"] {
            #expect(document[property]?.array == nil, "\(property) is there once")
        }
        let publisher = try #require(document["dct:publisher"])
        for property in [
            "foaf:name", "foaf:homepage", "foaf:mbox", "healthdcatap:publisherType", "healthdcatap:publisherNote",
        ] { #expect(publisher[property] != nil, "\(property)") }
        #expect(publisher["healthdcatap:trustedDataHolder"]?.boolean != nil)
        let distributions = try #require(document["dcat:distribution"]).each
        #expect(distributions.count == convention.tables.count)
        for distribution in distributions {
            for property in [
                "dcat:accessURL", "dcatap:applicableLegislation", "dcat:byteSize", "dct:format", "dct:rights",
            ] { #expect(distribution[property] != nil, "\(property)") }
        }
    }

    @Test(arguments: Cards.names) func `uses no prefix that its context lacks, and leaves no gap to fill in`(
        _ name: String
    )
        throws
    {
        let card = try Cards.card(try Cards.convention(name))
        let prefixes = Set(card.linkedData["@context"]?.members?.map(\.name) ?? [])
        func check(_ value: JSONValue) {
            for member in value.members ?? [] where !member.name.hasPrefix("@") {
                let prefix = String(member.name.prefix { $0 != ":" })
                #expect(prefixes.contains(prefix) || prefixes.contains(member.name), "\(member.name)")
                check(member.value)
            }
            for element in value.array ?? [] { check(element) }
            if let id = value["@id"]?.string {
                #expect(WebAddress.isURL(Array(id.utf8)) || id.hasPrefix("mailto:") || id.hasPrefix("spdx:"), "\(id)")
            }
        }
        check(card.linkedData)
        for text in card.linkedData.texts + card.json.texts {
            #expect(!["{", "}", "TODO", "13.81.34"].contains { text.contains($0) }, "\(text)")
        }
    }

    @Test(arguments: Cards.names) func `tells nothing of accounts, keys, networks and file names`(_ name: String) throws
    {
        let convention = try Cards.convention(name)
        let card = try Cards.card(convention)
        let secrets =
            convention.accounts.flatMap(\.publicKeys)
            + convention.tables.flatMap { [$0.namePattern, $0.nameExample] }
        let texts = card.linkedData.texts + card.json.texts
        for secret in secrets where !secret.isEmpty { #expect(!texts.contains { $0.contains(secret) }, "\(secret)") }
        for account in convention.accounts { #expect(!texts.contains(account.name)) }
    }

    @Test func `gives the figures, typed`() throws {
        let document = try Cards.card(try Cards.convention("sidep")).linkedData
        #expect(document["@id"]?.string == "https://catalogue.test/bases/si-dep")
        #expect(document["dct:identifier"]?["@value"]?.string == "https://catalogue.test/bases/si-dep")
        #expect(document["healthdcatap:numberOfRecords"]?["@value"]?.string == "40000")
        #expect(document["healthdcatap:numberOfRecords"]?["@type"]?.string == "xsd:nonNegativeInteger")
        #expect(document["dct:temporal"]?["dcat:startDate"]?["@value"]?.string == "2026-01")
        #expect(document["dct:temporal"]?["dcat:endDate"]?["@type"]?.string == "xsd:gYearMonth")
        #expect(document["dct:modified"]?["@value"]?.string == "2026-09-21T14:13:20Z")
        #expect(
            document["dct:accrualPeriodicity"]?["@id"]?.string
                == "http://publications.europa.eu/resource/authority/frequency/DAILY")
        #expect(
            document["healthdcatap:healthCategory"]?.array?.compactMap { $0["@id"]?.string }
                == ["http://portal.test/lists/healthcategories/RPDG"])
        let table = try #require(document["dcat:distribution"]?.array?.first)
        #expect(table["dcat:byteSize"]?["@value"]?.string == "400001")
        let columns = try #require(table["csvw:table"]?["csvw:column"]?.array)
        #expect(!columns.isEmpty)
        #expect(columns[0]["dqv:hasQualityMeasurement"]?["dqv:value"]?["@value"]?.string == "75")
    }

    @Test func `says in its JSON what the convention's card and the figures say`() throws {
        let json = try Cards.card(try Cards.convention("sidep")).json
        #expect(json["acronym"]?.string == "SI-DEP" && json["urlName"]?.string == "si-dep")
        #expect(json["healthCategories"]?.array?.compactMap(\.string) == ["RPDG"])
        #expect(json["figures"]?["rows"]?.integer == 40_000)
        #expect(json["figures"]?["period"]?["from"]?.string == "2026-01")
        #expect(json["figures"]?["drops"]?.integer == 3)
        #expect(json["tables"]?.array?[0]["columns"]?.array?[0]["completenessPercent"]?.integer == 75)
        #expect(json["samples"]?.array?[0]["file"]?.string == "sample-test.csv")
        #expect(json["publisher"]?["name"]?.string == "Direction générale de la santé")
    }

    @Test func `does not tell how few rows there are`() throws {
        let card = try Cards.card(try Cards.convention("sidep"), rows: 7, nulls: 2)
        #expect(card.linkedData["healthdcatap:numberOfRecords"] == nil)
        #expect(card.linkedData["dct:temporal"] == nil)
        #expect(card.rows == nil)
        #expect(card.json["tables"]?.array?[0]["rows"]?.string == "<11")
        #expect(card.json["figures"]?["rows"]?.isNull == true)
        #expect(card.linkedData["dcat:distribution"]?.array?[0]["dcat:byteSize"]?["@value"]?.string == "65536")
        #expect(!card.linkedData.texts.contains("71") && !card.json.texts.contains("71"))
    }

    @Test func `describes a base that holds nothing yet`() throws {
        let convention = try Cards.convention("sidep")
        let empty = try #require(
            BaseCard(
                convention, BaseFigures(tables: ["test": .none]), floor: .standard, samples: [], in: Cards.identity))
        #expect(empty.rows == 0 && empty.lastUpdate == nil)
        #expect(empty.linkedData["healthdcatap:numberOfRecords"]?["@value"]?.string == "0")
        #expect(empty.linkedData["dct:modified"] == nil && empty.linkedData["adms:sample"] == nil)
        #expect(empty.json["figures"]?["lastUpdate"]?.isNull == true)
    }

    @Test func `names members that the holder still has to say`() throws {
        let convention = try Cards.convention("sidep") { text in
            text.replacing("https://hdab.example.org", with: "https://www.hdab.fr")
                .replacing("contact@hdab.example.org", with: "contact@hdab.fr")
        }
        #expect(
            try Cards.card(convention).placeholders
                == ["publisher.homepage", "publisher.email", "contact.url", "contact.email"])
    }

    @Test(arguments: CardFormat.neededToPublish) func `is not made where a member is missing, which is named`(
        _ member: String
    ) throws {
        let convention = try Cards.convention("sidep") { text in Self.without(member, text) }
        #expect(convention.card.missing == [member])
        #expect(convention.card.description == nil)
        #expect(
            BaseCard(convention, BaseFigures(tables: [:]), floor: .standard, samples: [], in: Cards.identity) == nil)
    }

    /// `text` without the member `name` of the card: one line, or an object over several.
    private static func without(_ name: String, _ text: String) -> String {
        var isInside = false
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { line in
            if line.hasPrefix("    \"\(name)\":") {
                isInside = line.hasSuffix("{")
                return false
            }
            guard isInside else { return true }
            if line.hasPrefix("    }") { isInside = false }
            return false
        }
        return lines.joined(separator: "\n")
    }
}
