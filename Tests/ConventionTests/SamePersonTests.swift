import Convention
import Foundation
import Support
import TestSupport
import Testing

/// Tables that name nobody and follow the persons of another (`samePerson`).
@Suite struct SamePersonTests {
    /// The base of the vectors in an archive, with a second table that refers to the visits.
    private func files(person: String = "visit", archive: Bool = true, samePerson: Bool = true) throws -> [String:
        [UInt8]]
    {
        var files = try LintVector.base()
        let text = String(decoding: files["convention.json"] ?? [], as: UTF8.self)
        let names = #""namePattern": "VISIT_\\d{8}\\.csv\\.age", "nameExample": "VISIT_20260115.csv.age""#
        let entry = { (name: String) in #""entryPattern": "\#(name)", "entryExample": "\#(name)""# }
        let own = #""namePattern": "ACT_\\d{8}\\.csv\\.age", "nameExample": "ACT_20260115.csv.age""#
        let act = #"{"name": "act", "title": "Acts", \#(archive ? entry("act") : own), "loadMode": "append"}"#
        try #require(text.contains(names))
        files["convention.json"] = Array(
            text.replacing(names, with: entry("visit"))
                .replacing("\"tables\": [", with: "\"tables\": [\(act),")
                .replacing(
                    "\"tolerance\"",
                    with:
                        #""archive": {"format": "zip", "namePattern": "LOT_\\d\\.age", "nameExample": "LOT_1.age"}, "tolerance""#
                )
                .replacing("\"visit\": \"person\"", with: "\"\(person)\": \"person\"").utf8)
        let reference = #"{"fields": "number", "reference": {"resource": "visit", "fields": "number"}"#
        files["act.schema.json"] = Array(
            #"""
            {"fields": [
              {"name": "person", "type": "string", "constraints": {"required": true},
                "treatment": {"kind": "rekey", "domain": "visit-person"}},
              {"name": "number", "type": "integer", "treatment": {"kind": "renumber"}}],
             "foreignKeys": [\#(reference)\#(samePerson ? ", \"samePerson\": true" : "")}]}
            """#.utf8)
        return files
    }

    private func codes(_ files: [String: [UInt8]]) -> [String] {
        ConventionLoader.load(files).problems.map(\.code.rawValue)
    }

    @Test func `a table that follows another needs no person's field of its own`() throws {
        #expect(codes(try files()) == [])
        #expect(codes(try files(samePerson: false)) == ["convention.table-without-person"])
    }

    @Test func `who is followed has a person's field`() throws {
        #expect(
            codes(try files(person: "act")).sorted() == ["convention.same-person", "convention.table-without-person"])
    }

    @Test func `who follows comes in the same drop`() throws {
        #expect(codes(try files(archive: false)) == ["convention.same-person-apart"])
    }
}
