import Foundation
import Ingestion
import Ledger
import Support
import TestSupport
import Testing

/// Stays and the acts that are part of them, in files of three formats.
private enum Stays {
    static let formats = ["jsonl", "xml", "fixed"]

    struct Act {
        let id: Int
        let price: Int?

        var text: String { price.map { "\($0)" } ?? "x" }
    }

    struct Stay {
        var person: Int
        var id: Int
        var sex = "F"
        var total: Int
        var count: Int
        var acts: [Act]

        init(_ id: Int, person: Int? = nil, _ acts: [Act]) {
            self.id = id
            self.person = person ?? id
            self.acts = acts
            total = acts.reduce(0) { $0 + ($1.price ?? 0) }
            count = acts.count
        }
    }

    static func tables(_ format: String, rules: String, key: String = "reject record") -> [(
        name: String, entry: String, schema: String
    )] {
        let places = """
            "layouts": [{"length": 74, "fields": [
              {"name": "pseudo_patient", "start": 1, "length": 40}, {"name": "id", "start": 41, "length": 10},
              {"name": "sex", "start": 51, "length": 1}, {"name": "total", "start": 52, "length": 12},
              {"name": "n", "start": 64, "length": 11}], "groups": [
                {"name": "acts", "count": "n", "length": 20, "fields": [
                  {"name": "act", "start": 1, "length": 10}, {"name": "price", "start": 11, "length": 10}]}]}]
            """
        let kinds: [String: (String, String)] = [
            "jsonl": (
                #"{"kind": "jsonl"}"#, #"{"kind": "jsonl", "record": "acts", "paths": {"line": "/position()"}}"#
            ),
            "xml": (
                #"{"kind": "xml", "record": "D/S"}"#,
                #"{"kind": "xml", "record": "D/S/acts/A", "paths": {"line": "/D/S/position()"}}"#
            ),
            "fixed": (
                #"{"kind": "fixed", \#(places)}"#, #"{"kind": "group", "group": "acts", "lineField": "line"}"#
            ),
        ]
        let (own, part) = kinds[format] ?? ("", "")
        func field(_ name: String, _ type: String, _ more: String = "", _ treatment: String = #"{"kind": "keep"}"#)
            -> String
        {
            #"{"name": "\#(name)", "type": "\#(type)"\#(more), "treatment": \#(treatment)}"#
        }
        let required = #", "constraints": {"required": true}"#
        let stays = [
            field("pseudo_patient", "string", required, #"{"kind": "rekey", "domain": "sidep-person"}"#),
            field("id", "integer", required), field("sex", "string", #", "constraints": {"enum": ["F", "M"]}"#),
            field("total", "integer"), field("n", "integer"),
        ]
        let acts = [field("line", "integer"), field("act", "integer", required), field("price", "integer")]
        return [
            (
                "stay",
                #"""
                {"name": "stay", "title": "Stays", "namePattern": "STAY_\\d{8}\\.age", "nameExample": "STAY_20261119.age",
                 "format": \#(own), "loadMode": "append"}
                """#,
                #"""
                {"fields": [\#(stays.joined(separator: ", "))], "primaryKey": ["id"], "primaryKeyAction": "\#(key)",
                 "rules": [\#(rules)]}
                """#
            ),
            (
                "act",
                #"{"name": "act", "title": "Acts", "partOf": "stay", "format": \#(part), "loadMode": "append"}"#,
                #"""
                {"fields": [\#(acts.joined(separator: ", "))],
                 "uniqueKeys": [["act"]]}
                """#
            ),
        ]
    }

    static let rules = """
        {"name": "prices", "holds": "sum(act.price) = total", "totals": "record"},
        {"name": "count", "holds": "rows(act) = n and (n = 0 or max(act.price) >= 0)", "totals": "record"}
        """

    static func file(_ format: String, _ stays: [Stay]) -> [UInt8] {
        let lines = stays.map { stay -> String in
            switch format {
            case "jsonl":
                let acts = stay.acts.map { #"{"act":\#($0.id),"price":"\#($0.text)"}"# }.joined(separator: ",")
                return #"{"acts":[\#(acts)],"id":\#(stay.id),"sex":"\#(stay.sex)","total":\#(stay.total),"#
                    + #""n":\#(stay.count),"pseudo_patient":"\#(Day.person(stay.person))"}"#
            case "xml":
                let acts = stay.acts.map { "<A><act>\($0.id)</act><price>\($0.text)</price></A>" }.joined()
                return "<S><acts>\(acts)</acts><id>\(stay.id)</id><sex>\(stay.sex)</sex><total>\(stay.total)</total>"
                    + "<n>\(stay.count)</n><pseudo_patient>\(Day.person(stay.person))</pseudo_patient></S>"
            default:
                func right(_ text: String, _ width: Int) -> String {
                    String(repeating: " ", count: width - text.count) + text
                }
                return Day.person(stay.person) + right("\(stay.id)", 10) + stay.sex + right("\(stay.total)", 12)
                    + right("\(stay.count)", 11)
                    + stay.acts.map { right("\($0.id)", 10) + right($0.text, 10) }.joined()
            }
        }
        let body = lines.joined(separator: "\n") + "\n"
        return Array((format == "xml" ? "<D>\n\(body)</D>\n" : body).utf8)
    }

    struct Expected: Equatable {
        var stays = [0, 0, 0, 0, 0]
        var acts = [0, 0, 0, 0, 0]
        /// How often each rule is broken.
        var rules: [String: Int] = [:]
    }

    /// What a plain program finds: read, kept, rejected, excluded, duplicate.
    static func expected(_ stays: [Stay], opposed: Set<Int> = []) -> Expected {
        var result = Expected()
        var (ids, acts): (Set<Int>, Set<Int>) = ([], [])
        for stay in stays {
            let prices = stay.acts.compactMap(\.price)
            var isRejected = false
            func breaks(_ rule: String) {
                result.rules[rule, default: 0] += 1
                isRejected = true
            }
            if stay.sex != "F" { breaks("field.enum") }
            if prices.reduce(0, +) != stay.total { breaks("rule.prices") }
            if stay.acts.count != stay.count || (prices.max() ?? 0) < 0 && stay.count != 0 { breaks("rule.count") }
            let isExcluded = !isRejected && opposed.contains(stay.person)
            let isRepeated = !isRejected && !isExcluded && !ids.insert(stay.id).inserted
            if isRepeated { result.rules["key.duplicate", default: 0] += 1 }
            result.stays[0] += 1
            result.stays[isRejected ? 2 : isExcluded ? 3 : isRepeated ? 4 : 1] += 1
            for act in stay.acts {
                result.acts[0] += 1
                if act.price == nil { result.rules["field.type", default: 0] += 1 }
                let isPart = act.price != nil && isRejected
                var place = act.price == nil || isRejected ? 2 : isExcluded ? 3 : 1
                if place == 1, !acts.insert(act.id).inserted {
                    result.rules["key.unique", default: 0] += 1
                    place = 4
                }
                if isPart || place == 1 && isRepeated { result.rules["record.part-of-left-out", default: 0] += 1 }
                result.acts[place == 1 && isRepeated ? 2 : place] += 1
            }
        }
        return result
    }

    static func found(_ end: IngestionHarness.End) -> Expected {
        func counts(_ index: Int) -> [Int] {
            ["read", "kept", "rejected", "excluded", "duplicate"].map { end.counts(index)[$0] ?? -1 }
        }
        var rules: [String: Int] = [:]
        for rule in end.receipt["rules"]?.array ?? [] {
            rules[rule["code"]?.string ?? "", default: 0] += Int(rule["count"]?.integer ?? 0)
        }
        return Expected(stays: counts(0), acts: counts(1), rules: rules)
    }

    /// Stays with every kind of mistake, one in forty each.
    static func random(_ count: Int, seed: UInt64) -> [Stay] {
        var generator = SeededGenerator(seed)
        func happens() -> Bool { Int.random(in: 0..<40, using: &generator) == 0 }
        var stays: [Stay] = []
        for index in 0..<count {
            let acts = (0..<Int.random(in: 0..<5, using: &generator)).map { place -> Act in
                let id = happens() ? Int.random(in: 0..<(index * 5 + 1), using: &generator) : index * 5 + place
                return Act(id: id, price: happens() ? nil : Int.random(in: 1..<900, using: &generator))
            }
            var stay = Stay(happens() ? index / 2 : index, person: index, acts)
            if happens() { stay.sex = "?" }
            if happens() { stay.total += 1 }
            // The count of a group is a count of the format itself.
            stays.append(stay)
        }
        return stays
    }
}

@Suite struct PartTests {
    private static let name = "STAY_20261119.age"

    private static func harness(_ format: String, rules: String = Stays.rules, keyBytes: Int? = nil) throws
        -> IngestionHarness
    {
        try IngestionHarness(
            tolerance: 0.9, keyBytes: keyBytes, tables: Stays.tables(format, rules: rules))
    }

    @Test(arguments: Stays.formats) func `parts go the way of the record around them, wherever keys are kept`(
        format: String
    ) throws {
        let stays = Stays.random(12_000, seed: 11)
        let expected = Stays.expected(stays)
        #expect(expected.rules.count == 6 && expected.rules.values.allSatisfy { $0 > 100 }, "\(expected)")
        let file = Stays.file(format, stays)
        #expect(file.count > 5 << 18, "several blocks")
        for keyBytes in [nil, 60_000, 0] {
            let harness = try Self.harness(format, keyBytes: keyBytes)
            let end = try harness.ingest(file, Self.name)
            #expect(end.state == .partial)
            #expect(Stays.found(end) == expected)
            #expect(try harness.rows() == expected.stays[1] + expected.acts[1])
        }
    }

    @Test(arguments: Stays.formats) func `parts of a person who opposed are excluded, also where they do not name it`(
        format: String
    ) throws {
        let harness = try Self.harness(format)
        _ = try harness.ingest(
            Day.oppositions(["\(Day.person(2));add;2026-01-01;", "\(Day.person(3));add;2026-01-01;"]),
            "OPPOSITION_SIDEP_20261119.csv.age", channel: .oppositions)
        var wrong = Stays.Stay(3, [Stays.Act(id: 5, price: 1)])
        wrong.sex = "?"
        let stays = [
            Stays.Stay(1, [Stays.Act(id: 1, price: 1)]),
            Stays.Stay(2, [Stays.Act(id: 2, price: 1), Stays.Act(id: 3, price: nil), Stays.Act(id: 1, price: 1)]),
            wrong,
        ]
        let end = try harness.ingest(Stays.file(format, stays), Self.name)
        let expected = Stays.expected(stays, opposed: [2, 3])
        #expect(expected.stays == [3, 1, 1, 1, 0] && expected.acts == [5, 1, 2, 2, 0])
        #expect(Stays.found(end) == expected)
        #expect(try harness.rows() == 2)
    }

    @Test(arguments: Stays.formats) func `a record that is sent again mended keeps its parts`(format: String) throws {
        let acts = [Stays.Act(id: 1, price: 5), Stays.Act(id: 2, price: 6)]
        var wrong = Stays.Stay(1, acts)
        wrong.total = 12
        let harness = try Self.harness(format)
        let end = try harness.ingest(Stays.file(format, [wrong, Stays.Stay(1, acts)]), Self.name)
        #expect(end.counts(0) == ["read": 2, "kept": 1, "rejected": 1, "excluded": 0, "duplicate": 0])
        #expect(end.counts(1) == ["read": 4, "kept": 2, "rejected": 2, "excluded": 0, "duplicate": 0])
        let line = format == "xml" ? 2 : 1
        #expect(end.report.contains("stay;\(line);;rule.prices;"), "\(end.report)")
        #expect(end.report.contains("act;\(line);;record.part-of-left-out;"))
        #expect(!end.report.contains(";12"))
    }

    @Test(arguments: [("warn", DropState.ingested, 3), ("reject drop", .rejected, 0)])
    func `a rule on parts may warn, or refuse the drop`(action: String, state: DropState, rows: Int) throws {
        let rule = #"{"name": "prices", "holds": "sum(act.price) = total", "totals": "record", "action": "\#(action)"}"#
        let harness = try Self.harness("jsonl", rules: rule)
        var stay = Stays.Stay(1, [Stays.Act(id: 1, price: 5), Stays.Act(id: 2, price: 6)])
        stay.total = 0
        let end = try harness.ingest(Stays.file("jsonl", [stay]), Self.name)
        #expect(end.state == state)
        let parts = action == "warn" ? [:] : ["record.part-of-left-out": 2]
        #expect(Stays.found(end).rules == ["rule.prices": 1].merging(parts) { $1 })
        #expect(try harness.rows() == rows)
        #expect(rows > 0 || harness.dataFiles() == [])
    }

    @Test func `numbers that overflow break the rule, and a record that cannot be read is not judged`() throws {
        let harness = try Self.harness("jsonl")
        var unread = Stays.Stay(2, [Stays.Act(id: 3, price: 1)])
        unread.sex = "F\",\"extra\":\"1"
        let stays = [
            Stays.Stay(0, []), Stays.Stay(1, [Stays.Act(id: 1, price: .max - 1), Stays.Act(id: 2, price: 1)]), unread,
        ]
        var text = String(decoding: Stays.file("jsonl", stays), as: UTF8.self)
        text = text.replacing("\"price\":\"1\"}],\"id\":1,", with: "\"price\":\"2\"}],\"id\":1,")
        let end = try harness.ingest(Array(text.utf8), Self.name)
        #expect(
            Stays.found(end).rules == [
                "rule.prices": 1, "record.unknown-member": 1, "record.part-of-left-out": 3,
            ])
        #expect(end.counts(0)["kept"] == 1)
    }
}
