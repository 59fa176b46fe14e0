import Convention
import Foundation
import Support
import TestSupport
import Testing

/// Places in lines, and elements of documents, against the public layouts.
@Suite(.enabled(if: OfficialConvention.domain != nil, OfficialConvention.absence))
struct OfficialLayoutTests {
    private struct Place: Equatable {
        let name: String
        let start: Int
        let length: Int

        init(_ value: JSONValue) {
            name = value["name"]?.string ?? ""
            start = Int(value["start"]?.integer ?? 0)
            length = Int(value["length"]?.integer ?? 0)
        }
    }

    private static func format(_ id: String, _ table: String) throws -> JSONValue? {
        try OfficialConvention.read(id, "convention.json")["tables"]?.array?.first { $0["name"]?.string == table }?[
            "format"]
    }

    @Test(arguments: ["228", "229"]) func `the fields of the RSA stand where the format says`(_ version: String) throws
    {
        let official = try OfficialConvention.layout("pmsi/pmsi-layouts.json")["rsa" + version]?["fields"]?.array ?? []
        let layouts = try Self.format("pmsi-rsa", "rsa")?["layouts"]?.array ?? []
        let layout = try #require(layouts.first { $0["version"]?.string == version })
        let fixed = official.filter { $0["segment"]?.string == "RSA" }
        #expect(layout["length"]?.integer == fixed.compactMap { $0["end"]?.integer }.max())
        let places = (layout["fields"]?.array ?? []).map(Place.init)
        // The group's code is made of four of the fields, which are there too.
        let own = places.filter { $0.name != "GRGHM" }
        #expect(own == fixed.map(Place.init).filter { !["FLR", "FI1", "FI2"].contains(String($0.name.prefix(3))) })
        let group = try #require(places.first { $0.name == "GRGHM" })
        let parts = ["GRCMD", "GRTYP", "GRNUM", "GRCPX"].compactMap { name in places.first { $0.name == name } }
        #expect(group.start == parts[0].start && group.length == parts.reduce(0) { $0 + $1.length })
        let counts = ["AG": "NAG", "SR": "NSR", "RU": "NBRUM", "DA": "NDA", "ZA": "NZA"]
        let groups = layout["groups"]?.array ?? []
        #expect(groups.compactMap { $0["name"]?.string } == ["AG", "SR", "RU", "DA", "ZA"])
        for part in groups {
            let name = part["name"]?.string ?? ""
            #expect(part["count"]?.string == counts[name])
            let fields = (part["fields"]?.array ?? []).map(Place.init)
            let there = official.filter { $0["segment"]?.string == name }
            #expect(fields.map(\.name) == there.compactMap { $0["name"]?.string })
            #expect(fields.map { Int64($0.length) } == there.compactMap { $0["length"]?.integer })
            var next = 1
            for field in fields {
                #expect(field.start == next, "\(name).\(field.name)")
                next += field.length
            }
            #expect(part["length"]?.integer == Int64(next - 1))
        }
    }

    @Test func `hospital files cannot be taken for the ANO`() throws {
        let layouts = try OfficialConvention.layout("pmsi/pmsi-layouts.json")
        let ano = try #require(try Self.format("pmsi-rsa", "ano")?["layouts"]?.array?.first)
        let length = try #require(ano["length"]?.integer)
        for name in ["anohospV016", "vidhospV016", "rss122", "rss022"] {
            let fixed = (layouts[name]?["fields"]?.array ?? []).compactMap { $0["end"]?.integer }.max()
            #expect(try #require(fixed) != length, "\(name)")
        }
        // Nothing that ANO-HOSP has beside the pseudonym is read under its name.
        let names = (ano["fields"]?.array ?? []).compactMap { $0["name"]?.string }
        for name in ["NADL", "NADLM", "IPP", "NANO", "NANOI"] { #expect(!names.contains(name)) }
    }

    @Test func `the places of the ANO do not overlap`() throws {
        let ano = try #require(try Self.format("pmsi-rsa", "ano")?["layouts"]?.array?.first)
        var next = 1
        for place in (ano["fields"]?.array ?? []).map(Place.init) {
            #expect(place.start >= next, "\(place.name)")
            next = place.start + place.length
        }
        #expect(next - 1 <= Int(ano["length"]?.integer ?? 0))
    }

    @Test func `the elements of a visit are those of the national format`() throws {
        let text = try OfficialConvention.text("rpu/RPU_National_V2006.txt")
        let head = text.prefix(upTo: try #require(text.range(of: "COMMENTAIRES")).lowerBound)
        var elements = Set(head.matches(of: /<([A-Za-z_]+)>/).map { $0.output.1.uppercased() })
        #expect(elements.count == 20)
        let tables = try OfficialConvention.read("oscour-xml", "convention.json")["tables"]?.array ?? []
        for table in tables {
            let format = table["format"]
            for member in format?["paths"]?.members ?? [] { elements.remove(member.value.string ?? "") }
            for step in (format?["record"]?.string ?? "").split(separator: "/") { elements.remove(String(step)) }
        }
        #expect(elements == [])
    }

    @Test(arguments: ["oscour", "oscour-xml"]) func `the codes of a visit are those of the national format`(
        _ id: String
    ) throws {
        let lists = try OfficialConvention.layout("rpu/rpu-nomenclatures.json")
        for list in [
            "sexe", "mode-entree", "provenance", "transport", "transport-pec", "gravite", "mode-sortie", "destination",
            "orient",
        ] {
            let name = "rpu_" + list.replacing("-", with: "_")
            var codes = Set((lists[name]?.members ?? []).map(\.name))
            codes.formUnion((lists[name + "_alias"]?.members ?? []).map(\.name))
            #expect(try OfficialConvention.codes(id, list) == codes, "\(list)")
        }
    }
}
