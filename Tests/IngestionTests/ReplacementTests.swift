import Catalogue
import Columns
import Foundation
import Ingestion
import Ledger
import Parquet
import Support
import TestSupport
import Testing

@Suite struct ReplacementTests {
    /// A record of a stay, and the row that it becomes.
    struct Stay: Hashable {
        var site: String
        /// Day of January 2026.
        var day: Int
        var value: Int

        var line: String { "\(Day.person(value));\(site);2026-01-\(pad(day, 2));\(value)" }
    }

    private static func field(_ name: String, _ type: String, _ required: Bool = true) -> String {
        let more = required ? #", "constraints": {"required": true}"# : ""
        return #"{"name": "\#(name)", "type": "\#(type)"\#(more), "treatment": {"kind": "keep"}}"#
    }

    private static let person =
        #"{"name": "pseudo_patient", "type": "string", "treatment": {"kind": "rekey", "domain": "sidep-person"}}"#

    /// A CSV table of stays whose load mode and what goes with it are `mode`; `more` fields.
    private static func stays(_ mode: String, more: [String] = []) -> [(name: String, entry: String, schema: String)] {
        let fields = [person, field("site", "string", false), field("day", "date"), field("value", "integer")] + more
        return [
            (
                "stay",
                #"""
                {"name": "stay", "title": "Stays", "namePattern": "STAY_\\d+\\.csv\\.age", "nameExample": "STAY_1.csv.age",
                 "dialect": {"delimiter": ";"}, \#(mode)}
                """#, #"{"fields": [\#(fields.joined(separator: ", "))]}"#
            )
        ]
    }

    private static let window =
        #""loadMode": "replaceWindow", "replaces": {"same": ["site"], "field": "day"}"#
    private static let groups = #""loadMode": "cumulativeReplace", "replaces": {"same": ["site", "day"]}"#

    private static func file(_ stays: [Stay]) -> [UInt8] {
        Array((["pseudo_patient;site;day;value"] + stays.map(\.line)).joined(separator: "\n").utf8) + [10]
    }

    /// What the table `table` holds: site, day of January, value.
    private static func rows(_ harness: IngestionHarness, _ table: String = "stay") throws -> [Stay] {
        let delta = try CatalogueStore(root: harness.folder.file("catalogue")).table(base: "sidep", table: table)
        var stays: [Stay] = []
        for file in try delta.snapshot().files {
            let parquet = try ParquetFile(
                MemoryInput(harness.folder.read("catalogue/sidep/\(table)/\(file.path)")))
            for group in parquet.footer.rowGroups.indices {
                func column(_ name: String) throws -> Column {
                    let index = try #require(parquet.schema.columns.firstIndex { $0.name == name })
                    return Column(
                        joining: try parquet.read(group: group, column: index).map {
                            ColumnPart($0, RowSelection(all: $0.count))
                        })
                }
                guard case .bytes(let sites) = try column("site").values,
                    case .int32(let days) = try column("day").values,
                    case .int64(let values) = try column("value").values
                else { continue }
                for row in days.indices {
                    stays.append(
                        Stay(
                            site: String(decoding: sites.entry(row), as: UTF8.self), day: Int(days[row]) - 20_453,
                            value: Int(values[row])))
                }
            }
        }
        return stays.sorted { ($0.site, $0.day, $0.value) < ($1.site, $1.day, $1.value) }
    }

    private static func sorted(_ stays: [Stay]) -> [Stay] {
        stays.sorted { ($0.site, $0.day, $0.value) < ($1.site, $1.day, $1.value) }
    }

    /// Rows that the receipt says were replaced in table number `index`.
    private static func replaced(_ end: IngestionHarness.End, _ index: Int = 0) -> Int? {
        (end.receipt["tables"]?.array ?? [])[index]["replaced"]?.integer.map(Int.init)
    }

    @Test(arguments: [true, false], 0..<3)
    func `the table holds what a plain program says, after any drops`(byWindow: Bool, seed: Int) throws {
        var generator = SeededGenerator(UInt64(seed + 40))
        let harness = try IngestionHarness(tables: Self.stays(byWindow ? Self.window : Self.groups))
        var model: [Stay] = []
        var sent: [[Stay]] = []
        for drop in 0..<8 {
            var stays = (0..<Int.random(in: 0...30, using: &generator)).map { index in
                Stay(
                    site: ["A", "B", ""].randomElement(using: &generator) ?? "",
                    day: Int.random(in: 1 + drop...8 + drop, using: &generator), value: drop * 1000 + index)
            }
            // Now and then an earlier one again, with a change so that it is no duplicate.
            if drop % 3 == 2, let again = sent.randomElement(using: &generator) {
                stays = again.map { Stay(site: $0.site, day: $0.day, value: $0.value + 500) }
            }
            sent.append(stays)
            let before = model.count
            model.removeAll { row in
                let group = stays.filter { $0.site == row.site }
                guard byWindow else { return group.contains { $0.day == row.day } }
                guard let first = group.map(\.day).min(), let last = group.map(\.day).max() else { return false }
                return (first...last).contains(row.day)
            }
            let gone = before - model.count
            model += stays
            let end = try harness.ingest(Self.file(stays), "STAY_\(drop).csv.age")
            #expect(end.state == .ingested)
            #expect(Self.replaced(end) == gone, "drop \(drop)")
            #expect(end.counts["kept"] == stays.count)
            #expect(try Self.rows(harness) == Self.sorted(model), "drop \(drop)")
        }
    }

    @Test func `the same rows again replace themselves, and a correction those of its days alone`() throws {
        let harness = try IngestionHarness(tables: Self.stays(Self.window))
        let first = (1...15).map { Stay(site: "A", day: $0, value: $0) }
        _ = try harness.ingest(Self.file(first), "STAY_1.csv.age")
        // Sealed anew, so that it is no duplicate.
        let again = try harness.ingest(Self.file(first.reversed()), "STAY_2.csv.age")
        #expect(Self.replaced(again) == 15)
        #expect(try Self.rows(harness) == first)
        // Another establishment and the day at the boundary: what comes later stands.
        let next = (15...20).map { Stay(site: "A", day: $0, value: 100 + $0) } + [Stay(site: "B", day: 3, value: 300)]
        let crossing = try harness.ingest(Self.file(next), "STAY_3.csv.age")
        #expect(Self.replaced(crossing) == 1)
        #expect(try Self.rows(harness) == Array(first.dropLast()) + next)
        let receipt = try #require(try harness.ledger.receipts(drop: crossing.record.id).last)
        let text = String(decoding: receipt.content.text, as: UTF8.self)
        #expect(text.contains("remplacées : 1."))
    }

    @Test func `duplicates by content change nothing`() throws {
        let harness = try IngestionHarness(tables: Self.stays(Self.window))
        let sealed = try harness.seal(Self.file([Stay(site: "A", day: 1, value: 1)]))
        for name in ["STAY_1.csv.age", "STAY_2.csv.age"] { _ = try harness.handOver(sealed: sealed, name) }
        _ = try harness.ingester.sweep()
        #expect(try Self.rows(harness).count == 1)
    }

    // MARK: windows that are stated

    /// JSON lines: an establishment a line, with the days that it speaks of, and its stays.
    private static let sites: [(name: String, entry: String, schema: String)] = [
        (
            "site",
            #"""
            {"name": "site", "title": "Sites", "namePattern": "SITE_\\d+\\.age", "nameExample": "SITE_1.age",
             "format": {"kind": "jsonl"}, "loadMode": "append"}
            """#,
            #"{"fields": [\#(person), \#(field("site", "string")), \#(field("first", "date")), \#(field("last", "date"))]}"#
        ),
        (
            "stay",
            #"""
            {"name": "stay", "title": "Stays", "partOf": "site", "loadMode": "replaceWindow",
             "format": {"kind": "jsonl", "record": "stays", "paths": {"site": "/site"}},
             "replaces": {"same": ["site"], "field": "day",
                          "window": {"table": "site", "from": "first", "to": "last"}}}
            """#, #"{"fields": [\#(field("site", "string")), \#(field("day", "date")), \#(field("value", "integer"))]}"#
        ),
    ]

    private static func line(_ site: String, _ days: ClosedRange<Int>, _ stays: [Stay]) -> String {
        let list = stays.map { #"{"day":"2026-01-\#(pad($0.day, 2))","value":\#($0.value)}"# }
        return
            #"{"pseudo_patient":"\#(Day.person(1))","site":"\#(site)","first":"2026-01-\#(pad(days.lowerBound, 2))","#
            + #""last":"2026-01-\#(pad(days.upperBound, 2))","stays":[\#(list.joined(separator: ","))]}"#
    }

    private static func file(_ lines: [String]) -> [UInt8] { Array(lines.joined(separator: "\n").utf8) + [10] }

    @Test func `an empty file empties the window that it states`() throws {
        let harness = try IngestionHarness(tolerance: 1, tables: Self.sites)
        let stays = (1...20).map { Stay(site: "A", day: $0, value: $0) }
        _ = try harness.ingest(Self.file([Self.line("A", 1...20, stays)]), "SITE_1.age")
        let end = try harness.ingest(Self.file([Self.line("A", 5...10, [])]), "SITE_2.age")
        #expect(Self.replaced(end, 1) == 6)
        #expect(end.counts(1) == ["read": 0, "kept": 0, "rejected": 0, "excluded": 0, "duplicate": 0])
        #expect(try Self.rows(harness) == stays.filter { !(5...10).contains($0.day) })
        #expect(Self.replaced(end, 0) == nil)
    }

    @Test func `several windows add up, and a record outside of them is rejected`() throws {
        let harness = try IngestionHarness(tolerance: 1, tables: Self.sites)
        let old = ["A", "B"].flatMap { site in (1...20).map { Stay(site: site, day: $0, value: $0) } }
        _ = try harness.ingest(
            Self.file(["A", "B"].map { site in Self.line(site, 1...20, old.filter { $0.site == site }) }), "SITE_1.age")
        let new = [Stay(site: "A", day: 3, value: 103), Stay(site: "A", day: 9, value: 109)]
        let outside = Stay(site: "A", day: 6, value: 106)
        let end = try harness.ingest(
            Self.file([
                Self.line("A", 2...4, new + [outside]), Self.line("A", 8...9, []), Self.line("B", 20...20, []),
            ]), "SITE_2.age")
        #expect(end.state == .partial)
        #expect(end.counts(1) == ["read": 3, "kept": 2, "rejected": 1, "excluded": 0, "duplicate": 0])
        #expect(end.report.contains(";record.outside-window;"))
        #expect(Self.replaced(end, 1) == 6)
        let gone = old.filter {
            $0.site == "A" && ((2...4).contains($0.day) || (8...9).contains($0.day)) || $0.site == "B" && $0.day == 20
        }
        #expect(try Self.rows(harness) == Self.sorted(old.filter { !gone.contains($0) } + new))
    }

    @Test func `a window may be stated after the records in it, and is never missed`() throws {
        let more = [Self.field("first", "date"), Self.field("last", "date")]
        let mode = #"""
            "loadMode": "replaceWindow", "replaces": {"same": ["site"], "field": "day",
            "window": {"table": "stay", "from": "first", "to": "last"}}
            """#
        let harness = try IngestionHarness(tolerance: 1, tables: Self.stays(mode, more: more))
        func lines(_ stays: [(Stay, ClosedRange<Int>)]) -> [UInt8] {
            Self.file(
                ["pseudo_patient;site;day;value;first;last"]
                    + stays.map { stay, days in
                        stay.line + ";2026-01-\(pad(days.lowerBound, 2));2026-01-\(pad(days.upperBound, 2))"
                    })
        }
        let late = Stay(site: "A", day: 15, value: 1)
        let early = Stay(site: "A", day: 5, value: 2)
        let whole = try harness.ingest(lines([(late, 1...10), (early, 11...20)]), "STAY_1.csv.age")
        #expect(whole.state == .ingested)
        let end = try harness.ingest(
            lines([(late, 1...10), (Stay(site: "A", day: 30, value: 3), 1...2), (early, 11...20)]), "STAY_2.csv.age")
        #expect(end.counts == ["read": 3, "kept": 2, "rejected": 1, "excluded": 0, "duplicate": 0])
        #expect(Self.replaced(end) == 2)
        #expect(try Self.rows(harness) == [early, late])
    }

    @Test func `a drop that is refused replaces nothing`() throws {
        let harness = try IngestionHarness(tolerance: 0.1, tables: Self.stays(Self.window))
        let first = (1...9).map { Stay(site: "A", day: $0, value: $0) }
        _ = try harness.ingest(Self.file(first), "STAY_1.csv.age")
        let text = String(decoding: Self.file(first), as: UTF8.self).replacing(";5\n", with: ";five\n")
        let end = try harness.ingest(Array(text.utf8), "STAY_2.csv.age")
        #expect(end.state == .rejected)
        #expect(try Self.rows(harness) == first)
        #expect(harness.dataFiles().filter { $0.hasSuffix(".parquet") }.count == 1)
    }

    @Test func `a rejected record states nothing, one of a person who opposed does`() throws {
        let harness = try IngestionHarness(tolerance: 1, tables: Self.stays(Self.groups))
        let first = (1...4).map { Stay(site: "A", day: $0, value: $0) }
        _ = try harness.ingest(Self.file(first), "STAY_1.csv.age")
        _ = try harness.ingest(
            Day.oppositions(["\(Day.person(2));add;2026-01-01;"]), "OPPOSITION_SIDEP_20261119.csv.age",
            channel: .oppositions)
        let lines = [first[0].line.replacing("2026-01-01;1", with: "2026-01-01;one"), first[1].line]
        let end = try harness.ingest(Self.file(["pseudo_patient;site;day;value"] + lines), "STAY_2.csv.age")
        #expect(end.counts == ["read": 2, "kept": 0, "rejected": 1, "excluded": 1, "duplicate": 0])
        #expect(try Self.rows(harness) == [first[0], first[2], first[3]])
    }
}
