import Records
import Support
import TestSupport
import Testing

@Suite struct FixedWidthTests {
    typealias Place = FixedWidthLayout.Place

    /// Two versions: `01` is `VV nnn` with places 3 to 5; `02` has a name and a tail of diagnoses and acts.
    static func layout(
        _ encoding: TextEncoding = .iso8859_1, rows: FixedWidthLayout.Rows = .lines, trim: FixedWidthLayout.Trim = .both
    ) -> FixedWidthLayout {
        FixedWidthLayout(
            encoding: encoding, trim: trim, versionPlace: Place(start: 1, length: 2),
            versions: [
                .init(text: "01", length: 5, fields: ["n": Place(start: 3, length: 3)]),
                .init(
                    text: "02", length: 12,
                    fields: [
                        "n": Place(start: 3, length: 3), "nom": Place(start: 6, length: 4),
                        "nda": Place(start: 10, length: 2), "nza": Place(start: 12, length: 1),
                    ],
                    groups: [
                        .init(name: "da", count: "nda", length: 3, fields: ["code": Place(start: 1, length: 3)]),
                        .init(
                            name: "za", count: "nza", length: 4,
                            fields: ["acte": Place(start: 1, length: 3), "phase": Place(start: 4, length: 1)]),
                    ]),
            ], rows: rows, lineNumber: "ligne")
    }

    private static func plans(_ encoding: TextEncoding = .iso8859_1, limits: RecordLimits = RecordLimits()) throws
        -> [RecordPlan]
    {
        [
            try Formats.plan(.fixedWidth(layout(encoding)), Formats.texts("ligne", "n", "nom", "nda"), limits: limits),
            try Formats.plan(
                .fixedWidth(layout(encoding, rows: .group("da", ordinal: "rang"))),
                Formats.texts("ligne", "n", "rang", "code"), limits: limits),
            try Formats.plan(
                .fixedWidth(layout(encoding, rows: .group("za", ordinal: "rang"))),
                Formats.texts("ligne", "rang", "acte", "phase"), limits: limits),
        ]
    }

    private static let file = "01  7\r\n02  8Zoe  22I10J18DEQ1FGH2\n02  9      1\nA00x\n01 10"

    @Test func `reads fields by place, mixed versions, and the groups of the tail as rows of their own`() throws {
        let text = "01  7\r\n02  8Zoe  22I10J18DEQ1FGH2\n02  9      0\n02  A      1XYZ9\n"
        let tables = try Formats.read(try Self.plans(), Array(text.utf8))
        #expect(
            tables[0].rows == [
                ["1", "7", nil, nil], ["2", "8", "Zoe", "2"], ["3", "9", nil, nil], ["4", "A", nil, nil],
            ])
        #expect(tables[1].rows == [["2", "8", "1", "I10"], ["2", "8", "2", "J18"]])
        #expect(tables[2].rows == [["2", "1", "DEQ", "1"], ["2", "2", "FGH", "2"], ["4", "1", "XYZ", "9"]])
        #expect(tables[2].lines == [2, 2, 4])
        #expect(tables.allSatisfy { $0.broken.isEmpty })
    }

    @Test(arguments: [
        ("", "length"), ("0", "length"), ("01 7", "length"), ("01  77", "length"), ("03  7", "unknown-version"),
        ("  123", "unknown-version"), ("02  8Zoe  1 ", "length"), ("02  8Zoe  10I1", "length"),
        ("02  8Zoe  10I10 ", "length"), ("02  8Zoe  x0", "group-count"), ("02  8Zoe -10", "group-count"),
        ("02  8Zoe 1 -", "group-count"), ("01\u{0}77", "nul-byte"),
    ])
    func `rejects the line, and takes no group of it`(line: String, code: String) throws {
        let text = "01  1\n\(line)\n02  2Zoe  10I10\n"
        let tables = try Formats.read(try Self.plans(), Array(text.utf8))
        #expect(tables[0].broken == ["2 record.\(code) - "])
        #expect(tables[0].rejected == [false, true, false])
        #expect(tables[1].rows == [["3", "2", "1", "I10"]])
        #expect(tables[2].rows == [])
    }

    @Test func `counts bytes in a single-byte encoding and characters in UTF-8`() throws {
        let latin = Array("02  8Zo".utf8) + [0xE9] + Array("   0\n".utf8)
        #expect(try Formats.read(try Self.plans(), latin)[0].rows == [["1", "8", "Zoé", nil]])
        let utf8 = Array("02  8Zoé   0\n".utf8)
        #expect(try Formats.read(try Self.plans(.utf8), utf8)[0].rows == [["1", "8", "Zoé", nil]])
        #expect(try Formats.read(try Self.plans(), utf8)[0].broken == ["1 record.length - "])
        let euro = Array("02  8Zo".utf8) + [0xA4] + Array("   0\n".utf8)
        #expect(try Formats.read(try Self.plans(.iso8859_15), euro)[0].rows == [["1", "8", "Zo€", nil]])
        let windows = Array("02  8Zo".utf8) + [0x80] + Array("   0\n".utf8)
        #expect(try Formats.read(try Self.plans(.windows1252), windows)[0].rows == [["1", "8", "Zo€", nil]])
        #expect(try Formats.read(try Self.plans(), windows)[0].broken == ["1 record.wrong-charset - "])
    }

    @Test(arguments: [
        [0xA9, 0x61, 0x62, 0x63, 0x64], [0x61, 0x62, 0x63, 0x64, 0xE9], [0x61, 0xC3, 0x62, 0x63, 0x64],
    ])
    func `rejects the line in UTF-8 with a byte that is none, also where no field reads`(line: [UInt8]) throws {
        let layout = FixedWidthLayout(
            encoding: .utf8, versions: [.init(length: 5, fields: ["a": Place(start: 4, length: 1)])])
        let plan = try Formats.plan(.fixedWidth(layout), Formats.texts("a"))
        let table = try Formats.read([plan], Array("abcde\n".utf8) + line + Array("\nééédé\n".utf8))[0]
        #expect(table.rows == [["d"], [nil], ["d"]])
        #expect(table.broken == ["2 record.invalid-encoding - "])
    }

    /// The layout with up to two diagnoses as fields of the line.
    private static func columns(_ encoding: TextEncoding = .iso8859_1, rows: FixedWidthLayout.Rows = .lines)
        -> FixedWidthLayout
    {
        var layout = layout(encoding, rows: rows)
        layout.versions[1].groups[0].columns = 2
        layout.versions[1].groups[1].columns = 9
        return layout
    }

    @Test func `gives the line the fields of its first occurrences, and leaves out a line with more`() throws {
        let lines = try Formats.plan(
            .fixedWidth(Self.columns(.utf8)), Formats.texts("code1", "nom", "code2", "acte1", "phase1", "acte9"))
        let codes = try Formats.plan(
            .fixedWidth(Self.columns(.utf8, rows: .group("da", ordinal: "rang"))),
            Formats.texts("rang", "code", "code1"))
        let text = """
            02  8Zoe  22I10J18DEQ1FGH2
            01  7
            02  8Zoé  10ÉéÀ
            02  8Zoe  30I10J18K35
            02  8Zoe  01XYZ9

            """
        let tables = try Formats.read([lines, codes], Array(text.utf8))
        #expect(
            tables[0].rows == [
                ["I10", "Zoe", "J18", "DEQ", "1", nil], [nil, nil, nil, nil, nil, nil],
                ["ÉéÀ", "Zoé", nil, nil, nil, nil], [nil, nil, nil, nil, nil, nil],
                [nil, "Zoe", nil, "XYZ", "9", nil],
            ])
        #expect(tables[0].broken == ["4 record.group-count - "])
        #expect(tables[1].rows == [["1", "I10", "I10"], ["2", "J18", "I10"], ["1", "ÉéÀ", "ÉéÀ"]])
    }

    @Test func `refuses columns of one name, and fields beyond the last`() {
        func code(_ fields: [Field], _ change: (inout FixedWidthLayout) -> Void = { _ in }) -> String? {
            var layout = Self.columns()
            change(&layout)
            do {
                _ = try Formats.plan(.fixedWidth(layout), fields)
                return nil
            } catch { return (error as? RecordsFault)?.code.rawValue }
        }
        #expect(code(Formats.texts("code2")) == nil)
        for name in ["code3", "code0", "code02", "code"] {
            #expect(code(Formats.texts(name)) == "schema.field-without-place", "\(name)")
        }
        for change: (inout FixedWidthLayout) -> Void in [
            { $0.versions[1].fields["code2"] = Place(start: 1, length: 1) },
            { $0.versions[1].groups[1].fields["code"] = Place(start: 1, length: 1) },
            { $0.versions[1].groups[0].columns = -1 },
        ] { #expect(code(Formats.texts("code1"), change) == "schema.invalid-layout") }
    }

    @Test(arguments: [
        (FixedWidthLayout.Trim.both, "a"), (.left, "a "), (.right, " a"), (.none, " a "),
    ])
    func `takes away the padding that the layout names`(trim: FixedWidthLayout.Trim, value: String) throws {
        let layout = FixedWidthLayout(
            encoding: .utf8, trim: trim,
            versions: [.init(length: 4, fields: ["a": Place(start: 1, length: 3), "b": Place(start: 4, length: 1)])])
        let table = try Formats.read(try Formats.plan(.fixedWidth(layout), Formats.texts("a", "b")), " a x\n")
        #expect(table.rows == [[value, "x"]])
    }

    @Test func `refuses a layout that makes no sense`() {
        func code(_ change: (inout FixedWidthLayout) -> Void, _ fields: [Field] = Formats.texts("n")) -> String? {
            var layout = Self.layout()
            change(&layout)
            do {
                _ = try Formats.plan(.fixedWidth(layout), fields)
                return nil
            } catch { return (error as? RecordsFault)?.code.rawValue }
        }
        #expect(code { _ in } == nil)
        #expect(code({ _ in }, Formats.texts("n", "autre")) == "schema.field-without-place")
        for change: (inout FixedWidthLayout) -> Void in [
            { $0.versions = [] }, { $0.versionPlace = nil }, { $0.versions[0].text = "1" },
            { $0.versions[0].text = "02" }, { $0.versions[0].length = 4 }, { $0.versions[0].length = 0 },
            { $0.versions[0].fields["n"] = Place(start: 0, length: 1) },
            { $0.versions[0].fields["n"] = Place(start: 1, length: .max) },
            { $0.versions[1].groups[0].count = "x" }, { $0.versions[1].groups[0].length = 2 },
            { $0.versions[1].groups[1].name = "da" }, { $0.rows = .group("x", ordinal: nil) },
        ] { #expect(code(change) == "schema.invalid-layout") }
    }

    @Test func `gives the same for any window and any cut of the input`() throws {
        let bytes = Array("01  7\r\n02  8Zoe  22I10J18DEQ1FGH2\n02  9      1\nx\n02  A      1XYZ9\n\n".utf8)
        let expected = try Formats.read(try Self.plans(), bytes)
        for window in 40..<60 {
            let plans = try Self.plans(limits: Formats.small(window))
            for piece in 1..<20 { #expect(try Formats.read(plans, bytes, piece: piece) == expected) }
        }
    }

    /// The function to fuzz: bytes are read alike for any cut; what is taken has the length that it says.
    static func fuzzFixedWidth(_ bytes: [UInt8]) throws {
        for encoding in [TextEncoding.iso8859_1, .utf8] {
            let lines = try Formats.plan(
                .fixedWidth(Self.columns(encoding)), Formats.texts("code1", "acte2", "code2", "phase9"))
            for plans in [try Self.plans(encoding), [lines]] {
                let whole = Formats.outcome(plans, bytes)
                let pieces = Formats.outcome(plans, bytes, piece: 1 + bytes.count % 11)
                #expect(whole.tables == pieces.tables)
                #expect(whole.codes == pieces.codes)
            }
        }
    }

    @Test func `survives the corpus and its mutations`() throws {
        let corpus = try Checkout.files(below: "Tests/RecordsTests/Corpus/fixed", suffix: ".txt").map(Checkout.read)
        #expect(corpus.count >= 4)
        try fuzz(corpus, seed: 31, count: 600) { try Self.fuzzFixedWidth($0) }
    }
}
