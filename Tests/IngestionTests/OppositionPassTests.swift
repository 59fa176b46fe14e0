import Foundation
import Ingestion
import Ledger
import Support
import TestSupport
import Testing

/// Opposition updates and what the next drop makes of them.
@Suite struct OppositionPassTests {
    private static let name = "OPPOSITION_SIDEP_20261119.csv.age"

    private func update(_ harness: IngestionHarness, _ lines: [String]) throws -> IngestionHarness.End {
        try harness.ingest(Day.oppositions(lines), Self.name, channel: .oppositions)
    }

    /// Of persons 0 to 9, those that a drop leaves out.
    private func excluded(_ harness: IngestionHarness) throws -> Int? {
        try harness.ingest(Day.file((0..<10).map { Day.row($0) })).counts["excluded"]
    }

    @Test func `every good line of an update is taken, whatever the others are`() throws {
        let harness = try IngestionHarness()
        let end = try update(
            harness,
            [
                "\(Day.person(1));add;2026-01-01;", ";add;2026-01-01;", "\(Day.person(2));delete;2026-01-01;",
                "\(Day.person(3));add;yesterday;", "\(Day.person(4));add;2026-01-01;everywhere", "a;b",
                "\(Day.person(5));add;2026-01-01;all",
            ])
        #expect(end.state == .partial)
        #expect(end.receipt["oppositions"]?["added"]?.integer == 2)
        #expect(end.report.contains("oppositions;3;"))
        #expect(try excluded(harness) == 2)
    }

    @Test func `what is no identifier in a drop is none in an update`() throws {
        let harness = try IngestionHarness()
        let end = try update(harness, ["nonsense;add;2026-01-01;", "\(Day.person(1));add;2026-01-01;"])
        #expect(end.state == .partial)
        #expect(end.receipt["oppositions"]?["added"]?.integer == 1)
        #expect(end.report.contains("field.pattern"))
        #expect(!end.report.contains("nonsense"))
    }

    @Test func `a withdrawal in the same update ends the opposition`() throws {
        let harness = try IngestionHarness()
        _ = try update(harness, ["\(Day.person(1));add;2026-01-01;", "\(Day.person(1));withdraw;2026-02-01;"])
        #expect(try excluded(harness) == 0)
    }

    @Test func `an opposition takes effect on its day, not before`() throws {
        let harness = try IngestionHarness()
        let today = IngestionHarness.start.date
        let tomorrow = CivilDate(days: today.days + 1)
        _ = try update(harness, ["\(Day.person(1));add;\(today);", "\(Day.person(2));add;\(tomorrow);"])
        #expect(try excluded(harness) == 1)
    }

    @Test func `the same update in capitals means the same person`() throws {
        let harness = try IngestionHarness()
        let person = "abcdef" + Day.person(1)
        _ = try update(harness, ["\(person.uppercased());add;2026-01-01;"])
        let end = try harness.ingest(Day.file([Day.row(1, ["pseudo_patient": person])]))
        #expect(end.counts["excluded"] == 1)
    }

    @Test func `an update that waits beside a drop is taken first`() throws {
        let harness = try IngestionHarness()
        let drop = try harness.handOver(Day.file((0..<10).map { Day.row($0) }), "SIDEP_20261119.csv.age")
        _ = try harness.handOver(
            Day.oppositions(["\(Day.person(1));add;2026-01-01;"]), Self.name, channel: .oppositions)
        #expect(try harness.ingester.sweep() == 2)
        #expect(try harness.end(drop).counts["excluded"] == 1)
    }

    @Test func `data waits while an opposition update that the machine failed on does`() throws {
        let harness = try IngestionHarness()
        let update = try harness.handOver(
            Day.oppositions(["\(Day.person(1));add;2026-01-01;"]), Self.name, channel: .oppositions)
        let payload = try #require(harness.folder.allFiles().first { $0.hasSuffix(update + "/payload") })
        try FileManager.default.removeItem(atPath: harness.folder.file(payload))
        let drop = try harness.handOver(Day.file((0..<10).map { Day.row($0) }), "SIDEP_20261119.csv.age")
        #expect(try harness.ingester.sweep() == 0)
        #expect(try harness.ledger.drop(update)?.state == .processing)
        #expect(try harness.ledger.drop(drop)?.state == .received)
        #expect(harness.dataFiles().isEmpty)
    }

    @Test func `an update that says what is known changes nothing`() throws {
        let harness = try IngestionHarness()
        _ = try update(harness, ["\(Day.person(1));add;2026-01-01;"])
        let version = try harness.ledger.matrixVersion()
        let again = try update(harness, ["\(Day.person(1));add;2026-01-01;"])
        #expect(again.state == .ingested, "sealed anew, so other bytes")
        #expect(try harness.ledger.matrixVersion() == version)
        #expect(try excluded(harness) == 1)
    }
}
