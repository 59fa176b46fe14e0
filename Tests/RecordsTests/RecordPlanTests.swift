import Records
import Support
import Testing

@Suite struct RecordPlanTests {
    private static func code(_ change: (inout TableSchema) -> Void, dialect: CSVDialect = CSVDialect()) -> String? {
        var schema = Samples.everyType()
        change(&schema)
        do throws(RecordsFault) {
            _ = try RecordPlan(schema: schema, dialect: dialect)
            return nil
        } catch {
            return error.code.rawValue
        }
    }

    @Test func `refuses a schema that makes no sense`() {
        #expect(Self.code { _ in } == nil)
        #expect(Self.code { $0.fields = [] } == "schema.no-fields")
        #expect(Self.code { $0.fields[1].name = "id" } == "schema.duplicate-field")
        #expect(Self.code { $0.fields[0].pattern = "(" } == "schema.invalid-pattern")
        #expect(Self.code { $0.fields[0].codeList = "x" } == "schema.unknown-code-list")
        #expect(Self.code { $0.fields[6].type = .date(format: "%Y-%m") } == "schema.invalid-format")
        #expect(Self.code { $0.fields[6].type = .date(format: "%Y-%m-%d %H") } == "schema.invalid-format")
        #expect(Self.code { $0.fields[7].type = .datetime(format: "%Y-%m-%d") } == "schema.invalid-format")
        #expect(Self.code { $0.fields[4].type = .decimal(precision: 19, scale: 0) } == "schema.invalid-decimal")
        #expect(Self.code { $0.primaryKey = [9] } == "schema.invalid-key")
        #expect(
            Self.code { $0.rules = [TableRule(name: "x", left: "id", .less, right: "age")] }
                == "expression.incompatible")
        #expect(Self.code({ _ in }, dialect: CSVDialect(delimiter: 34)) == "schema.invalid-dialect")
    }

    @Test func `keeps a bound with more decimals than the column`() throws {
        func broken(_ values: [String], _ change: (inout Field) -> Void) throws -> [String] {
            var field = Field(name: "x", type: .decimal(precision: 6, scale: 2))
            change(&field)
            let schema = TableSchema(name: "t", fields: [field, Field(name: "y", type: .string)])
            return try values.filter { try !Samples.parse(schema, "x;y\n\($0);\n").broken.isEmpty }
        }
        let values = ["-0.01", "0.00", "0.01", "0.07", "0.08"]
        #expect(try broken(values) { $0.maximum = 0.005 } == ["0.01", "0.07", "0.08"])
        #expect(try broken(values) { $0.minimum = 0.004 } == ["-0.01", "0.00"])
        #expect(try broken(values) { ($0.minimum, $0.excludesMinimum) = (0.006, true) } == ["-0.01", "0.00"])
        #expect(try broken(values) { ($0.maximum, $0.excludesMaximum) = (0.006, true) } == ["0.01", "0.07", "0.08"])
        #expect(try broken(values) { $0.minimum = 0.07 } == ["-0.01", "0.00", "0.01"])
        #expect(try broken(values) { ($0.minimum, $0.excludesMinimum) = (0.07, true) } == Array(values.prefix(4)))
    }

    @Test func `has a sentence in both languages for every rule`() throws {
        var schema = Samples.everyType()
        schema.primaryKey = [0]
        schema.rules = [
            TableRule(name: "n", left: "age", .less, right: "poids"), try TableRule(name: "t", "rows() > 0"),
        ]
        for rule in try RecordPlan(schema: schema, dialect: CSVDialect()).rules {
            for language in Language.allCases {
                let text = RecordsMessages.table.text(rule.message, language, rule.arguments)
                #expect(text != rule.message.rawValue && !text.contains("{"))
            }
        }
    }

    @Test func `merges logs in order and keeps a bounded number of examples`() {
        var log = ViolationLog(ruleCount: 2)
        var next = ViolationLog(ruleCount: 2)
        let limit = UInt64(ViolationLog.examplesPerRule)
        for line in 1...(limit - 5) { log.add(rule: 1, line: line) }
        for line in (limit - 4)...(2 * limit) { next.add(rule: 1, line: line) }
        log.merge(next)
        #expect(log.counts == [0, 2 * limit])
        #expect(log.examples.map(\.line) == Array(1...limit))
    }

    @Test func `cuts long shapes`() {
        let short = ValueShape.of(Array("Ab-12 é\u{1}".utf8).span)
        #expect(short == "Aa-99 ??")
        let long = ValueShape.of(Array(String(repeating: "x", count: 25).utf8).span)
        #expect(long == String(repeating: "a", count: 24) + "…")
    }
}
