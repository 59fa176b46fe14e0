import Cards
import Exclusion
import Foundation
import Platform
import Support
import TestSupport
import Testing

@Suite struct CardPublicationTests {
    private func publish(_ cards: [BaseCard], _ folder: TemporaryDirectory) throws {
        try CardPublication.write(
            cards, in: Cards.identity, to: try CardPublication.directory(folder.file("public/")))
    }

    private func contents(_ folder: TemporaryDirectory) throws -> [String: [UInt8]] {
        try Dictionary(uniqueKeysWithValues: folder.allFiles().map { ($0, try folder.read($0)) })
    }

    @Test func `writes the same bytes for the same state, and replaces what changed`() throws {
        let folder = try TemporaryDirectory()
        let cards = try ["oscour", "sidep"].map { try Cards.card(try Cards.convention($0)) }
        try publish(cards, folder)
        let first = try contents(folder)
        #expect(
            first.keys.sorted() == [
                "public/catalog.jsonld", "public/oscour/card.json", "public/oscour/dataset.jsonld",
                "public/oscour/sample-rpu.csv", "public/si-dep/card.json", "public/si-dep/dataset.jsonld",
                "public/si-dep/sample-test.csv",
            ])
        try publish(try ["oscour", "sidep"].map { try Cards.card(try Cards.convention($0)) }, folder)
        #expect(try contents(folder) == first)
        try publish([cards[0], try Cards.card(try Cards.convention("sidep"), rows: 50_000)], folder)
        let second = try contents(folder)
        #expect(second["public/oscour/card.json"] == first["public/oscour/card.json"])
        #expect(second["public/si-dep/card.json"] != first["public/si-dep/card.json"])
        #expect(second.keys.sorted() == first.keys.sorted())
    }

    @Test func `removes samples of before and leaves other files alone`() throws {
        let folder = try TemporaryDirectory()
        try folder.write("public/si-dep/sample-old.csv", "old")
        try folder.write("public/si-dep/notes.txt", "mine")
        try folder.write("public/index.html", "mine")
        try publish([try Cards.card(try Cards.convention("sidep"))], folder)
        let names = folder.allFiles()
        #expect(!names.contains("public/si-dep/sample-old.csv"))
        #expect(names.contains("public/si-dep/notes.txt") && names.contains("public/index.html"))
        #expect(!names.contains { $0.contains(".new") })
    }

    @Test func `can be read by a web server, whatever the umask`() throws {
        let folder = try TemporaryDirectory()
        try publish([try Cards.card(try Cards.convention("sidep"))], folder)
        let permissions = try (["public", "public/si-dep"] + folder.allFiles()).map { path in
            try FileManager.default.attributesOfItem(atPath: folder.file(path))[.posixPermissions] as? Int
        }
        #expect(permissions.prefix(2).allSatisfy { $0 == 0o755 } && permissions.dropFirst(2).allSatisfy { $0 == 0o644 })
        #expect(permissions.count == 6)
    }

    @Test func `lists the bases in the catalogue`() throws {
        let cards = try ["oscour", "sidep"].map { try Cards.card(try Cards.convention($0)) }
        let graph = try #require(HealthCatalogue.linkedData(Cards.identity, cards)["@graph"]?.array)
        #expect(
            graph[0]["dcat:dataset"]?.array?.compactMap { $0["@id"]?.string } == [
                "https://catalogue.test/bases/oscour", "https://catalogue.test/bases/si-dep",
            ])
        #expect(graph[0]["@type"]?.string == "dcat:Catalog")
    }

    @Test(.enabled(if: HealthShape.canJudge, Comment(rawValue: HealthShape.absence)))
    func `is read by rdflib, and passes the shape of HealthDCAT-AP where that is at hand`() throws {
        let folder = try TemporaryDirectory()
        let cards = try Cards.names.map { try Cards.card(try Cards.convention($0)) }
        try publish(cards, folder)
        let documents = folder.allFiles().filter { $0.hasSuffix(".jsonld") }.map(folder.file)
        #expect(documents.count == cards.count + 1)
        for (path, verdict) in zip(documents, try HealthShape.judge(documents)) {
            #expect(verdict.conforms, "\(path): \(verdict.text)")
            #expect(verdict.triples.count > 10)
            // Every term was found in the context, and nothing stayed relative.
            #expect(!verdict.triples.contains { $0.contains("<file:") || $0.contains("<dct:") }, "\(path)")
        }
    }

    @Test(
        .enabled(
            if: HealthShape.canJudge && HealthShape.path != nil, "no pyshacl, or no ../shared with the shape"))
    func `the shape finds a card that lacks what it wants`() throws {
        let folder = try TemporaryDirectory()
        let card = try Cards.card(try Cards.convention("sidep"))
        let wanted = ["dct:publisher", "adms:sample", "dct:identifier", "dcat:distribution"]
        let documents = try wanted.map { property in
            let members = card.linkedData.members?.filter { $0.name != property } ?? []
            return try folder.write("\(property.dropFirst(4)).jsonld", JSONWriter.write(JSONValue(.object(members))))
        }
        for (path, verdict) in zip(documents, try HealthShape.judge(documents)) {
            #expect(!verdict.conforms, "\(path)")
        }
    }
}
