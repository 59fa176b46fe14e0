import Foundation
import Records
import Support
import TestSupport
import Testing

@Suite struct DialectTests {
    private static func read(
        _ text: String, missing: [String] = [""], limits: RecordLimits = RecordLimits(), piece: Int = .max,
        _ change: (inout CSVDialect) -> Void
    ) throws -> Formats.Table {
        var dialect = CSVDialect()
        change(&dialect)
        let plan = try Formats.plan(.csv(dialect), Formats.texts("a", "b"), missing: missing, limits: limits)
        return try Formats.read(plan, text, piece: piece)
    }

    @Test func `takes the escape character's meaning, inside quotes and outside`() throws {
        let table = try Self.read("a;b\n1\\;2;\"x\\\"y\"\n\\\"z;\\\\\nu\\\nv;w\n") { $0.escape = UInt8(ascii: "\\") }
        #expect(table.rows == [["1;2", "x\"y"], ["\"z", "\\"], ["u\nv", "w"]])
        #expect(table.lines == [2, 3, 4])
        #expect(table.broken == [])
    }

    @Test func `takes an escaped line end at the end of a record for no blank line`() throws {
        for end in ["\n", "\r\n"] {
            let text = "a;b\n1;x\\\n" + end
            let more = "a;b\n2;y\n1;x\\\n" + end + "3;z\n\n"
            for window in 12..<40 {
                let limits = Formats.small(window)
                let table = try Self.read(text, limits: limits) { $0.escape = UInt8(ascii: "\\") }
                #expect(table.rows == [["1", "x\n"]])
                #expect(table.broken == [])
                let long = try Self.read(more, limits: limits) { $0.escape = UInt8(ascii: "\\") }
                #expect(long.rows == [["2", "y"], ["1", "x\n"], ["3", "z"]], "window \(window)")
                #expect(long.broken == [])
            }
        }
    }

    @Test func `ends a field at its second quote where quotes are not doubled`() throws {
        let table = try Self.read("a;b\n\"1\";\"2\"\n\"1\"\"2\";3\n") { $0.doublesQuotes = false }
        #expect(table.rows == [["1", "2"], [nil, nil]])
        #expect(table.broken == ["3 record.malformed-quote - "])
    }

    @Test func `takes the null sequence for no value, and not in quotes`() throws {
        for (escape, sequence) in [(nil, "NULL"), (UInt8(ascii: "\\"), "\\N")] {
            let table = try Self.read("a;b\n\(sequence);\"NULL\"\nx;\(sequence)\r\n;\(sequence)2\n", missing: []) {
                $0.nullSequence = sequence
                $0.escape = escape
            }
            #expect(table.rows == [[nil, "NULL"], ["x", nil], ["", escape == nil ? "NULL2" : "N2"]])
        }
    }

    @Test func `leaves out the spaces after a delimiter`() throws {
        let table = try Self.read("a; b\n 1;  \"2;3\"\n4 ; 5 \n") { $0.skipsInitialSpace = true }
        #expect(table.rows == [["1", "2;3"], ["4 ", "5 "]])
    }

    @Test func `goes by position where there is no header`() throws {
        let table = try Self.read("\u{FEFF}1;2\n3;4") { $0.hasHeader = false }
        #expect(table.rows == [["1", "2"], ["3", "4"]])
        #expect(table.lines == [1, 2])
        #expect(throws: RecordsFaults.self) { try Self.read("") { $0.hasHeader = false } }
    }

    @Test func `matches names without case where the dialect says so`() throws {
        #expect(try Self.read("A;B\n1;2\n") { $0.matchesCase = false }.rows == [["1", "2"]])
        #expect(throws: RecordsFaults.self) { try Self.read("A;B\n1;2\n") { $0.matchesCase = true } }
    }

    @Test func `leaves out comments and counts their lines`() throws {
        let table = try Self.read("# one; \"\na;b\n#two\n1;#2\n#\n3;\"\n#4\"\n#") { $0.comment = UInt8(ascii: "#") }
        #expect(table.rows == [["1", "#2"], ["3", "\n#4"]])
        #expect(table.lines == [4, 6])
        #expect(table.broken == [])
    }

    @Test func `reads lines that end in CR`() throws {
        let table = try Self.read("a;b\r1;2\r\"3\r\";4\r5;6") { $0.lineEnd = .carriageReturn }
        #expect(table.rows == [["1", "2"], ["3\r", "4"], ["5", "6"]])
        #expect(table.lines == [2, 3, 5])
    }

    @Test func `refuses a dialect whose characters cannot be told apart`() throws {
        for change: (inout CSVDialect) -> Void in [
            { $0.escape = UInt8(ascii: ";") }, { $0.comment = UInt8(ascii: "\"") }, { $0.quote = UInt8(ascii: ";") },
            { $0.escape = 0x0A }, { $0.comment = 0xE9 }, { $0.nullSequence = "" }, { $0.nullSequence = "a;b" },
        ] {
            let error = #expect(throws: RecordsFault.self) { try Self.read("a;b\n", change) }
            #expect(error?.code.rawValue == "schema.invalid-dialect")
        }
    }

    private static let dialects: [@Sendable (inout CSVDialect) -> Void] = [
        { $0.escape = UInt8(ascii: "\\") }, { $0.doublesQuotes = false }, { $0.skipsInitialSpace = true },
        { $0.comment = UInt8(ascii: "#") }, { $0.nullSequence = "1" }, { $0.lineEnd = .carriageReturn },
        {
            $0.escape = UInt8(ascii: "\\")
            $0.doublesQuotes = false
            $0.comment = UInt8(ascii: "#")
            $0.skipsInitialSpace = true
            $0.quote = nil
        },
    ]

    @Test func `agrees with the fast readers where a dialect means the same`() throws {
        let alphabet = Array("\"\";;\n\n\r1ab é")
        var generator = SeededGenerator(5)
        for _ in 0..<600 {
            let body = String(
                (0..<Int.random(in: 0..<60, using: &generator)).map { _ in
                    alphabet.randomElement(using: &generator) ?? "x"
                })
            let outcomes = [false, true].map { general -> (Formats.Table?, String) in
                do {
                    return (try Self.read("a;b\n" + body) { if general { $0.comment = UInt8(ascii: "#") } }, "")
                } catch { return (nil, "\(error)") }
            }
            #expect(outcomes[0].0 == outcomes[1].0, "\(body)")
            #expect(outcomes[0].1 == outcomes[1].1, "\(body)")
        }
    }

    /// The function to fuzz: any dialect reads any bytes alike for any cut and any window.
    static func fuzzDialect(_ bytes: [UInt8]) throws {
        for change in dialects {
            var dialect = CSVDialect()
            change(&dialect)
            let plan = try Formats.plan(.csv(dialect), Formats.texts("a", "b"))
            let small = try Formats.plan(.csv(dialect), Formats.texts("a", "b"), limits: Formats.small(100))
            let whole = Formats.outcome([plan], bytes)
            let pieces = Formats.outcome([plan], bytes, piece: 1 + bytes.count % 7)
            #expect(whole.tables == pieces.tables)
            #expect(whole.codes == pieces.codes)
            let windows = Formats.outcome([small], bytes, piece: 33)
            if let table = windows.tables?[0], bytes.count < 90 { #expect(table == whole.tables?[0]) }
        }
    }

    @Test func `survives the corpus and its mutations`() throws {
        let corpus = [
            "a;b\n1\\;2;\"x\\\"y\"\n#c;\"\n 3; 4\n", "a;b\r1;\"2\r3\"\r#\r", "# x\na;b\n\"1\"\"2\";\\\n;\n",
            "a;b\n1;1\r\n\"1\";\n\n",
        ].map { Array($0.utf8) }
        try fuzz(corpus, seed: 51, count: 400) { try Self.fuzzDialect($0) }
    }

    @Test(.enabled(if: PythonReaders.areInstalled, Comment(rawValue: PythonReaders.absence)))
    func `reads what Python's csv module writes, in every dialect that both have`() throws {
        let script = """
            import csv, sys, itertools
            cells = ["", "x", "a;b", 'q"q', "l\\nl", "\\\\", " s", "é", "#", "'"]
            kinds = {"plain": {}, "escape": dict(doublequote=False, escapechar="\\\\"),
                     "none": dict(quoting=csv.QUOTE_NONE, escapechar="\\\\"), "all": dict(quoting=csv.QUOTE_ALL)}
            w = csv.writer(sys.stdout, delimiter=";", lineterminator="\\n", **kinds[sys.argv[1]])
            w.writerow(["a", "b"])
            for pair in itertools.product(cells, repeat=2): w.writerow(pair)
            """
        let cells = ["", "x", "a;b", "q\"q", "l\nl", "\\", " s", "é", "#", "'"]
        let expected = cells.flatMap { first in cells.map { [first.isEmpty ? nil : first, $0.isEmpty ? nil : $0] } }
        for kind in ["plain", "escape", "none", "all"] {
            let text = try PythonReaders.output(script, [kind])
            let table = try Self.read(text) { dialect in
                if kind == "escape" || kind == "none" {
                    dialect.escape = UInt8(ascii: "\\")
                    dialect.doublesQuotes = false
                }
                if kind == "none" { dialect.quote = nil }
            }
            #expect(table.rows == expected, "\(kind)")
            #expect(table.broken == [], "\(kind)")
        }
    }
}

@Suite struct EncodingTests {
    @Test(.enabled(if: PythonReaders.areInstalled, Comment(rawValue: PythonReaders.absence)))
    func `reads every character of the single-byte encodings as Python does`() throws {
        let script =
            "import sys; print(','.join(str(ord(bytes([b]).decode(sys.argv[1], 'replace'))) for b in range(256)))"
        for encoding in [TextEncoding.iso8859_1, .iso8859_15, .windows1252] {
            let theirs = try PythonReaders.output(script, [encoding.rawValue]).trimmingCharacters(in: .newlines)
                .split(separator: ",").compactMap { UInt16($0) }
            let ours = try #require(encoding.codePoints)
            for byte in 0..<256 where theirs[byte] != 0xFFFD {
                #expect(ours[byte] == theirs[byte], "\(encoding) \(byte)")
            }
        }
    }

    @Test(arguments: [
        (TextEncoding.iso8859_1, [0x80, 0x85, 0x9F], "wrong-charset"),
        (.iso8859_15, [0x80, 0x99], "wrong-charset"),
        (.windows1252, [0x81, 0x8D, 0x8F, 0x90, 0x9D], "invalid-encoding"),
    ])
    func `rejects what no character of the encoding is, with its line`(
        encoding: TextEncoding, bytes: [UInt8], code: String
    ) throws {
        for quote in ["", "\""] {
            for byte in bytes {
                let plan = try Formats.plan(.csv(CSVDialect(encoding: encoding)), Formats.texts("a", "b"))
                let head = Array("a;b\n\(quote)1\(quote);2\n".utf8)
                let file = head + Array("x;".utf8) + [byte] + Array("\n".utf8) + [0xE9] + Array(";3\n".utf8)
                let table = try Formats.read([plan], file)[0]
                #expect(table.broken == ["3 record.\(code) - "])
                #expect(table.rows == [["1", "2"], [nil, nil], ["é", "3"]])
            }
        }
    }

    @Test func `writes what it can read`() {
        #expect(TextEncoding.windows1252.encode("a€é") == [0x61, 0x80, 0xE9])
        #expect(TextEncoding.iso8859_15.encode("€é") == [0xA4, 0xE9])
        #expect(TextEncoding.iso8859_1.encode("€é") == [0x3F, 0xE9])
        #expect(!TextEncoding.iso8859_1.holds("€") && TextEncoding.iso8859_15.holds("€"))
    }
}
