import Foundation
import Records
import Support
import TestSupport
import Testing

@Suite struct NestedJSONTests {
    /// Stays, the stays' acts, the acts' devices, and codes that are no objects.
    private static func plans(
        _ missing: [String] = [""], limits: RecordLimits = RecordLimits(), required: [String] = []
    )
        throws -> [RecordPlan]
    {
        func plan(_ layout: JSONLayout, _ names: [String]) throws -> RecordPlan {
            try Formats.plan(
                .jsonLines(layout), names.map { Field(name: $0, type: .string) }, missing: missing, limits: limits)
        }
        return [
            try plan(
                JSONLayout(
                    paths: ["cp": "adresse/cp", "rang": "/position()", "a/b": "a~1b"],
                    ignored: ["note", "adresse/geo"], required: required),
                ["id", "cp", "rang", "a/b"]),
            try plan(
                JSONLayout(
                    record: "actes", paths: ["rang": "position()", "ligne": "/position()", "sejour": "/id"],
                    ignored: ["/meta"], required: required.isEmpty ? [] : ["code"]),
                ["ligne", "rang", "sejour", "code"]),
            try plan(
                JSONLayout(
                    record: "actes/dispositifs",
                    paths: ["acte": "/actes/position()", "code": "/actes/code", "cp": "/adresse/cp"]),
                ["acte", "code", "cp", "lot"]),
            try plan(JSONLayout(record: "adresse/das", paths: ["da": ".", "rang": "position()"]), ["rang", "da"]),
        ]
    }

    private static func outcome(_ text: String, required: [String] = []) throws -> (
        tables: [Formats.Table]?, codes: [String]
    ) {
        Formats.outcome(try plans(required: required), Array(text.utf8))
    }

    private static let stays = """
        {"actes":[{"code":"A","dispositifs":[{"lot":"1"},{"lot":"2"}]},{"dispositifs":[{}],"code":"B\\u0041"},{}],\
        "id":"s1","adresse":{"das":["I10",null,"E1\\"1",7],"cp":"75999","geo":{"x":[1,{"y":null}]}},"note":[[],{}]}
        {"id":"s2","a/b":"c","actes":[],"adresse":null}
         { "actes" : [ { "code" : "C" } ] , "adresse" : { } , "meta" : { "v" : "1" } }

        """

    @Test func `reads objects inside a record, and lists as rows of their own`() throws {
        let tables = try #require(try Self.outcome(Self.stays).tables)
        #expect(tables[0].rows == [["s1", "75999", "1", nil], ["s2", nil, "2", "c"], [nil, nil, "3", nil]])
        // The stay's identifier comes after the list that needs it.
        #expect(
            tables[1].rows == [
                ["1", "1", "s1", "A"], ["1", "2", "s1", "BA"], ["1", "3", "s1", nil], ["3", "1", nil, "C"],
            ])
        #expect(tables[1].lines == [1, 1, 1, 3])
        #expect(
            tables[2].rows == [
                ["1", "A", "75999", "1"], ["1", "A", "75999", "2"], ["2", "BA", "75999", nil],
            ])
        #expect(tables[3].rows == [["1", "I10"], ["2", nil], ["3", "E1\"1"], ["4", "7"]])
        #expect(tables.allSatisfy { $0.broken.isEmpty })
    }

    @Test func `tells null and absent from an empty text where the schema does`() throws {
        let text = #"{"id":"","adresse":{"das":["",null,"NA"]}}"# + "\n" + #"{"adresse":{}}"# + "\n"
        let tables = try Formats.read(try Self.plans(["NA"]), Array(text.utf8))
        #expect(tables[0].rows == [["", nil, "1", nil], [nil, nil, "2", nil]])
        #expect(tables[3].rows == [["1", ""], ["2", nil], ["3", nil]])
    }

    @Test(
        arguments: [
            // What is wrong in the stay breaks the stay alone.
            (#"{"x":1,"actes":[{"code":"A"}]}"#, ["2 record.unknown-member - "], ["A"], []),
            (#"{"adresse":{"x":1},"actes":[{"code":"A"}]}"#, ["2 record.unknown-member - "], ["A"], []),
            (#"{"id":{"a":[1]},"actes":[{"code":"A"}]}"#, ["2 record.nested-value - "], ["A"], []),
            (#"{"adresse":"x","actes":[{"code":"A"}]}"#, ["2 record.wrong-kind - "], ["A"], []),
            (#"{"adresse":[],"actes":[{"code":"A"}]}"#, ["2 record.wrong-kind - "], ["A"], []),
            (#"{"id":1,"actes":[{"code":"A"}],"id":2}"#, ["2 record.duplicate-member - "], ["A"], []),
            (#"{"adresse":{},"adresse":{},"actes":[{"code":"A"}]}"#, ["2 record.duplicate-member - "], ["A"], []),
            (#"{"actes":{"code":"A"}}"#, ["2 record.wrong-kind - "], [], []),
            (#"{"actes":[{"code":"A"}],"actes":[{"code":"B"}]}"#, ["2 record.duplicate-member - "], ["A"], []),
            (#"{"adresse":{"cp":{}}}"#, ["2 record.nested-value - "], [], []),
            // What is wrong in an act breaks the act alone.
            (#"{"actes":[{"code":"A","x":1},{"code":"B"}]}"#, [], [nil, "B"], ["2 record.unknown-member - "]),
            (#"{"actes":[{"code":["A"]},{"code":"B"}]}"#, [], [nil, "B"], ["2 record.nested-value - "]),
            (#"{"actes":[{"code":"A","code":"A"},{"code":"B"}]}"#, [], [nil, "B"], ["2 record.duplicate-member - "]),
            (
                #"{"actes":["A",null,[],{"code":"B"}]}"#, [], [nil, nil, nil, "B"],
                ["2 record.wrong-kind - ", "2 record.wrong-kind - ", "2 record.wrong-kind - "]
            ),
            (#"{"actes":[{},{"code":null}]}"#, [], [nil, nil], ["2 record.missing-element - "]),
            // A line that is no JSON gives nothing else.
            (#"{"actes":[{"code":"A"}]"#, ["2 record.malformed-json - "], [], []),
            (#"{"actes":[{"code":"A"},]}"#, ["2 record.malformed-json - "], [], []),
            (#"{"actes":[{"code":"A"}],"note":[1,]}"#, ["2 record.malformed-json - "], [], []),
            (#"{"actes":[{"code":"A"}],"note":{"a" 1}}"#, ["2 record.malformed-json - "], [], []),
            (#"{"actes":[{"code":"A"}],"note":[}]}"#, ["2 record.malformed-json - "], [], []),
            (#"{"actes":[{"code":"A"}]}}"#, ["2 record.malformed-json - "], [], []),
            (#"[{"actes":[{"code":"A"}]}]"#, ["2 record.malformed-json - "], [], []),
            ("null", ["2 record.malformed-json - "], [], []), ("", ["2 record.malformed-json - "], [], []),
        ] as [(String, [String], [String?], [String])])
    func `leaves out the record that has not the agreed structure`(
        line: String, stays: [String], acts: [String?], brokenActs: [String]
    ) throws {
        let text = #"{"actes":[{"code":"0"}]}"# + "\n\(line)\n" + #"{"actes":[{"code":"9"}]}"# + "\n"
        let tables = try #require(try Self.outcome(text, required: ["actes"]).tables)
        #expect(tables[0].broken == stays)
        #expect(tables[0].rejected == [false, !stays.isEmpty, false])
        #expect(tables[1].rows.map { $0[3] } == ["0"] + acts + ["9"])
        #expect(tables[1].broken == brokenActs)
    }

    @Test func `a line that is not in UTF-8 is no JSON, wherever that is`() throws {
        let lines = ["{\"note\":\"\u{FF}\"}", "{\"actes\":[{\"code\":\"\u{FF}\"}]}", "{\"actes\":[{\"code\":\"é\"}]}"]
        // Of the two bytes of U+00FF the first alone.
        let bytes = lines.map { Array($0.utf8).filter { $0 != 0xBF } }.joined(separator: [10])
        let tables = try Formats.read(try Self.plans(), Array(bytes))
        #expect(tables[0].broken == ["1 record.invalid-encoding - ", "2 record.invalid-encoding - "])
        #expect(tables[1].rows == [["3", "1", nil, "é"]])
    }

    @Test func `a required member may be empty but not absent`() throws {
        let text = #"{"actes":[]}"# + "\n" + #"{"actes":null}"# + "\n" + #"{"id":"1"}"# + "\n"
        let tables = try #require(try Self.outcome(text, required: ["actes"]).tables)
        #expect(tables[0].broken == ["3 record.missing-element - "])
    }

    @Test func `bombs cost a line each, and no memory`() throws {
        var limits = RecordLimits()
        limits.listElements = 1000
        let wide = String(repeating: "x", count: 1000)
        let many = (0..<1001).map { _ in "{}" }.joined(separator: ",")
        let lines = [
            "{\"note\":" + String(repeating: "[", count: 300_000) + "}",
            "{\"note\":" + String(repeating: "{\"a\":", count: 65) + "1" + String(repeating: "}", count: 65) + "}",
            "{\"note\":" + String(repeating: "{\"a\":", count: 64) + "1" + String(repeating: "}", count: 64) + "}",
            "{\"actes\":[\(many)]}", "{\"actes\":[\(many.dropLast(3))]}",
            "{\"actes\":[{\"dispositifs\":[\(many.dropLast(3))]}]}",
            // The identifier would be written a thousand times.
            "{\"id\":\"\(wide)\",\"actes\":[\(many.dropLast(3))]}",
        ]
        let tables = try Formats.read(try Self.plans(limits: limits), Array(lines.joined(separator: "\n").utf8))
        #expect(
            tables[0].broken == [
                "1 record.too-deep - ", "2 record.too-deep - ", "4 record.list-too-long - ",
                "6 record.list-too-long - ", "7 record.list-too-long - ",
            ])
        #expect(tables[1].rows.count == 1000)
        #expect(tables[0].rows.count == 7)
        #expect(tables[2].rows.isEmpty)
    }

    @Test(
        arguments: [
            (["x": "a//b"], "", [], "a//b"), (["x": "/"], "", [], "/"), (["x": "a~2"], "", [], "a~2"),
            (["x": "position()/a"], "", [], "position()/a"), (["x": "a/./b"], "", [], "a/./b"),
            (["x": (0..<17).map { "a\($0)" }.joined(separator: "/")], "", [], nil),
            // Two things at once, or a list that is not around the record.
            (["x": "a", "y": "a/b"], "", [], "a/b"), (["x": "list"], "", [], nil), (["x": "list/a"], "", [], "list/a"),
            (["x": "list/position()"], "", [], "list/position()"), (["x": "a"], "", ["a"], "a"),
            (["x": "a"], "", ["a/"], "a/"), (["x": "a"], "a", [], "record"),
        ] as [([String: String], String, [String], String?)])
    func `refuses a layout that cannot be read`(
        paths: [String: String], record: String, ignored: [String], name: String?
    ) throws {
        do {
            let first = try Formats.plan(
                .jsonLines(JSONLayout(record: record, paths: paths, ignored: ignored)), Formats.texts("x", "y"))
            let second = try Formats.plan(.jsonLines(JSONLayout(record: "list")), Formats.texts("z"))
            try TableSplitter.check([first, second])
            Issue.record("taken")
        } catch let fault as RecordsFault {
            #expect(fault.code == "schema.invalid-layout")
            if let name { #expect(fault.arguments["name"] == name) }
        }
    }

    @Test func `gives the same for any window and any cut of the input`() throws {
        let bytes = Array((Self.stays + "x\n" + Self.stays).utf8)
        let expected = try Formats.read(try Self.plans(), bytes)
        #expect(expected.map(\.rows.count) == [7, 8, 6, 8])
        for window in 0..<12 {
            let plans = try Self.plans(limits: Formats.small(280 + window * 7))
            for piece in [1, 2, 3, 7, 40, 300] { #expect(try Formats.read(plans, bytes, piece: piece) == expected) }
        }
    }

    /// The function to fuzz: a line is read alike for any cut, and what is taken is what another reader finds in it.
    static func fuzzNested(_ bytes: [UInt8], _ plans: [RecordPlan]) throws {
        let whole = Formats.outcome(plans, bytes)
        let pieces = Formats.outcome(plans, bytes, piece: 1 + bytes.count % 11)
        #expect(whole.tables == pieces.tables)
        #expect(whole.codes == pieces.codes)
        guard let tables = whole.tables else { return }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        let lines = body.split(separator: 10, omittingEmptySubsequences: false).map { Array($0) }
        for (row, line) in tables[0].lines.enumerated() {
            let acts = tables[1].lines.count { $0 == line }
            let isForm = tables[0].broken.contains { $0.hasPrefix("\(line) record.") }
            if isForm { continue }
            let value = try? JSONSerialization.jsonObject(with: Data(lines[Int(line) - 1])) as? [String: Any]
            let object = try #require(value, "row \(row): \(String(decoding: lines[Int(line) - 1], as: UTF8.self))")
            #expect((object["actes"] as? [Any])?.count ?? 0 == acts)
            let address = object["adresse"] as? [String: Any]
            #expect((address?["das"] as? [Any])?.count ?? 0 == tables[3].lines.count { $0 == line })
        }
    }

    @Test func `survives the corpus and its mutations`() throws {
        let files = Checkout.files(below: "Tests/RecordsTests/Corpus", suffix: ".jsonl").sorted()
        #expect(files.count >= 3)
        let corpus = try files.map { try Checkout.read($0) } + [Array(Self.stays.utf8)]
        let plans = try Self.plans(required: ["actes"])
        try fuzz(corpus, seed: 61, count: 600, name: "nested JSON") { try Self.fuzzNested($0, plans) }
    }
}
