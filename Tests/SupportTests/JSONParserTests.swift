import Support
import TestSupport
import Testing

/// The function to fuzz: any bytes, in both dialects; what parses must come back the same from its own text.
func fuzzJSON(_ bytes: [UInt8]) throws {
    _ = try? JSONParser.parse(bytes, .json5)
    guard let value = try? JSONParser.parse(bytes) else { return }
    let text = JSONWriter.write(value)
    #expect(JSONWriter.write(try JSONParser.parse(text)) == text)
}

private func compact(_ text: String, _ dialect: JSONParser.Dialect = .json) throws -> String {
    JSONWriter.string(try JSONParser.parse(Array(text.utf8), dialect))
}

private func fault(_ text: String, _ dialect: JSONParser.Dialect = .json) -> String? {
    do {
        _ = try JSONParser.parse(Array(text.utf8), dialect)
        return nil
    } catch {
        return "\(error.code) \(error.place)"
    }
}

@Suite struct JSONParserTests {
    @Test(arguments: [
        (" { \"a\" : [ 1 , -2.5e3, true,false , null ] } ", #"{"a":[1,-2500.0,true,false,null]}"#),
        (#""\u00e9\ud83d\ude00\n\/""#, "\"é😀\\n/\""), ("9223372036854775807", "9223372036854775807"),
        ("-0", "0"), ("[]", "[]"), ("\u{feff}{}", "{}"), (#"{"b":1,"a":2}"#, #"{"b":1,"a":2}"#),
    ])
    func `reads JSON`(text: String, expected: String) throws { #expect(try compact(text) == expected) }

    @Test(arguments: [
        ("// head\n{a: 'x', /* in */ b_2: 0x1F, $c: [1,2,],}", #"{"a":"x","b_2":31,"$c":[1,2]}"#),
        ("[+1, .5, 2., -0x10]", "[1,0.5,2.0,-16]"), ("'it\\'s \\\nlong'", "\"it's long\""), ("{é: 1}", #"{"é":1}"#),
    ])
    func `reads JSON5`(text: String, expected: String) throws {
        #expect(try compact(text, .json5) == expected)
        #expect(fault(text) != nil)
    }

    @Test(arguments: [
        ("", "json.unexpected-end 1:1"), ("{", "json.unexpected-end 1:2"), ("{} x", "json.trailing-data 1:4"),
        ("[1,]", "json.trailing-comma 1:4"), ("[1 2]", "json.expected-comma 1:4"),
        ("{\"a\":1,\n \"a\":2}", "json.duplicate-name 2:2"), ("{\"a\" 1}", "json.expected-colon 1:6"),
        ("{a:1}", "json.expected-name 1:2"), ("01", "json.malformed-number 1:1"), ("1.", "json.malformed-number 1:1"),
        ("1e999", "json.malformed-number 1:1"), ("--1", "json.malformed-number 1:1"),
        ("\"a", "json.unterminated-string 1:1"),
        ("\"\t\"", "json.control-character 1:2"), (#""\x""#, "json.unknown-escape 1:4"),
        (#""\ud800""#, "json.unpaired-surrogate 1:8"), (#""\udc00""#, "json.unpaired-surrogate 1:8"),
        ("tru", "json.unexpected-character 1:1"), ("nullx", "json.unexpected-character 1:1"),
        ("// x\n1", "json.unexpected-character 1:1"),
    ])
    func `refuses what is no JSON and says where`(text: String, expected: String) { #expect(fault(text) == expected) }

    @Test func `refuses an unterminated comment, a deep nest, a long text and bytes that are no UTF-8`() {
        #expect(fault("/* x", .json5) == "json.unterminated-comment 1:1")
        let depth = JSONParser.maximumDepth
        #expect(fault(String(repeating: "[", count: depth) + String(repeating: "]", count: depth)) == nil)
        #expect(fault(String(repeating: "[", count: 100_000))?.hasPrefix("json.too-deep") == true)
        #expect(throws: JSONFault.self) {
            try JSONParser.parse([UInt8](repeating: 0x20, count: JSONParser.maximumBytes + 1))
        }
        #expect(throws: JSONFault.self) { try JSONParser.parse([0x22, 0xc3, 0x22]) }
    }

    @Test func `remembers where each value and name stood`() throws {
        let value = try JSONParser.parse(Array("{\n  \"a\": [10,\n   20]}".utf8))
        #expect(value["a"]?.array?[1].place == Place(line: 3, column: 4))
        #expect(value.members?.first?.place == Place(line: 2, column: 3))
        #expect(value["a"]?.array?[1].integer == 20)
    }

    @Test func `writes indented text that reads back the same`() throws {
        let value: JSONValue = ["a": [1, "x\u{1}\"\\\u{7f}"], "b": [:], "c": [], "d": true]
        let text = JSONWriter.string(value, .pretty)
        #expect(text.contains("{\n  \"a\": [\n    1,\n"))
        #expect(text.contains(#""x\u0001\"\\\u007f""#))
        #expect(JSONWriter.string(try JSONParser.parse(Array(text.utf8))) == JSONWriter.string(value))
        #expect(JSONWriter.string(JSONValue(.number(.infinity))) == "null")
    }

    @Test func `survives hostile variants of JSON`() throws {
        let corpus = [
            #"{"a":[1,-2.5e3,true,false,null],"b":{"c":"\u00e9\ud83d\ude00"}}"#,
            "{a: 'x', /* c */ b: 0x1F, // d\n c: [+1, .5,],}", #"["\"\\\/\b\f\n\r\t"]"#,
        ].map { Array($0.utf8) }
        try fuzz(corpus, seed: 1, count: 3000, fuzzJSON)
    }
}
