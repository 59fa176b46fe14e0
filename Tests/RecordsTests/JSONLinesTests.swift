import Foundation
import Records
import Support
import TestSupport
import Testing

@Suite struct JSONLinesTests {
    private static func plan(_ missing: [String] = [""], limits: RecordLimits = RecordLimits()) throws -> RecordPlan {
        try Formats.plan(
            .jsonLines(JSONLayout()),
            [
                Field(name: "id", type: .integer), Field(name: "nom", type: .string),
                Field(name: "poids", type: .number),
                Field(name: "ok", type: .boolean(trueValues: ["true"], falseValues: ["false"])),
            ], missing: missing, limits: limits)
    }

    @Test func `matches members to fields by name, in any order`() throws {
        let table = try Formats.read(
            try Self.plan(),
            """
            {"id":1,"nom":"Zoé","poids":61.5,"ok":true}
             { "ok" : false , "poids" : -1.5e2 , "nom" : "" , "id" : 2 }
            {"nom":null}
            {}

            """)
        #expect(
            table.rows == [
                ["1", "Zoé", "61.5", "true"], ["2", nil, "-150.0", "false"], [nil, nil, nil, nil],
                [nil, nil, nil, nil],
            ])
        #expect(table.lines == [1, 2, 3, 4])
        #expect(table.broken == [])
    }

    @Test func `takes the meaning of escapes`() throws {
        let table = try Formats.read(
            try Self.plan(), #"{"no\u006d":"a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00z"}"#)
        #expect(table.rows == [[nil, "a\"\\/\u{8}\u{c}\n\r\té😀z", nil, nil]])
    }

    @Test func `tells null and absent from an empty text where the schema does`() throws {
        let table = try Formats.read(try Self.plan(["NA"]), "{\"nom\":\"\"}\n{\"nom\":null}\n{\"nom\":\"NA\"}\n{}\n")
        #expect(table.rows.map { $0[1] } == ["", nil, nil, nil])
    }

    @Test(arguments: [
        ("{\"id\":1", "malformed-json"), ("{\"id\":01}", "malformed-json"), ("{\"id\":1,}", "malformed-json"),
        ("{\"id\":+1}", "malformed-json"), ("{\"id\":.5}", "malformed-json"), ("{\"id\":1.}", "malformed-json"),
        ("{\"id\":1e}", "malformed-json"), ("{\"id\":NaN}", "malformed-json"), ("{\"id\":nul}", "malformed-json"),
        ("{\"id\":True}", "malformed-json"), ("{'id':1}", "malformed-json"), ("{id:1}", "malformed-json"),
        ("{\"nom\":\"a\tb\"}", "malformed-json"), ("{\"nom\":\"\\x\"}", "malformed-json"),
        ("{\"nom\":\"\\ud800\"}", "malformed-json"), ("{\"nom\":\"\\udc00\"}", "malformed-json"),
        ("{\"nom\":\"\\ud800\\u0041\"}", "malformed-json"), ("{\"nom\":\"\\u12\"}", "malformed-json"),
        ("{\"nom\":\"a}", "malformed-json"), ("{\"id\":1} {}", "malformed-json"), ("{\"id\":1}x", "malformed-json"),
        ("1", "malformed-json"), ("\"a\"", "malformed-json"), ("null", "malformed-json"), ("", "malformed-json"),
        ("{\"id\" 1}", "malformed-json"), ("{\"id\":}", "malformed-json"), ("{,}", "malformed-json"),
        ("{\"id\":1 \"nom\":2}", "malformed-json"), ("// {}", "malformed-json"),
        ("{\"nom\":{}}", "nested-value"), ("{\"nom\":[]}", "nested-value"), ("{\"nom\":[1,2]}", "nested-value"),
        ("{\"autre\":1}", "unknown-member"), ("{\"Nom\":\"\"}", "unknown-member"), ("{\"\":1}", "unknown-member"),
        ("{\"id\":1,\"id\":1}", "duplicate-member"), ("{\"id\":null,\"i\\u0064\":1}", "duplicate-member"),
        ("{\"nom\":\"a\\u0000b\"}", "nul-byte"),
    ])
    func `rejects the record`(line: String, code: String) throws {
        let table = try Formats.read(try Self.plan(), "{\"id\":1}\n\(line)\n{\"id\":2}\n")
        #expect(table.broken == ["2 record.\(code) - "])
        #expect(table.rejected == [false, true, false])
        #expect(table.rows.map { $0[0] } == ["1", nil, "2"])
    }

    @Test func `rejects a bomb of brackets without looking at them`() throws {
        let bomb = "{\"nom\":" + String(repeating: "[", count: 500_000) + "}"
        let table = try Formats.read(try Self.plan(), "{\"id\":1}\n\(bomb)\n{\"id\":2}\n")
        #expect(table.broken == ["2 record.nested-value - "])
    }

    @Test func `rejects what is not UTF-8 and what is too long`() throws {
        var limits = RecordLimits()
        limits.fieldBytes = 10
        let bytes = Array("{\"nom\":\"".utf8) + [0xC3, 0x28] + Array("\"}\n{\"nom\":\"01234567890\"}\n".utf8)
        let table = try Formats.read([try Self.plan(limits: limits)], bytes)[0]
        #expect(table.broken == ["1 record.invalid-encoding - ", "2 record.too-long - "])
    }

    @Test(arguments: [
        ([], ["file.empty"]), ([0xEF, 0xBB, 0xBF], ["file.empty"]), ([0xFF, 0xFE, 0x7B, 0], ["file.utf16"]),
        (Array("[\n{\"id\":1},\n{\"id\":2}]\n".utf8), ["json.array"]),
    ])
    func `refuses the file`(bytes: [UInt8], codes: [String]) throws {
        #expect(Formats.outcome([try Self.plan()], bytes).codes == codes)
    }

    @Test func `refuses an endless line with bounded memory`() throws {
        let line = Array("{\"id\":1}\n{\"nom\":\"".utf8) + [UInt8](repeating: 0x78, count: 4 << 20)
        #expect(Formats.outcome([try Self.plan()], line, piece: 65_536).codes == ["file.line-too-long 2"])
    }

    @Test func `gives the same for any window and any cut of the input`() throws {
        let text = "\u{FEFF}{\"id\":1,\"nom\":\"é\\n\"}\r\n{\"id\":2}\n{\"nom\":\"x\",\"id\":3}\nx\n{\"ok\":true}\n\n"
        let expected = try Formats.read(try Self.plan(), text)
        #expect(expected.rows.count == 5)
        for window in 40..<60 {
            let plan = try Self.plan(limits: Formats.small(window))
            for piece in 1..<30 { #expect(try Formats.read(plan, text, piece: piece) == expected) }
        }
    }

    /// The function to fuzz: bytes are read alike for any cut, and a record that is taken is JSON to another reader too.
    static func fuzzJSONLines(_ bytes: [UInt8]) throws {
        let plan = try Self.plan()
        let whole = Formats.outcome([plan], bytes)
        let pieces = Formats.outcome([plan], bytes, piece: 1 + bytes.count % 11)
        #expect(whole.tables == pieces.tables)
        #expect(whole.codes == pieces.codes)
        guard let table = whole.tables?[0] else { return }
        let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        let lines = body.split(separator: 10, omittingEmptySubsequences: false).map { Array($0) }
        for (row, line) in table.lines.enumerated() {
            let isForm = table.broken.contains { $0.hasPrefix("\(line) record.") }
            guard !isForm else { continue }
            let text = Data(lines[Int(line) - 1])
            #expect((try? JSONSerialization.jsonObject(with: text)) is [String: Any], "row \(row)")
        }
    }

    @Test func `survives the corpus and its mutations`() throws {
        let corpus = [
            "{\"id\":1,\"nom\":\"Zo\\u00e9 \\ud83d\\ude00\",\"poids\":-6.15e+1,\"ok\":true}\n{\"id\":2,\"nom\":null}\n",
            "{ \"nom\" : \"a\\\\b\\\"c\" }\r\n{}\r\n\r\n", "{\"nom\":[[[{\"a\":1}]]]}\n{\"x\":1}\n{\"id\":1,\"id\":2}",
        ].map { Array($0.utf8) }
        try fuzz(corpus, seed: 21, count: 600) { try Self.fuzzJSONLines($0) }
    }
}
