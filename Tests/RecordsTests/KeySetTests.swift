import Records
import Testing

@Suite struct KeySetTests {
    @Test func `finds duplicates across blocks and lets rejected records have no say`() throws {
        var schema = TableSchema(
            name: "t", fields: [Field(name: "a", type: .integer), Field(name: "b", type: .string)], primaryKey: [0, 1])
        schema.fields[1].enumeration = ["x", "y", "xx"]
        let plan = try RecordPlan(schema: schema, dialect: CSVDialect())
        let parser = try BlockParser(plan, seed: Samples.seed)
        var set = KeySet()
        var marks: [[Bool]] = []
        for text in ["1;x\n01;x\n1;y\n2;z\n2;\n", "2;\n1;xx\n1;y\n"] {
            let parsed = try Samples.split(plan, Array(("a;b\n" + text).utf8)).map(parser.parse)[0]
            marks.append(set.insert(parsed.keys[0], skipping: parsed.rejected))
        }
        #expect(marks == [[false, true, false, false, false], [true, false, true]])
        #expect(set.count == 4)
        #expect(plan.keys[0].rule.map { plan.rules[$0].code } == "key.duplicate")
    }

    @Test func `does not take the same text in other fields for the same key`() throws {
        let schema = TableSchema(
            name: "t", fields: [Field(name: "a", type: .string), Field(name: "b", type: .string)], primaryKey: [0, 1])
        let parsed = try Samples.parse(schema, "a;b\nab;c\na;bc\nabc;\n;abc\n")
        #expect(Set(parsed.keys).count == 4)
    }

    @Test func `hashes differ from drop to drop`() throws {
        let schema = TableSchema(name: "t", fields: [Field(name: "a", type: .string)], primaryKey: [0])
        let plan = try RecordPlan(schema: schema, dialect: CSVDialect())
        let block = try Samples.split(plan, Array("a\n1\n".utf8))[0]
        let first = try BlockParser(plan, seed: .random()).parse(block).keys[0]
        let second = try BlockParser(plan, seed: .random()).parse(block).keys[0]
        #expect(first != second)
    }

    @Test func `keeps many keys apart`() throws {
        let schema = TableSchema(name: "t", fields: [Field(name: "a", type: .integer)], primaryKey: [0])
        let parsed = try Samples.parse(schema, "a\n" + (0..<20_000).map { "\($0)\n" }.joined())
        var set = KeySet()
        let kept = [Bool](repeating: false, count: parsed.keys.count)
        #expect(!set.insert(parsed.keys, skipping: kept).contains(true))
        #expect(set.insert(parsed.keys, skipping: kept).allSatisfy { $0 })
        #expect(set.count == 20_000)
    }
}
