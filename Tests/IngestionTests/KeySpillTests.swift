import Ingestion
import Records
import Support
import TestSupport
import Testing

@Suite struct KeySpillTests {
    @Test func `one key repeated without end is read back in order and in small pieces`() throws {
        let folder = try TemporaryDirectory()
        var spill = KeySpill(directory: folder.path)
        let hash = KeyHash(high: 7 << 56, low: 1)
        let count: UInt64 = 200_100
        for record in 0..<count { try spill.append(SpilledKey(hash: hash, record: record, line: record + 2)) }
        #expect(spill.count == count)
        var next: UInt64 = 0
        var largest = 0
        for part in 0..<KeySpill.partCount {
            try spill.read(part: part) { keys in
                #expect(part == KeySpill.part(hash))
                largest = max(largest, keys.count)
                for key in keys where key == SpilledKey(hash: hash, record: next, line: next + 2) { next += 1 }
            }
        }
        #expect(next == count)
        #expect(largest == KeySpill.pieceCount)
        #expect(folder.allFiles() == [], "the file has no name")
    }

    @Test func `of many records with one key on the disk the first stays`() throws {
        let schema = """
            {"fields": [
              {"name": "pseudo_patient", "type": "string", "treatment": {"kind": "rekey", "domain": "sidep-person"}},
              {"name": "id", "type": "integer", "treatment": {"kind": "keep"}},
              {"name": "parent", "type": "integer", "treatment": {"kind": "keep"}}],
            "uniqueKeys": [["id"]], "uniqueKeysAction": "warn",
            "foreignKeys": [{"fields": "parent", "reference": {"fields": "id"}}]}
            """
        let harness = try IngestionHarness(schema: schema, tolerance: 1, keyBytes: 0)
        let rows = (0..<3000).map { "\(Day.person($0));1;\($0 % 3 == 0 ? 9 : 1)" }
        let end = try harness.ingest(Array((["pseudo_patient;id;parent"] + rows).joined(separator: "\n").utf8) + [10])
        let rules = end.receipt["rules"]?.array ?? []
        #expect(rules.first { $0["code"]?.string == "key.unique" }?["count"]?.integer == 2999)
        #expect(rules.first { $0["code"]?.string == "key.reference" }?["count"]?.integer == 1000)
        #expect(end.counts["kept"] == 2000)
        #expect(try harness.rows() == 2000)
    }
}
