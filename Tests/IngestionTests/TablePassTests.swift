import Foundation
import Ingestion
import Ledger
import Pseudonymisation
import Support
import TestSupport
import Testing

/// The pass over a table, as its receipts and the catalogue show it.
@Suite struct TablePassTests {
    /// Wrong values, each with the field that holds it; all leave the record out.
    private static let faults: [(field: String, value: String)] = [
        ("sexe", "Q"), ("resultat", ""), ("date_naissance", "17/05/1980"), ("code_loinc", "x"), ("type_test", "?"),
        ("pseudo_patient", "short"), ("date_validation", "2026-11-01T00:00:00"), ("finess_labo", "910019448"),
        ("cp_residence", "7501"),
    ]

    @Test func `the counts balance whatever is wrong, and the table holds the rows that were kept`() throws {
        var generator = SeededGenerator(7)
        let harness = try IngestionHarness()
        var published = 0
        for round in 0..<12 {
            let share = Double(round) / 400
            let rows = (0..<400).map { index -> String in
                guard Double.random(in: 0..<1, using: &generator) < share else { return Day.row(round * 1000 + index) }
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: return Day.row(round * 1000 + max(0, index - 1))
                case 1: return "a;b"
                default:
                    let fault = Self.faults.randomElement(using: &generator) ?? Self.faults[0]
                    return Day.row(round * 1000 + index, [fault.field: fault.value])
                }
            }
            let end = try harness.ingest(Day.file(rows), "SIDEP_20261119_\(round).csv.age")
            let counts = end.counts
            #expect(counts["read"] == 400)
            let parts = ["kept", "rejected", "excluded", "duplicate"].compactMap { counts[$0] }
            #expect(parts.reduce(0, +) == 400)
            if end.state == .ingested || end.state == .partial { published += counts["kept"] ?? 0 }
            #expect((end.state == .ingested) == (counts["kept"] == 400))
            #expect((end.state == .rejected) == (Double(counts["rejected"] ?? 0) / 400 > 0.01))
            #expect(try harness.rows() == published)
        }
        #expect(published > 0)
    }

    @Test func `one worker and four find the same, and publish the same`() throws {
        let secret = try PseudonymSecret.generate(domain: IngestionHarness.person)
        // Several blocks, with broken and repeated records in all of them.
        let rows = (0..<24_000).map { index in
            switch index {
            case _ where index % 400 == 7: Day.row(index, ["sexe": "Q"])
            case _ where index % 500 == 9: Day.row(index - 6000, person: index)
            default: Day.row(index, ["resultat": index % 3 == 0 ? "P" : "N"])
            }
        }
        let file = Day.file(rows)
        #expect(file.count > 3 << 20, "several blocks")
        let update = Day.oppositions((100..<160).map { "\(Day.person($0));add;2026-01-01;" })
        var ends: [IngestionHarness.End] = []
        var tables: [[[String?]]] = []
        for workers in [1, 4] {
            let harness = try IngestionHarness(workers: workers, secret: secret)
            #expect(
                try harness.ingest(update, "OPPOSITION_SIDEP_20261119.csv.age", channel: .oppositions).state
                    == .ingested)
            ends.append(try harness.ingest(file))
            if PythonReaders.areInstalled {
                tables.append(try PythonReaders.rows("delta-rs", harness.folder.file("catalogue/sidep/test")))
            }
        }
        #expect(ends[0].state == .partial)
        #expect(ends[0].counts == ends[1].counts)
        #expect(ends[0].counts["excluded"] == 60)
        #expect(ends[0].report == ends[1].report)
        #expect(ends[0].receipt["rules"]?.array?.count == ends[1].receipt["rules"]?.array?.count)
        guard tables.count == 2 else { return }
        #expect(tables[0].count == ends[0].counts["kept"])
        // A reader gives rows in any order, and the second column is renumbered with a key of the drop's own.
        let sorted = tables.map { table in
            table.map { row in
                row.enumerated().map { $0.offset == 1 ? "" : $0.element ?? "null" }.joined(separator: ";")
            }.sorted()
        }
        #expect(sorted[0] == sorted[1])
    }

    @Test(.enabled(if: PythonReaders.areInstalled, Comment(rawValue: PythonReaders.absence)))
    func `rows are sorted by the columns that the convention names`() throws {
        let rows = (0..<3000).map { index in
            Day.row(index, ["resultat": index % 7 == 0 ? "P" : "N", "sexe": index % 3 == 0 ? "M" : "F"])
        }
        let plain = try IngestionHarness()
        let sorted = try IngestionHarness(sortedBy: ["resultat", "sexe"])
        var columns: [[String]] = []
        for harness in [plain, sorted] {
            #expect(try harness.ingest(Day.file(rows)).counts["kept"] == 3000)
            let file = try #require(harness.dataFiles().first)
            let script = """
                import sys, pyarrow.parquet as pq
                t = pq.read_table(sys.argv[1], columns=["resultat", "sexe"]).to_pylist()
                print(*[r["resultat"] + r["sexe"] for r in t], sep="\\n")
                """
            columns.append(
                try PythonReaders.output(script, [harness.folder.file(file)]).split(separator: "\n").map(String.init))
        }
        #expect(columns[1] == columns[0].sorted())
        #expect(columns[1] != columns[0])
    }

    @Test func `a person who opposed is excluded, not a duplicate, and does not use up the key`() throws {
        let harness = try IngestionHarness()
        _ = try harness.ingest(
            Day.oppositions(["\(Day.person(1));add;2026-01-01;"]), "OPPOSITION_SIDEP_20261119.csv.age",
            channel: .oppositions)
        let rows = [Day.row(1, person: 1), Day.row(1, person: 2), Day.row(1, person: 3), Day.row(1, person: 1)]
        let end = try harness.ingest(Day.file(rows))
        #expect(end.counts == ["read": 4, "kept": 1, "rejected": 0, "excluded": 2, "duplicate": 1])
        #expect(try harness.rows() == 1)
    }

    @Test func `a record that is wrong is rejected before it can be excluded`() throws {
        let harness = try IngestionHarness()
        _ = try harness.ingest(
            Day.oppositions(["\(Day.person(1));add;2026-01-01;"]), "OPPOSITION_SIDEP_20261119.csv.age",
            channel: .oppositions)
        let rows = (2...200).map { Day.row($0) } + [Day.row(1, person: 1, ["sexe": "Q"])]
        #expect(
            try harness.ingest(Day.file(rows)).counts
                == ["read": 200, "kept": 199, "rejected": 1, "excluded": 0, "duplicate": 0])
    }

    @Test(arguments: [(5, DropState.partial), (6, .rejected)])
    func `the tolerance is the share that may be rejected`(wrong: Int, state: DropState) throws {
        let harness = try IngestionHarness()
        let rows = (0..<500).map { Day.row($0, $0 < wrong ? ["sexe": "Q"] : [:]) }
        let end = try harness.ingest(Day.file(rows))
        #expect(end.state == state)
        #expect(end.counts["rejected"] == wrong)
        #expect(try harness.rows() == (state == .partial ? 500 - wrong : 0))
        #expect(harness.dataFiles().count == (state == .partial ? 1 : 0))
    }

    @Test func `repeated keys do not count against the tolerance`() throws {
        let harness = try IngestionHarness()
        let end = try harness.ingest(Day.file((0..<100).map { Day.row($0 % 50) }))
        #expect(end.state == .partial)
        #expect(end.counts == ["read": 100, "kept": 50, "rejected": 0, "excluded": 0, "duplicate": 50])
    }

    @Test(arguments: [0, 12_000, 23_999])
    func `a nominative value anywhere stops all writing, and the rest is still counted`(place: Int) throws {
        let harness = try IngestionHarness()
        let rows = (0..<24_000).map { Day.row($0, $0 == place ? ["nom": "X"] : $0 % 1000 == 5 ? ["sexe": "Q"] : [:]) }
        let end = try harness.ingest(Day.file(rows))
        #expect(end.state == .quarantined)
        #expect(end.record.result.codes.contains { $0.hasPrefix("treatment.") })
        #expect(end.counts["read"] == 24_000)
        #expect(end.counts["rejected"] == 24)
        #expect(try harness.rows() == 0)
        #expect(harness.dataFiles().isEmpty)
    }

    @Test func `nothing of a drop with a nominative value is published, whatever is asked for`() throws {
        let harness = try IngestionHarness()
        let first = try harness.ingest(Day.file([Day.row(1, ["nom": "X"]), Day.row(2)]))
        try harness.ledger.requeue(first.record.id, release: true, note: nil, at: IngestionHarness.start)
        _ = try harness.ingester.sweep()
        #expect(try harness.end(first.record.id).state == .quarantined)
        #expect(try harness.rows() == 0)
        #expect(harness.dataFiles().isEmpty)
    }

    @Test func `a request that a crash cut off after its deed is noted as done`() throws {
        let harness = try IngestionHarness()
        let drop = try harness.ingest(Day.file([Day.row(1, ["nom": "X"])])).record.id
        _ = try harness.ledger.request(
            .retry, drop: drop, operatorName: "ana", note: "", at: IngestionHarness.start)
        try harness.ledger.requeue(drop, release: false, note: nil, at: IngestionHarness.start)
        _ = try harness.ingester.sweep()
        #expect(try harness.ledger.requests(drop: drop).map(\.result) == ["done"])
        #expect(try harness.end(drop).record.attempts == 2)
    }

    @Test func `a quarantined drop that is tried again is quarantined again, with a notice of its own`() throws {
        let harness = try IngestionHarness()
        let first = try harness.ingest(Day.file([Day.row(1, ["nom": "X"])]))
        try harness.ledger.requeue(first.record.id, release: false, note: nil, at: IngestionHarness.start)
        _ = try harness.ingester.sweep()
        let again = try harness.end(first.record.id)
        #expect(again.state == .quarantined)
        #expect(again.record.attempts == 2)
        #expect(try harness.ledger.receipts(drop: first.record.id).map(\.kind) == [.arrival, .quarantine, .quarantine])
        #expect(try harness.rows() == 0)
    }
}
