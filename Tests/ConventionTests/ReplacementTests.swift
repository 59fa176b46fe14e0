import Convention
import Foundation
import Testing

@Suite struct ReplacementTests {
    private static let entry = #"""
        {"name": "entry", "type": "datetime", "format": "%Y-%m-%dT%H:%M", "constraints": {"required": true},
         "treatment": {"kind": "toHour"}}
        """#
    private static let site = #"{"name": "site", "type": "string", "treatment": {"kind": "keep"}}"#

    /// The base of the vectors with JSON lines, `tables` in place of its one load mode, and `part` as the schema of `act`.
    private static func files(_ tables: String, part: String = "") throws -> [String: [UInt8]] {
        var files = try LintVector.base()
        let text = String(decoding: files["convention.json"] ?? [], as: UTF8.self)
        let dialect = #""dialect": {"delimiter": ";", "quote": "\"", "encoding": "UTF-8"}, "loadMode": "append""#
        files["convention.json"] = Array(
            text.replacing(dialect, with: #""format": {"kind": "jsonl"}, "# + tables).utf8)
        if !part.isEmpty { files["act.schema.json"] = Array("{\"fields\": [\(part)]}".utf8) }
        return files
    }

    private static let act =
        #""name": "act", "title": "A", "partOf": "visit", "format": {"kind": "jsonl", "record": "acts"}"#

    @Test func `reads a window that the records give`() throws {
        let report = ConventionLoader.load(
            try Self.files(#""loadMode": "replaceWindow", "replaces": {"same": ["site"], "field": "entry"}"#))
        #expect(report.errors == [])
        let table = try #require(report.convention?.table(named: "visit"))
        #expect(table.replaces == Replacement(same: ["site"], extent: .spanned(field: "entry"), statedBy: "visit"))
    }

    @Test func `lets a part follow the table that it is part of`() throws {
        let report = ConventionLoader.load(
            try Self.files(
                #""loadMode": "replaceWindow", "replaces": {"same": ["site"], "field": "entry"}}, {"#
                    + Self.act + #", "loadMode": "replaceWindow""#, part: Self.site + "," + Self.entry))
        #expect(report.errors == [])
        let convention = try #require(report.convention)
        #expect(convention.table(named: "act")?.replaces == convention.table(named: "visit")?.replaces)
        #expect(convention.table(named: "act")?.replaces?.statedBy == "visit")
    }

    @Test func `reads a window that another table of the drop states`() throws {
        let report = ConventionLoader.load(
            try Self.files(
                #""loadMode": "append"}, {"# + Self.act + #"""
                    , "loadMode": "replaceWindow", "replaces": {"same": ["site"], "field": "entry",
                    "window": {"table": "visit", "from": "entry", "to": "entry"}}
                    """#, part: Self.site + "," + Self.entry))
        #expect(report.errors == [])
        #expect(
            report.convention?.table(named: "act")?.replaces
                == Replacement(
                    same: ["site"], extent: .stated(field: "entry", from: "entry", to: "entry"), statedBy: "visit"))
        #expect(report.convention?.table(named: "visit")?.replaces == nil)
    }

    @Test func `reads groups that go as a whole`() throws {
        let report = ConventionLoader.load(
            try Self.files(#""loadMode": "cumulativeReplace", "replaces": {"same": ["site", "person"]}"#))
        #expect(report.errors == [])
        #expect(
            report.convention?.tables.first?.replaces
                == Replacement(same: ["site", "person"], extent: .everything, statedBy: "visit"))
    }
}
