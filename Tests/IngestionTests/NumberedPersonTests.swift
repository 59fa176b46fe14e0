import Foundation
import Ingestion
import Ledger
import Support
import TestSupport
import Testing

/// A table whose persons have numbers of the producer's own, which the catalogue replaces in each drop.
@Suite struct NumberedPersonTests {
    private static func harness() throws -> IngestionHarness {
        let entry = """
            {"name": "visit", "title": "Visits", "namePattern": "VISIT_\\\\d+\\\\.csv\\\\.age", "nameExample": "VISIT_1.csv.age",
              "loadMode": "snapshot"}
            """
        let schema = """
            {"fields": [
              {"name": "pseudo_patient", "type": "integer", "constraints": {"required": true}, "treatment": {"kind": "renumber"}},
              {"name": "born", "type": "date", "treatment": {"kind": "ageYears", "reference": "seen", "as": "age"}},
              {"name": "seen", "type": "date", "treatment": {"kind": "drop"}}]}
            """
        return try IngestionHarness(tables: [("visit", entry, schema)])
    }

    private static func file(_ persons: ClosedRange<Int>) -> [UInt8] {
        let rows = persons.map { "\($0);\(2000 - $0)-06-15;2026-06-14" }
        return Array((["pseudo_patient;born;seen"] + rows).joined(separator: "\n").utf8) + [10]
    }

    @Test func `an opposition by number leaves the person out of every drop that comes after it`() throws {
        let harness = try Self.harness()
        let update = Day.oppositions(["007;add;2026-01-01;", "9;add;2026-01-01;", "x;add;2026-01-01;"])
        let end = try harness.ingest(update, "OPPOSITION_SIDEP_20261119.csv.age", channel: .oppositions)
        #expect(end.state == .partial)
        #expect(end.receipt["oppositions"]?["added"]?.integer == 2)
        for number in 1...2 {
            let drop = try harness.ingest(Self.file(1...10), "VISIT_\(number).csv.age")
            #expect(drop.counts == ["read": 10, "kept": 8, "rejected": 0, "excluded": 2, "duplicate": 0])
            #expect(try harness.rows() == 8)
        }
    }

    @Test(.enabled(if: PythonReaders.areInstalled, Comment(rawValue: PythonReaders.absence)))
    func `a treatment reads the field that it refers to, also where that one is dropped`() throws {
        let harness = try Self.harness()
        #expect(try harness.ingest(Self.file(1...3), "VISIT_1.csv.age").state == .ingested)
        let rows = try PythonReaders.rows("delta-rs", harness.folder.file("catalogue/sidep/visit"))
        #expect(rows.map { $0[1] }.sorted { ($0 ?? "") < ($1 ?? "") } == ["26", "27", "28"])
        #expect(rows.allSatisfy { $0.count == 2 && !["1", "2", "3"].contains($0[0] ?? "") })
    }
}
