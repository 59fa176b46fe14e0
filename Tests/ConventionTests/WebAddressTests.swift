import Convention
import Testing

@Suite struct WebAddressTests {
    @Test(arguments: [
        "https://sante.example.org", "http://a.b/c?d=e#f", "https://host:8443/",
        "http://data.europa.eu/eli/reg/2025/327/oj",
    ])
    func `takes a URL`(_ text: String) { #expect(WebAddress.isURL(Array(text.utf8))) }

    @Test(arguments: [
        "", "https://", "https:///path", "ftp://host", "www.host.fr", "https://user@host", "https://ho st",
        "https://h\u{e9}te", "https://host/<b>", "https://host/\"", "https://-a.b", "https://a..b", "https://a_b",
    ])
    func `refuses what is no URL for a link`(_ text: String) { #expect(!WebAddress.isURL(Array(text.utf8))) }

    @Test(arguments: [
        ("a.b+c@host.example.org", true), ("a@b", false), ("@host.fr", false), ("a@@host.fr", false),
        ("a b@host.fr", false), ("a@host.fr>", false), ("\u{e9}@host.fr", false), ("", false),
    ])
    func `tells an address for mail`(_ text: String, _ isOne: Bool) {
        #expect(WebAddress.isEmail(Array(text.utf8)) == isOne)
    }

    @Test(arguments: [
        ("https://oscour.example.org/a", true), ("contact@hdab.example.org", true), ("https://EXAMPLE.com", true),
        ("http://gateway.test:80/", true), ("http://localhost", true), ("https://example.org.fr", false),
        ("https://notexample.org", false), ("data@sante.gouv.fr", false), ("Santé publique France", false),
    ])
    func `knows names that belong to nobody`(_ text: String, _ isOne: Bool) {
        #expect(WebAddress.isPlaceholder(text) == isOne)
    }

    @Test func `has one URI a code, and none on a host of a test`() throws {
        let all: [CardVocabulary] = [
            .accessRights, .datasetTypes, .frequencies, .languages, .countries, .fileTypes, .themes, .publisherTypes,
            .healthCategories, .healthThemes, .legalBases, .personalData,
        ]
        for vocabulary in all {
            let uris = try vocabulary.codes.map { try #require(vocabulary.uri(of: $0, portal: "http://portal/lists")) }
            #expect(Set(uris).count == vocabulary.codes.count, "\(vocabulary.name)")
            #expect(uris.allSatisfy { WebAddress.isURL(Array($0.utf8)) && !WebAddress.isPlaceholder($0) })
            #expect(vocabulary.uri(of: "nothing", portal: "") == nil)
        }
        #expect(
            CardVocabulary.healthCategories.uri(of: "MRMR", portal: "http://portal/lists")
                == "http://portal/lists/healthcategories/MRMR")
        #expect(Set(CodingSystem.all.map(\.code)).count == CodingSystem.all.count)
    }
}
