import Foundation
import Support
import TestSupport
import Testing

/// `ecluse catalogue publish` after real drops: what the public is told of the bases.
@Suite(.serialized) struct PublishTests {
    private func publish(_ gateway: Gateway, _ more: [String] = []) throws -> ToolResult {
        try gateway.ecluse(["catalogue", "publish", gateway.desk.file("public")] + more)
    }

    private func published(_ gateway: Gateway) throws -> [String: [UInt8]] {
        let names = gateway.desk.allFiles().filter { $0.hasPrefix("public/") }
        return try Dictionary(uniqueKeysWithValues: names.map { ($0, try gateway.desk.read($0)) })
    }

    private func card(_ gateway: Gateway, _ base: String) throws -> JSONValue {
        try JSONParser.parse(try gateway.desk.read("public/\(base)/card.json"))
    }

    @Test func `cards state what was ingested, hold no value of a record, and stay the same until that changes`() throws
    {
        let gateway = try Gateway()
        try gateway.start()
        let rows = (1...1500).map { Canary.row($0, $0 % 3 == 0 ? ["criblage": ""] : ["criblage": "1"]) }
        #expect(try gateway.send(Sidep.file(rows), "SIDEP_20261119.csv.age").state == "ingested")
        let visits = (0..<40).map { Oscour.row(["entree": "\(19 + $0 % 2)/11/2026 0\($0 % 8):30"]) }
        #expect(try gateway.send(Oscour.file(visits), Oscour.name, account: Gateway.oscour).state == "ingested")

        let result = try publish(gateway)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("si-dep: the holder still has to say publisher.homepage"), "\(result.output)")
        let first = try published(gateway)
        let summary = try gateway.json(["catalogue", "show", "sidep/test"])
        let sidep = try card(gateway, "si-dep")
        #expect(sidep["figures"]?["rows"]?.integer == 1500)
        #expect(sidep["figures"]?["bytes"]?.integer == summary["bytes"]?.integer)
        #expect(sidep["figures"]?["lastUpdate"]?.string == summary["committedAt"]?.string)
        #expect(sidep["figures"]?["period"]?["from"]?.string == "2026-11")
        #expect(sidep["figures"]?["drops"]?.integer == 1)
        let columns = sidep["tables"]?.array?[0]["columns"]?.array ?? []
        func percent(_ name: String) -> Int64? {
            columns.first { $0["name"]?.string == name }?["completenessPercent"]?.integer
        }
        #expect(percent("criblage") == 66 && percent("patient") == 100 && percent("symptomes") == 0)
        let oscour = try card(gateway, "oscour")
        #expect(oscour["figures"]?["rows"]?.integer == 40)
        #expect(oscour["accessRights"]?.string == "NON_PUBLIC")

        // Nothing of a record, and not even what the catalogue keeps as it came.
        #expect(try Canary.hits(in: [gateway.desk.file("public")], gateway.desk).isEmpty)
        #expect(!first.values.contains { String(decoding: $0, as: UTF8.self).contains("910019447") })
        #expect(try publish(gateway).status == 0)
        #expect(try published(gateway) == first)

        #expect(try gateway.send(Sidep.day(20, from: 9000), "SIDEP_20261120.csv.age").state == "ingested")
        #expect(try publish(gateway).status == 0)
        let second = try published(gateway)
        #expect(second.keys.sorted() == first.keys.sorted())
        #expect(try card(gateway, "si-dep")["figures"]?["rows"]?.integer == 1520)
        #expect(second["public/oscour/card.json"] == first["public/oscour/card.json"])
        try judge(gateway, bases: ["oscour", "si-dep"])
    }

    private func judge(_ gateway: Gateway, bases: [String]) throws {
        guard HealthShape.canJudge else { return }
        let documents = (["catalog"] + bases.map { $0 + "/dataset" }).map { gateway.desk.file("public/\($0).jsonld") }
        for (path, verdict) in zip(documents, try HealthShape.judge(documents)) {
            #expect(verdict.conforms, "\(path): \(verdict.text)")
            #expect(verdict.triples.count > 10, "\(path)")
        }
    }

    @Test func `the sample of a base is a drop that the gateway takes whole`() throws {
        let gateway = try Gateway()
        try gateway.start()
        // Before the first drop there is a card as well: of a base that holds nothing.
        #expect(try publish(gateway).status == 0)
        #expect(try card(gateway, "si-dep")["figures"]?["rows"]?.integer == 0)
        let samples = [
            ("si-dep/sample-test.csv", "SIDEP_20260102.csv.age", Gateway.sidep),
            ("oscour/sample-rpu.csv", Oscour.name, Gateway.oscour),
        ]
        for (path, name, account) in samples {
            let sample = try gateway.desk.read("public/" + path)
            let receipt = try gateway.send(sample, name, account: account)
            #expect(receipt.state == "ingested", "\(receipt.text)")
        }
        #expect(try gateway.rows("sidep", "test") == 100)
        try judge(gateway, bases: ["oscour", "si-dep"])
    }

    @Test func `every base of the project has a card that passes the shape, with a sample in its own format`() throws {
        let folders = Checkout.files(below: "Conventions", suffix: "/convention.json").map {
            Checkout.root + "/" + String($0.dropLast("/convention.json".count))
        }
        let gateway = try Gateway(conventions: folders)
        let result = try publish(gateway, ["--json"])
        #expect(result.status == 0, "\(result.output) \(result.errors)")
        let bases = try JSONParser.parse(result.stdout)["published"]?.array ?? []
        #expect(bases.count == folders.count)
        for base in bases { #expect((base["samples"]?.integer ?? 0) > 0, "\(base["card"]?.string ?? "")") }
        try judge(gateway, bases: bases.compactMap { $0["card"]?.string })
        #expect(try card(gateway, "oscour-xml")["samples"]?.array?[0]["type"]?.string == "XML")
    }

    @Test func `a card that lacks a member is named and not written, and its drops are taken`() throws {
        let folder = try TemporaryDirectory()
        let poor = try ChangedConvention.make("oscour", table: "rpu", in: folder) { convention in
            guard var card = convention["card"] as? ChangedConvention.Object else { return }
            card["purpose"] = nil
            card["hdab"] = nil
            convention["card"] = card
        }
        let gateway = try Gateway(conventions: [Checkout.root + "/Conventions/sidep", poor])
        let check = try gateway.ecluse(["convention", "check", poor], atHome: false)
        #expect(check.status == 0)
        #expect(check.output.contains("hdab, purpose missing") && check.output.contains("convention.card-incomplete"))
        try gateway.start()
        #expect(try gateway.send(Sidep.day(7), "SIDEP_20261120.csv.age").state == "ingested")
        let receipt = try gateway.send(Oscour.file([Oscour.row()]), Oscour.name, account: Gateway.oscour)
        #expect(receipt.state == "ingested", "\(receipt.text)")

        let result = try publish(gateway)
        #expect(result.status == 1)
        #expect(result.output.contains("oscour: not published, its card lacks hdab, purpose"), "\(result.output)")
        let files = try published(gateway)
        #expect(!files.keys.contains { $0.hasPrefix("public/oscour") })
        let catalogue = String(decoding: files["public/catalog.jsonld"] ?? [], as: UTF8.self)
        #expect(catalogue.contains("/si-dep\"") && !catalogue.contains("/oscour\""))
        // Seven rows are too few to be told of.
        let sidep = try card(gateway, "si-dep")
        #expect(sidep["tables"]?.array?[0]["rows"]?.string == "<11")
        #expect(sidep["figures"]?["rows"]?.isNull == true && sidep["figures"]?["period"]?.isNull == true)
        let json = try JSONParser.parse(try publish(gateway, ["--json"]).stdout)
        #expect(json["published"]?.array?.count == 1)
        #expect(json["left"]?.array?[0]["convention"]?.string == "oscour")
    }

    @Test func `what cannot be written is said, and nothing is`() throws {
        let gateway = try Gateway()
        let file = try gateway.desk.write("occupied", "a file")
        let result = try gateway.ecluse(["catalogue", "publish", file])
        #expect(result.status == 4, "\(result.errors)")
        #expect(try gateway.ecluse(["catalogue", "publish", "/nowhere/at/all"]).status == 4)
        #expect(try gateway.ecluse(["catalogue", "publish"]).status == 2)
    }
}
