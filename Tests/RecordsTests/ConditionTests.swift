import Foundation
import Records
import Support
import TestSupport
import Testing

/// A condition, a record, and what comes of it.
struct ConditionVector: CustomTestStringConvertible {
    let line: Int
    let condition: String
    let values: [String: String]
    let result: String

    var testDescription: String { "line \(line): \(condition)" }

    static let all: [ConditionVector] = {
        let text = (try? String(contentsOfFile: Samples.folder + "Vectors/conditions.txt", encoding: .utf8)) ?? ""
        return text.components(separatedBy: "\n").enumerated().compactMap { index, line in
            let parts = line.components(separatedBy: "|")
            guard !line.hasPrefix("#"), parts.count == 3 else { return nil }
            var values: [String: String] = [:]
            for pair in parts[1].split(separator: " ") {
                let sides = pair.split(separator: "=", maxSplits: 1)
                values[String(sides[0])] = String(sides[1])
            }
            return ConditionVector(line: index + 1, condition: parts[0], values: values, result: parts[2])
        }
    }()

    static let schema = TableSchema(
        name: "essai",
        fields: [
            Field(name: "a", type: .integer), Field(name: "b", type: .integer),
            Field(name: "x", type: .decimal(precision: 9, scale: 2)),
            Field(name: "y", type: .decimal(precision: 9, scale: 1)),
            Field(name: "r", type: .number), Field(name: "d", type: .date(format: "default")),
            Field(name: "e", type: .date(format: "default")), Field(name: "m", type: .datetime(format: "default")),
            Field(name: "n", type: .datetime(format: "default")), Field(name: "s", type: .string),
            Field(name: "t", type: .string),
            Field(name: "ok", type: .boolean(trueValues: ["true"], falseValues: ["false"])),
            Field(name: "h", type: .time(format: "default")), Field(name: "an", type: .year),
        ])

    /// A schema with the condition as its only rule.
    static func schema(_ condition: String) throws(RecordsFault) -> TableSchema {
        var schema = schema
        schema.rules = [try TableRule(name: "r", condition)]
        return schema
    }

    static func row(_ values: [String: String]) -> String {
        schema.fields.map { values[$0.name] ?? "" }.joined(separator: ";") + "\n"
    }

    static var header: String { schema.fields.map(\.name).joined(separator: ";") + "\n" }
}

/// Reads `bytes` as a condition and, if it is one, judges a record by it; must only not crash, hang or grow.
func fuzzCondition(_ bytes: [UInt8]) {
    do throws(RecordsFault) {
        let schema = try ConditionVector.schema(String(decoding: bytes, as: UTF8.self))
        let plan = try RecordPlan(schema: schema, dialect: CSVDialect())
        let text = ConditionVector.header + ConditionVector.row(["a": "1", "s": "A", "d": "2026-01-01", "r": "-0.5"])
        let parsed = try? Samples.parse(plan, Array(text.utf8))
        precondition(parsed?.rows.count == 1)
    } catch {
        precondition(RecordsMessages.table.text(error, .english) != error.code.rawValue)
    }
}

@Suite struct ConditionTests {
    @Test func `finds the conditions`() { #expect(ConditionVector.all.count > 120) }

    @Test(arguments: ConditionVector.all)
    func `judges each record as its condition says, or names the character that is wrong`(_ vector: ConditionVector)
        throws
    {
        do {
            let schema = try ConditionVector.schema(vector.condition)
            let parsed = try Samples.parse(schema, ConditionVector.header + ConditionVector.row(vector.values))
            #expect(parsed.broken == (vector.result == "breaks" ? ["2 rule.r - "] : []))
            #expect(parsed.rejected == [vector.result == "breaks"])
            #expect(["keeps", "breaks"].contains(vector.result))
        } catch let fault as RecordsFault {
            #expect("\(fault.code) \(fault.arguments["column"] ?? "")" == vector.result)
            for language in Language.allCases {
                let text = RecordsMessages.table.text(fault, language)
                #expect(text != fault.code.rawValue && !text.contains("{"))
            }
        }
    }

    @Test func `does not judge a record whose values cannot be read`() throws {
        let schema = try ConditionVector.schema("a is not missing and s is not missing")
        let rows = ["a=x s=A", "s=A", "a=1 s=A"].map { line in
            ConditionVector.row(
                Dictionary(
                    uniqueKeysWithValues: line.split(separator: " ").map { ($0.prefix(1) + "", $0.dropFirst(2) + "") }))
        }
        let parsed = try Samples.parse(schema, ConditionVector.header + rows.joined() + "only;two\n")
        #expect(parsed.broken == ["5 record.field-count - ", "2 field.type a a", "3 rule.r - "])
    }

    @Test func `judges a record of a column that nobody needs`() throws {
        let schema = try ConditionVector.schema("if s = 'A' then a > 1")
        let plan = try RecordPlan(
            schema: schema, dialect: CSVDialect(), needed: .init(repeating: false, count: schema.fields.count))
        let text = ConditionVector.header + ConditionVector.row(["s": "A", "a": "1"])
        #expect(try Samples.parse(plan, Array(text.utf8)).broken == ["2 rule.r - "])
    }

    @Test func `compares two fields with a limit as it does with a condition`() throws {
        let rules: [(TableRule, String)] = [
            (TableRule(name: "r", left: "n", .lessOrEqual, right: "m", limit: 30), "n - m <= 30"),
            (TableRule(name: "r", left: "x", .less, right: "y", limit: 0.5), "x - y < 0.5"),
            (TableRule(name: "r", left: "s", .notEqual, right: "t"), "s != t"),
        ]
        for (rule, text) in rules { #expect(rule.text == text) }
    }

    @Test func `refuses a condition that is too long or too deep`() {
        let long = "a = 1" + String(repeating: " or a = 1", count: 300)
        #expect(throws: RecordsFault("expression.too-long", ["limit": "2000"])) { try ExpressionParser.parse(long) }
        for deep in [
            String(repeating: "(", count: 500), String(repeating: "not ", count: 400),
            String(repeating: "-", count: 500),
        ] {
            let fault = #expect(throws: RecordsFault.self) { try ExpressionParser.parse(deep + "a") }
            #expect(fault?.code == "expression.too-deep")
        }
    }

    @Test func `survives any condition`() {
        let corpus = ConditionVector.all.map { Array($0.condition.utf8) }
        fuzz(corpus, seed: 20_261_121, count: 3000) { fuzzCondition($0) }
    }
}

@Suite struct TotalTests {
    private static let visit = TableSchema(
        name: "visit",
        fields: [
            Field(name: "id", type: .integer), Field(name: "acts", type: .integer),
            Field(name: "price", type: .decimal(precision: 9, scale: 2)), Field(name: "r", type: .number),
            Field(name: "day", type: .date(format: "default")),
        ])
    private static let act = TableSchema(
        name: "act", fields: [Field(name: "visit", type: .integer), Field(name: "n", type: .integer)])

    /// Which of the conditions the totals of the two tables break; the second is absent where `acts` is nil.
    private static func broken(_ conditions: [String], _ visits: String, _ acts: String?) throws -> [String] {
        var visit = visit
        visit.rules = try conditions.map { text throws(RecordsFault) in try TableRule(name: "r", text) }
        let tables = [visit, act]
        var totals: [TotalID: TotalValue] = [:]
        var plans: [RecordPlan] = []
        for (table, text) in [(visit, "id;acts;price;r;day\n" + visits), (act, acts.map { "visit;n\n" + $0 })] {
            let plan = try RecordPlan(schema: table, dialect: CSVDialect(), limits: tiny, tables: tables)
            plans.append(plan)
            guard let text else { continue }
            var values = plan.noTotals
            let parser = try BlockParser(plan, seed: Samples.seed)
            for block in try Samples.split(plan, Array(text.utf8)) {
                let parsed = parser.parse(block)
                for index in values.indices { values[index].merge(parsed.totals[index]) }
            }
            totals.merge(plan.named(values)) { first, _ in first }
        }
        let first = plans[0].rules.count - conditions.count
        return plans[0].brokenByTotals(totals).map { conditions[$0 - first] }
    }

    /// Limits that cut a few records into several blocks.
    private static var tiny: RecordLimits {
        var limits = RecordLimits()
        (limits.blockBytes, limits.recordBytes) = (40, 40)
        return limits
    }

    private static let visits = "1;2;10.10;0.5;2026-01-01\n2;1;0.20;0.25;2026-01-03\n3;;;;\nx;y;0;0;2026-01-02\n4;5\n"
    private static let acts = "1;1\n1;2\n2;3\n"

    @Test func `adds up tables exactly, block by block: rows of all records, other totals of those of sound form`()
        throws
    {
        let kept = [
            "rows() = 5", "rows(act) = 3", "count(id) = 3", "count(acts) = 2", "sum(acts) = rows(act)",
            "sum(price) = 10.3",
            "sum(r) = 0.75", "min(day) = date '2026-01-01'", "max(day) - min(day) = 2", "sum(act.n * 2) = 12",
            "max(act.n) = 3 and min(act.n) = 1", "count(abs(r)) = 3", "count(-r) = 3", "sum(price * 2) = 20.60",
            "count(act.n) >= 3",
        ]
        #expect(try Self.broken(kept, Self.visits, Self.acts) == [])
        let broken = ["rows() = 4", "sum(acts) != rows(act)", "sum(price) > 10.3", "if rows() > 0 then sum(act.n) = 0"]
        #expect(try Self.broken(broken, Self.visits, Self.acts) == broken)
    }

    @Test func `adds up nothing to zero, and knows no least of nothing`() throws {
        #expect(try Self.broken(["sum(acts) = 0", "min(acts) is missing", "count(acts) = 0"], "1;;;;\n", "1;\n") == [])
        #expect(try Self.broken(["min(acts) is not missing"], "1;;;;\n", "1;\n") == ["min(acts) is not missing"])
    }

    @Test func `does not judge totals of a table that the drop has not`() throws {
        #expect(try Self.broken(["rows(act) = 9"], Self.visits, nil) == [])
    }

    @Test func `breaks a rule whose total is too large to be known`() throws {
        let most = "9223372036854775807"
        #expect(try Self.broken(["sum(act.n) > 0"], Self.visits, "1;\(most)\n1;\(most)\n") == ["sum(act.n) > 0"])
        #expect(try Self.broken(["sum(act.n) > 0"], Self.visits, "1;\(most)\n1;\(most)\n1;-\(most)\n") == [])
    }
}
