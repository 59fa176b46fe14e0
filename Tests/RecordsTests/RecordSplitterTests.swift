import Records
import Support
import Testing

@Suite struct RecordSplitterTests {
    private static func plan(_ limits: RecordLimits = RecordLimits(), quote: UInt8? = UInt8(ascii: "\"")) throws
        -> RecordPlan
    {
        try RecordPlan(schema: Samples.texts("a", "b"), dialect: CSVDialect(quote: quote), limits: limits)
    }

    private static func small(_ window: Int) -> RecordLimits {
        var limits = RecordLimits()
        limits.blockBytes = window
        limits.recordBytes = window
        return limits
    }

    @Test func `takes a file without records`() throws {
        for text in ["a;b", "a;b\n", "a;b\r\n", "\u{FEFF}a;b\n", "\"a\";\"b\"\n", "a;b\n\n"] {
            #expect(try Samples.split(Self.plan(), Array(text.utf8)).isEmpty)
        }
    }

    @Test(arguments: [
        ("", ["csv.empty"]), ("\u{FEFF}", ["csv.empty"]), ("\n", ["csv.header-missing"]),
        ("1;2\n", ["csv.header-missing"]), ("a\n", ["csv.column-missing"]), ("a;b;c\n", ["csv.column-unknown"]),
        ("a;b;a\n", ["csv.column-duplicated"]), ("b;a\n", ["csv.column-moved", "csv.column-moved"]),
        ("a;c\n", ["csv.column-missing", "csv.column-unknown"]),
        ("a;Jean 4711\n", ["csv.column-missing", "csv.column-unnamed"]),
        ("a;b\r1;2\r", ["csv.line-ends"]), ("a;\0b\n", ["csv.not-text"]), ("PK\u{3}\u{4}\n", ["csv.not-text"]),
        ("\"a;b\n1;2\n", ["csv.unterminated-quote"]), ("a;\"b\"x\n", ["csv.header-quote"]),
        ("a;b\n1;\"2\n3;4\n", ["csv.unterminated-quote"]), ("A;B\n", ["csv.header-missing"]),
        ("a;b \n", ["csv.column-missing", "csv.column-unnamed"]),
    ])
    func `names every problem of a drop`(text: String, codes: [String]) throws {
        let plan = try Self.plan()
        #expect(Samples.codes(plan, Array(text.utf8)) == codes)
        for code in codes { #expect(RecordsMessages.table.all.contains { $0.code.rawValue == code }) }
    }

    @Test func `says where each misplaced column is`() throws {
        let error = #expect(throws: RecordsFaults.self) { try Samples.split(Self.plan(), Array("b;a\n".utf8)) }
        #expect(
            error?.faults.map(\.arguments) == [
                ["column": "a", "expected": "1", "found": "2"], ["column": "b", "expected": "2", "found": "1"],
            ])
    }

    @Test func `never names a column that may be data`() throws {
        let plan = try RecordPlan(schema: Samples.texts("a", "b", "c", "d", "e"), dialect: CSVDialect())
        let text = "a;Dupont;195125905161591;Martin;x\n"
        let error = #expect(throws: RecordsFaults.self) { try Samples.split(plan, Array(text.utf8)) }
        let words = error?.faults.map(\.description).joined(separator: " ") ?? ""
        #expect(words.contains("csv.column-unnamed"))
        #expect(!words.contains("Dupont") && !words.contains("1951") && !words.contains("Martin"))
    }

    @Test func `refuses UTF-16 in both byte orders`() throws {
        for mark: [UInt8] in [[0xFF, 0xFE], [0xFE, 0xFF]] {
            #expect(Samples.codes(try Self.plan(), mark + [0x61, 0, 0x3B, 0]) == ["csv.utf16"])
        }
    }

    @Test func `refuses a header that is not in the encoding`() throws {
        #expect(Samples.codes(try Self.plan(), [0x61, 0x3B, 0xE9, 0x0A]) == ["csv.header-encoding"])
    }

    @Test func `refuses a header with a hundred thousand columns`() throws {
        let header = Array(repeating: "x", count: 100_000).joined(separator: ";") + "\n"
        #expect(Samples.codes(try Self.plan(), Array(header.utf8)) == ["csv.too-many-columns"])
    }

    @Test func `names at most so many problems of a header`() throws {
        let header = (["a", "b"] + (0..<3000).map { "x\($0 % 10)" }).joined(separator: ";") + "\n"
        let codes = Samples.codes(try Self.plan(), Array(header.utf8))
        #expect(codes.count == RecordLimits().headerFaults + 1)
        #expect(codes.last == "csv.more-problems")
    }

    @Test func `refuses an endless header and an endless line with bounded memory`() throws {
        for start in ["", "a;b\n", "a;b\n1;\"", "a;b\n1;2\n"] {
            var splitter = RecordSplitter(try Self.plan())
            _ = try splitter.push(Array(start.utf8).span)
            let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 18)
            var pieces = 0
            let error = #expect(throws: RecordsFaults.self) {
                while pieces < 100 {
                    _ = try splitter.push(piece.span)
                    pieces += 1
                }
            }
            #expect(pieces <= 5)
            let expected =
                start.isEmpty
                ? "csv.header-too-long" : start.hasSuffix("\"") ? "csv.unterminated-quote" : "csv.record-too-long"
            #expect(error?.code.rawValue == expected)
        }
    }

    @Test func `says on which line a quote was opened or a record is too long`() throws {
        let plan = try Self.plan(Self.small(32))
        let text = "a;b\n1;2\n\"3\n3\";4\n5;\""
        let error = #expect(throws: RecordsFaults.self) { try Samples.split(plan, Array(text.utf8)) }
        #expect(error?.arguments["line"] == "5")
        let long = "a;b\n1;2\n3;4\n" + String(repeating: "x", count: 100)
        let second = #expect(throws: RecordsFaults.self) { try Samples.split(plan, Array(long.utf8)) }
        #expect(second?.faults == [RecordsFault("csv.record-too-long", ["line": "4", "limit": "32"])])
    }

    @Test func `cuts at record ends and never inside quotes`() throws {
        let plan = try Self.plan(Self.small(16))
        let text = "a;b\n1;\"x\ny\ny\"\n2;3\n4;\"\"\"\n\"\n5;6"
        let blocks = try Samples.split(plan, Array(text.utf8))
        #expect(
            blocks.map { String(decoding: $0.bytes, as: UTF8.self) } == ["1;\"x\ny\ny\"\n2;3\n", "4;\"\"\"\n\"\n5;6\n"])
        #expect(blocks.map(\.firstLine) == [2, 6])
        #expect(blocks.map(\.index) == [0, 1])
        #expect(blocks.map(\.endsAtEOF) == [false, true])
    }

    @Test func `leaves out one blank line at the end alone, wherever a block ends`() throws {
        for window in 16..<40 {
            for ends in ["\n", "\n\n", "\n\n\n", "\r\n\r\n", "\r\n\n"] {
                let text = "a;b\n" + String(repeating: "1;2\n", count: 7) + "3;4" + ends
                let parsed = try Samples.parse(try Self.plan(Self.small(window)), Array(text.utf8))
                let blank = ends == "\n\n\n" ? 1 : 0
                #expect(parsed.rows.count == 8 + blank)
                #expect(parsed.rejected.filter { $0 }.count == blank)
            }
        }
    }

    @Test func `takes quotes as text where the dialect has none`() throws {
        let parsed = try Samples.parse(try Self.plan(quote: nil), Array("a;b\n\"1;2\"\n".utf8))
        #expect(parsed.rows == [["\"1", "2\""]])
    }
}
