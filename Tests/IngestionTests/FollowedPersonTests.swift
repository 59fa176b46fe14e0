import Foundation
import Ingestion
import Ledger
import Support
import TestSupport
import Testing

/// Records that are about the person of another record (`samePerson`).
@Suite struct FollowedPersonTests {
    private static let schema = """
        {"fields": [
          {"name": "pseudo_patient", "type": "string", "constraints": {"required": true},
            "treatment": {"kind": "rekey", "domain": "sidep-person"}},
          {"name": "id", "type": "integer", "constraints": {"required": true}, "treatment": {"kind": "keep"}},
          {"name": "parent", "type": "integer", "treatment": {"kind": "keep"}}],
        "primaryKey": ["id"],
        "foreignKeys": [{"fields": "parent", "reference": {"fields": "id"}, "samePerson": true, "action": "warn"}]}
        """

    /// A record of a person of its own; some refer to others, before or after them, or to nothing.
    private struct Record {
        let id: Int
        let parent: Int?
        let isWrong: Bool
    }

    private static func records(_ count: Int, seed: UInt64) -> [Record] {
        var generator = SeededGenerator(seed)
        return (0..<count).map { id in
            let parent: Int? = Bool.random(using: &generator) ? nil : Int.random(in: 0..<(count + 5), using: &generator)
            return Record(id: id, parent: parent, isWrong: Int.random(in: 0..<500, using: &generator) == 0)
        }
    }

    private static func file(_ records: [Record]) -> [UInt8] {
        let rows = records.map {
            "\(Day.person($0.id));\($0.isWrong ? "x\($0.id)" : "\($0.id)");\($0.parent.map { "\($0)" } ?? "")"
        }
        return Array((["pseudo_patient;id;parent"] + rows).joined(separator: "\n").utf8) + [10]
    }

    /// Bytes of keys in memory: all of them, some, none.
    @Test(arguments: [nil, 100_000, 0]) func `what refers to a record of a person who opposed is left out with it`(
        budget: Int?
    ) throws {
        let records = Self.records(6000, seed: 5)
        let opposed = Set(stride(from: 0, to: 6000, by: 40))
        let harness = try IngestionHarness(schema: Self.schema, tolerance: 0.5, keyBytes: budget)
        let update = try harness.ingest(
            Day.oppositions(opposed.map { "\(Day.person($0));add;2026-01-01;" }),
            "OPPOSITION_SIDEP_20261119.csv.age", channel: .oppositions)
        #expect(update.state == .ingested)
        let end = try harness.ingest(Self.file(records))
        let sound = records.filter { !$0.isWrong }
        let left = Set(sound.filter { opposed.contains($0.id) }.map(\.id))
        let kept = sound.filter { record in
            !left.contains(record.id) && !(record.parent.map { left.contains($0) } ?? false)
        }
        #expect(kept.count < sound.count - left.count, "some records follow others")
        #expect(end.state == .partial)
        #expect(end.counts["rejected"] == records.count - sound.count)
        #expect(end.counts["excluded"] == sound.count - kept.count)
        #expect(end.counts["kept"] == kept.count)
        #expect(try harness.rows() == kept.count)
        guard PythonReaders.areInstalled else { return }
        let rows = try PythonReaders.rows("delta-rs", harness.folder.file("catalogue/sidep/test"))
        #expect(rows.compactMap { $0[1].flatMap { Int($0) } }.sorted() == kept.map(\.id))
    }

    @Test func `what follows nobody who opposed is read once and kept`() throws {
        let harness = try IngestionHarness(schema: Self.schema, tolerance: 0.5)
        let records = Self.records(3000, seed: 6).filter { !$0.isWrong }
        let end = try harness.ingest(Self.file(records))
        #expect(end.counts["kept"] == records.count)
        #expect(end.counts["excluded"] == 0)
        #expect(harness.dataFiles().count == 1)
    }
}
