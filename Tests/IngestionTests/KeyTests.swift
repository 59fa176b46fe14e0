import Foundation
import Ingestion
import Ledger
import Support
import TestSupport
import Testing

/// A table of four columns: an identifier, what may be unique, and a reference to another record.
private enum Family {
    static let columns = "pseudo_patient;id;u;parent"

    static func schema(_ keyAction: String = "reject record", _ referenceAction: String = "reject record") -> String {
        """
        {"fields": [
          {"name": "pseudo_patient", "type": "string", "constraints": {"required": true},
            "treatment": {"kind": "rekey", "domain": "sidep-person"}},
          {"name": "id", "type": "integer", "constraints": {"required": true}, "treatment": {"kind": "keep"}},
          {"name": "u", "type": "integer", "constraints": {"unique": true}, "actions": {"unique": "\(keyAction)"},
            "treatment": {"kind": "keep"}},
          {"name": "parent", "type": "integer", "treatment": {"kind": "keep"}}],
        "primaryKey": ["id"], "primaryKeyAction": "\(keyAction)",
        "foreignKeys": [{"fields": "parent", "reference": {"fields": "id"}, "action": "\(referenceAction)"}]}
        """
    }

    struct Record {
        let id: Int
        let u: Int?
        let parent: Int?
        let isWrong: Bool

        func line(_ index: Int) -> String {
            let cells = [
                Day.person(index), isWrong ? "x" : "\(id)", u.map { "\($0)" } ?? "", parent.map { "\($0)" } ?? "",
            ]
            return cells.joined(separator: ";")
        }
    }

    static func records(_ count: Int, seed: UInt64) -> [Record] {
        var generator = SeededGenerator(seed)
        func happens(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &generator) == 0 }
        func number(_ below: Int) -> Int { Int.random(in: 0..<below, using: &generator) }
        var records: [Record] = []
        for index in 0..<count {
            let id = happens(30) ? number(count) : index
            let u: Int? = happens(3) ? nil : number(count * 20)
            // References go forwards and backwards, few of them to nothing.
            let parent: Int? = happens(2) ? nil : number(count + 4)
            records.append(Record(id: id, u: u, parent: parent, isWrong: happens(1000)))
        }
        return records
    }

    static func file(_ records: [Record]) -> [UInt8] {
        var lines = [columns]
        for (index, record) in records.enumerated() { lines.append(record.line(index)) }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    /// What a plain program finds: lines by rule, and the identifiers of the records that stay.
    static func expected(_ records: [Record]) -> (lines: [String: [Int]], duplicates: Int, dangling: Int, kept: [Int]) {
        let sound = records.enumerated().filter { !$0.element.isWrong }
        let identifiers = Set(sound.map(\.element.id))
        var lines: [String: [Int]] = [:]
        var (ids, values): (Set<Int>, Set<Int>) = ([], [])
        var (duplicates, dangling, kept): (Int, Int, [Int]) = (0, 0, [])
        for (index, record) in sound {
            var isRepeated = false
            if !ids.insert(record.id).inserted {
                lines["key.duplicate", default: []].append(index + 2)
                isRepeated = true
            }
            if let u = record.u, !values.insert(u).inserted {
                lines["field.unique", default: []].append(index + 2)
                isRepeated = true
            }
            let isLost = record.parent.map { !identifiers.contains($0) } ?? false
            if isLost { lines["key.reference", default: []].append(index + 2) }
            if isRepeated { duplicates += 1 } else if isLost { dangling += 1 } else { kept.append(record.id) }
        }
        return (lines, duplicates, dangling, kept)
    }

    /// The lines of `rule` in an error report.
    static func lines(_ report: String, _ rule: String) -> [Int] {
        var lines: [Int] = []
        for line in report.split(whereSeparator: \.isNewline) {
            let cells = line.split(separator: ";", omittingEmptySubsequences: false)
            guard cells.count > 3, cells[3] == rule, let number = Int(cells[1]) else { continue }
            lines.append(number)
        }
        return lines
    }
}

@Suite struct KeyTests {
    /// Bytes of keys in memory: all of them, some, none.
    private static let budgets = [nil, 400_000, 0]

    @Test(arguments: [1, 2]) func `keys in memory and keys on the disk leave out the same records`(seed: UInt64) throws
    {
        let records = Family.records(12_000, seed: seed)
        let expected = Family.expected(records)
        #expect(expected.duplicates > 100 && expected.dangling > 0 && expected.kept.count > 9000)
        for budget in Self.budgets {
            let harness = try IngestionHarness(schema: Family.schema(), tolerance: 0.5, keyBytes: budget)
            let end = try harness.ingest(Family.file(records))
            #expect(end.state == .partial)
            #expect(end.counts["kept"] == expected.kept.count)
            #expect(end.counts["duplicate"] == expected.duplicates)
            #expect(end.counts["rejected"] == expected.dangling + records.count(where: \.isWrong))
            for (rule, lines) in expected.lines {
                #expect(Family.lines(end.report, rule) == Array(lines.prefix(1000)), "\(rule)")
                let found = end.receipt["rules"]?.array?.first { $0["code"]?.string == rule }
                #expect(found?["count"]?.integer == Int64(lines.count), "\(rule)")
            }
            #expect(try harness.rows() == expected.kept.count)
            #expect(harness.dataFiles().count == 1)
            // Keys on the disk have no name: nothing of them is left.
            #expect(!harness.folder.allFiles().contains { $0.contains(".ecluse-") })
            guard PythonReaders.areInstalled else { continue }
            let rows = try PythonReaders.rows("delta-rs", harness.folder.file("catalogue/sidep/test"))
            #expect(rows.compactMap { $0[1].flatMap { Int($0) } }.sorted() == expected.kept.sorted())
        }
    }

    @Test func `a warning about keys leaves out nothing`() throws {
        let records = Family.records(4000, seed: 3)
        let expected = Family.expected(records)
        for budget in Self.budgets {
            let harness = try IngestionHarness(schema: Family.schema("warn", "warn"), tolerance: 0.5, keyBytes: budget)
            let end = try harness.ingest(Family.file(records))
            #expect(end.counts["kept"] == records.count(where: { !$0.isWrong }))
            #expect(end.counts["duplicate"] == 0)
            for (rule, lines) in expected.lines { #expect(Family.lines(end.report, rule) == Array(lines.prefix(1000))) }
            #expect(try harness.rows() == end.counts["kept"])
        }
    }

    @Test func `a key that refuses the drop does so wherever it was found`() throws {
        for budget in Self.budgets {
            for actions in [("reject drop", "warn"), ("warn", "reject drop")] {
                let harness = try IngestionHarness(schema: Family.schema(actions.0, actions.1), keyBytes: budget)
                let file =
                    [Family.columns, "\(Day.person(1));1;;", "\(Day.person(2));1;;9"].joined(separator: "\n") + "\n"
                let end = try harness.ingest(Array(file.utf8))
                #expect(end.state == .rejected)
                #expect(harness.dataFiles() == [])
            }
        }
    }

    @Test func `the counts are exact where the report stops`() throws {
        let rows = (0..<2500).map { "\(Day.person($0));x\($0);;" }
        let harness = try IngestionHarness(schema: Family.schema())
        let text = ([Family.columns] + rows).joined(separator: "\n") + "\n"
        let end = try harness.ingest(Array(text.utf8))
        #expect(end.state == .rejected)
        let rule = end.receipt["rules"]?.array?.first { $0["code"]?.string == "field.type" }
        #expect(rule?["count"]?.integer == 2500)
        #expect(Family.lines(end.report, "field.type") == Array(2...1001))
        #expect(!end.report.contains("x2499"))
        #expect(harness.dataFiles() == [])
    }
}
