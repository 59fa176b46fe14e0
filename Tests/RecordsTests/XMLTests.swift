import Foundation
import Records
import Support
import TestSupport
import Testing

@Suite struct XMLTests {
    /// The summary of emergency visits: visits, their other diagnoses, their acts.
    static func plans(
        _ encoding: TextEncoding = .utf8, limits: RecordLimits = RecordLimits(), required: [String] = []
    ) throws -> [RecordPlan] {
        let record = "OSCOUR/PASSAGES/PATIENT"
        let site = "/OSCOUR/ETABLISSEMENT/FINESS"
        func layout(_ record: String, _ paths: [String: String], ignored: [String] = [], required: [String] = [])
            -> TableFormat
        {
            .xml(XMLLayout(encoding: encoding, record: record, paths: paths, ignored: ignored, required: required))
        }
        return [
            try Formats.plan(
                layout(
                    record,
                    [
                        "finess": site, "rang": "position()", "cp": "CP", "id": "@id", "dp": "DIAG/DP",
                        "type": "DIAG/@type",
                    ], ignored: ["/OSCOUR/ETABLISSEMENT/ORDRE", "COMMUNE", "/OSCOUR/@version"], required: required),
                Formats.texts("finess", "rang", "cp", "id", "dp", "type"), limits: limits),
            try Formats.plan(
                layout(
                    record + "/LISTE_DA/DA",
                    [
                        "finess": site, "visite": "/\(record)/position()", "rang": "position()", "code": ".",
                        "cp": "/\(record)/CP",
                    ]),
                Formats.texts("finess", "visite", "rang", "code", "cp"), limits: limits),
            try Formats.plan(
                layout(
                    record + "/LISTE_ACTES/ACTE",
                    ["visite": "/\(record)/position()", "acte": "CODE", "jour": "JOUR"]),
                Formats.texts("visite", "acte", "jour"), limits: limits),
        ]
    }

    static let head =
        "<OSCOUR version=\"1\">\n<ETABLISSEMENT><ORDRE>0</ORDRE><FINESS>990000002</FINESS></ETABLISSEMENT>\n<PASSAGES>\n"
    static let tail = "</PASSAGES>\n</OSCOUR>\n"
    static let visits = """
        <PATIENT id="p1">
          <LISTE_DA><DA>I10</DA><DA>E1&amp;1</DA></LISTE_DA>
          <CP>75999</CP><COMMUNE>x<y z="1"/></COMMUNE><DIAG type="t"><DP>R<![CDATA[07]]>4</DP></DIAG>
          <LISTE_ACTES><ACTE><CODE>DEQP003</CODE></ACTE></LISTE_ACTES>
        </PATIENT>
        <PATIENT><CP></CP><LISTE_DA/><LISTE_ACTES><ACTE/></LISTE_ACTES></PATIENT>

        """

    private static func outcome(_ body: String, required: [String] = []) throws -> (
        tables: [Formats.Table]?, codes: [String]
    ) {
        Formats.outcome(try plans(required: required), Array((head + body + tail).utf8))
    }

    @Test func `reads records, what stands around them, and lists as rows of their own`() throws {
        let tables = try #require(try Self.outcome(Self.visits).tables)
        #expect(
            tables[0].rows == [
                ["990000002", "1", "75999", "p1", "R074", "t"], ["990000002", "2", nil, nil, nil, nil],
            ])
        #expect(tables[0].lines == [4, 9])
        // The postcode comes after the list that needs it.
        #expect(
            tables[1].rows == [["990000002", "1", "1", "I10", "75999"], ["990000002", "1", "2", "E1&1", "75999"]])
        #expect(tables[1].lines == [5, 5])
        #expect(tables[2].rows == [["1", "DEQP003", nil], ["2", nil, nil]])
        #expect(tables.allSatisfy { $0.broken.isEmpty })
    }

    @Test func `gives the same for any window and any cut of the input`() throws {
        let bytes = Array((Self.head + Self.visits + "<PATIENT><X/></PATIENT>" + Self.tail).utf8)
        let expected = Formats.outcome(try Self.plans(), bytes)
        #expect(expected.tables?[0].rows.count == 3)
        for piece in 1..<40 {
            let plans = try Self.plans(limits: Formats.small(400 + piece))
            #expect(Formats.outcome(plans, bytes, piece: piece).tables == expected.tables)
        }
        for cut in 0..<(bytes.count - 1) {
            let codes = Formats.outcome(try Self.plans(), Array(bytes[..<cut])).codes
            #expect(codes.count == 1, "cut at \(cut)")
        }
    }

    @Test(arguments: [
        ("<X/>", "unknown-member"), ("<cp>1</cp>", "unknown-member"), ("<CP><B/></CP>", "unknown-member"),
        ("<PATIENT/>", "unknown-member"), ("<LISTE_DA><CP/></LISTE_DA>", "unknown-member"),
        ("<CP x=\"1\">1</CP>", "unknown-member"), ("<CP>1</CP><CP>2</CP>", "duplicate-member"),
        ("<DIAG><DP/></DIAG><DIAG><DP/></DIAG>", "duplicate-member"),
        ("<DIAG type=\"1\"/><DIAG type=\"2\"/>", "duplicate-member"),
        ("<DIAG><DP>A</DP></DIAG><DIAG type=\"2\"/>", "duplicate-member"),
        ("<DIAG><DP>A</DP></DIAG><DIAG/>", "duplicate-member"), ("<DIAG/><DIAG><DP/></DIAG>", ""),
        ("<LISTE_ACTES><ACTE/></LISTE_ACTES><LISTE_ACTES><ACTE/></LISTE_ACTES>", ""),
        ("<LISTE_ACTES><ACTE><CODE/><CODE/></ACTE></LISTE_ACTES>", ""),
        ("text", "stray-text"), ("<LISTE_DA>I10</LISTE_DA>", "stray-text"), ("<LISTE_ACTES/>", "missing-element"),
    ])
    func `rejects the record that has not the agreed structure`(inside: String, code: String) throws {
        let list = code == "missing-element" ? "" : "<LISTE_DA/>"
        let body = "<PATIENT><LISTE_DA/></PATIENT>\n<PATIENT>\(list)\(inside)</PATIENT>\n<PATIENT><LISTE_DA/></PATIENT>"
        let tables = try #require(try Self.outcome(body, required: ["LISTE_DA"]).tables)
        #expect(tables[0].broken == (code.isEmpty ? [] : ["5 record.\(code) - "]))
        #expect(tables[0].rows.map { $0[1] } == ["1", code.isEmpty ? "2" : nil, "3"])
    }

    @Test(arguments: [
        ("<X/>", "xml.unknown-element 4"), ("<ETABLISSEMENT/>", "xml.unknown-element 4"), ("text", "xml.stray-text 4"),
        ("</PASSAGES><ETABLISSEMENT><FINESS>1</FINESS></ETABLISSEMENT><PASSAGES>", ""),
        (
            "</PASSAGES><ETABLISSEMENT><FINESS>1</FINESS><FINESS>2</FINESS></ETABLISSEMENT><PASSAGES>",
            "xml.repeated-element 4"
        ),
        ("<PATIENT>", "xml.malformed 4"), ("<PATIENT></PASSAGES>", "xml.malformed 4"), ("&x;", "xml.malformed 4"),
    ])
    func `refuses the document that has not the agreed structure`(inside: String, code: String) throws {
        #expect(try Self.outcome(inside).codes == (code.isEmpty ? [] : [code]))
    }

    @Test func `refuses what the records needed before`() throws {
        let text =
            "<OSCOUR><PASSAGES>\n<PATIENT/>\n</PASSAGES><ETABLISSEMENT>\n<FINESS>1</FINESS></ETABLISSEMENT></OSCOUR>"
        #expect(Formats.outcome(try Self.plans(), Array(text.utf8)).codes == ["xml.late-element 4"])
    }

    /// The rows of documents with the tables `layouts`, each with the paths of its fields, or the codes of the refusal.
    private static func rows(
        _ layouts: [(record: String, fields: [(String, String)], required: [String])], _ text: String
    )
        throws -> (tables: [Formats.Table]?, codes: [String])
    {
        let plans = try layouts.map { layout in
            try Formats.plan(
                .xml(
                    XMLLayout(
                        encoding: .utf8, record: layout.record,
                        paths: Dictionary(uniqueKeysWithValues: layout.fields), required: layout.required)),
                layout.fields.map { Field(name: $0.0, type: .string) })
        }
        return Formats.outcome(plans, Array(text.utf8))
    }

    @Test(arguments: ["<E id=\"1\"/>", "<E/>"])
    func `refuses an attribute or a number that the records needed before`(late: String) throws {
        let path = late.contains("id") ? "/R/E/@id" : "/R/E/position()"
        let layout = [(record: "R/S/P", fields: [("site", path), ("v", "V")], required: [String]())]
        let records = "<S>\n<P><V>1</V></P></S>"
        #expect(try Self.rows(layout, "<R>\(records)\n\(late)</R>").codes == ["xml.late-element 3"])
        #expect(try Self.rows(layout, "<R>\(late)\(records)</R>").tables?[0].rows == [["1", "1"]])
    }

    @Test func `gives a record no number of the record before`() throws {
        let layout = [(record: "R/P", fields: [("n", "A/position()"), ("v", "V")], required: [String]())]
        let text = "<R><P><A/><A/></P><P><V>1</V></P></R>"
        #expect(try Self.rows(layout, text).tables?[0].rows == [["2", nil], [nil, "1"]])
    }

    @Test func `gives the rows of a list what stands in that list`() throws {
        let layout = [
            (record: "R/P", fields: [("v", "V")], required: ["L/D"]),
            (record: "R/P/L/D", fields: [("n", "/R/P/L/N"), ("liste", "/R/P/L/position()"), ("d", "C")], required: []),
        ]
        let text = "<R><P><L><D><C>a</C></D><N>1</N></L><L><D><C>b</C></D></L><L><N>3</N></L><V>x</V></P></R>"
        let tables = try #require(try Self.rows(layout, text).tables)
        #expect(tables[0].rows == [["x"]])
        #expect(tables[1].rows == [["1", "1", "a"], [nil, "2", "b"]])
    }

    @Test func `breaks the record around where a list gives it two values`() throws {
        let layout = [
            (record: "R/P", fields: [("first", "L/D"), ("n", "L/N")], required: [String]()),
            (record: "R/P/L/D", fields: [("d", ".")], required: []),
        ]
        for (list, isBroken) in [
            ("<D>a</D>", false), ("<D>a</D><D>b</D>", true), ("<N>1</N></L><L><N>2</N>", true),
            ("<N>1</N></L><L><D>a</D>", true), ("</L><L><N>2</N><D>a</D>", false),
        ] {
            let tables = try #require(try Self.rows(layout, "<R><P><L>\(list)</L></P></R>").tables)
            #expect(tables[0].broken == (isBroken ? ["1 record.duplicate-member - "] : []), "\(list)")
            #expect(tables[1].broken.isEmpty)
        }
    }

    @Test func `refuses another root, a DOCTYPE, bombs and depth`() throws {
        for (text, code) in [
            ("<RPU/>", "xml.root 1"), ("<!DOCTYPE OSCOUR><OSCOUR/>", "xml.doctype 1"),
            ("<!DOCTYPE OSCOUR [<!ENTITY a \"b\">]><OSCOUR>&a;</OSCOUR>", "xml.doctype 1"),
            ("", "file.empty"), (" ", "xml.malformed 1"),
            ("<OSCOUR><ETABLISSEMENT><ORDRE>" + String(repeating: "<a>", count: 100), "xml.too-deep 1"),
        ] { #expect(Formats.outcome(try Self.plans(), Array(text.utf8)).codes == [code]) }
    }

    @Test func `holds no more than a record of a text without end`() throws {
        var splitter = try TableSplitter(try Self.plans())
        _ = try splitter.push(Array((Self.head + "<PATIENT><CP>").utf8).span)
        let piece = [UInt8](repeating: 0x31, count: 1 << 20)
        for _ in 0..<20 { #expect(try splitter.push(piece.span).isEmpty) }
        let blocks = try splitter.push(Array(("</CP></PATIENT>" + Self.tail).utf8).span) + splitter.finish()
        #expect(blocks.map(\.bytes.count).max() ?? 0 <= RecordLimits().fieldBytes + 100)
        let plan = try Self.plans()[0]
        let parser = try BlockParser(plan, seed: Samples.seed)
        #expect(Parsed(plan, blocks.map(parser.parse)).broken == ["4 record.too-long - "])
    }

    @Test func `refuses a list without end with bounded memory`() throws {
        var splitter = try TableSplitter(try Self.plans())
        _ = try splitter.push(Array((Self.head + "<PATIENT><LISTE_DA>").utf8).span)
        let piece = Array(String(repeating: "<DA>I10</DA>", count: 10_000).utf8)
        let error = #expect(throws: RecordsFaults.self) { for _ in 0..<100 { _ = try splitter.push(piece.span) } }
        #expect(error?.code.rawValue == "xml.record-too-long")
        #expect(splitter.byteCount < 8 << 20)
    }

    @Test func `refuses a record whose rows would each repeat a long value`() throws {
        let layout = [
            (record: "R/P", fields: [("v", "V")], required: [String]()),
            (record: "R/P/D", fields: [("v", "/R/P/V"), ("d", ".")], required: []),
        ]
        let value = String(repeating: "1", count: 200_000)
        let rows = String(repeating: "<D>a</D>", count: 10)
        for text in ["<V>\(value)</V>\(rows)", "\(rows)<V>\(value)</V>"] {
            #expect(try Self.rows(layout, "<R>\n<P>\(text)</P></R>").codes == ["xml.record-too-long 2"])
        }
        let short = try Self.rows(layout, "<R>\n<P>\(rows)<V>2</V></P></R>")
        #expect(short.tables?[1].rows == [[String?]](repeating: ["2", "a"], count: 10))
    }

    @Test func `refuses a document whose rows would repeat a long value that is outside of them`() throws {
        let layout = XMLLayout(encoding: .utf8, record: "R/P", paths: ["n": "/R/N", "v": "V"])
        var splitter = try TableSplitter([try Formats.plan(.xml(layout), Formats.texts("n", "v"))])
        let head = Array("<R>\n<N>\(String(repeating: "1", count: 100_000))</N>".utf8)
        let records = Array(String(repeating: "<P/>", count: 25_000).utf8)
        #expect(try splitter.push(head.span).isEmpty)
        let error = #expect(throws: RecordsFaults.self) { _ = try splitter.push(records.span) }
        #expect(error?.faults.first?.code == "xml.expansion")
        #expect(error?.faults.first?.arguments["line"] == "2")
    }

    @Test func `refuses a layout that ignores the records of a table`() throws {
        for ignored in [".", "/R", "/R/P"] {
            let layout = XMLLayout(encoding: .utf8, record: "R/P", paths: ["v": "V"], ignored: [ignored])
            let plan = try Formats.plan(.xml(layout), Formats.texts("v"))
            #expect(Formats.outcome([plan], Array("<R><P/></R>".utf8)).codes == ["schema.invalid-layout"])
        }
    }

    @Test(arguments: [
        (TextEncoding.iso8859_1, "ISO-8859-1", [0xE9], "é"), (.iso8859_1, "iso-8859-1", [0xE9], "é"),
        (.iso8859_15, "ISO-8859-15", [0xA4], "€"), (.windows1252, "Windows-1252", [0x80], "€"),
        (.utf8, "UTF-8", [0xC3, 0xA9], "é"),
    ])
    func `reads the encoding of the convention where the document declares it`(
        encoding: TextEncoding, name: String, bytes: [UInt8], value: String
    ) throws {
        let start = "<?xml version=\"1.0\" encoding=\"\(name)\"?>\n" + Self.head + "<PATIENT><CP>"
        let document = Array(start.utf8) + bytes + Array(("</CP></PATIENT>" + Self.tail).utf8)
        for piece in [Int.max, 1] {
            #expect(try Formats.read(try Self.plans(encoding), document, piece: piece)[0].rows[0][2] == value)
        }
    }

    @Test func `refuses another encoding than the convention's and rejects what gives it away`() throws {
        let other = Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><OSCOUR/>".utf8)
        #expect(Formats.outcome(try Self.plans(), other).codes == ["xml.encoding"])
        #expect(Formats.outcome(try Self.plans(.iso8859_1), Array("<OSCOUR/>".utf8)).codes == ["xml.encoding"])
        #expect(Formats.outcome(try Self.plans(), [0xFE, 0xFF, 0, 0x3C]).codes == ["file.utf16"])
        let wrong = Array((Self.head + "\n<PATIENT><CP>").utf8) + [0xE9] + Array(("</CP></PATIENT>" + Self.tail).utf8)
        #expect(Formats.outcome(try Self.plans(), wrong).codes == ["xml.not-in-encoding 5"])
        let start = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + Self.head + "<PATIENT><CP>"
        let c1 = Array(start.utf8) + [0x80] + Array(("</CP></PATIENT>" + Self.tail).utf8)
        #expect(try Formats.read(try Self.plans(.iso8859_1), c1)[0].broken == ["4 record.wrong-charset - "])
    }

    @Test(.enabled(if: Checkout.shared != nil, "no ../shared"))
    func `reads the example of the emergency visits`() throws {
        let shared = try #require(Checkout.shared)
        let path = shared + "/domain/rpu/O990000002_0_20210302060000.example.xml"
        let bytes = Array(try #require(FileManager.default.contents(atPath: path)))
        let record = "OSCOUR/PASSAGES/PATIENT"
        let names = ["CP", "SEXE", "ENTREE", "GRAVITE", "DP", "ORIENT"]
        var paths = Dictionary(uniqueKeysWithValues: names.map { ($0, $0) })
        paths["finess"] = "/OSCOUR/ETABLISSEMENT/FINESS"
        let ignored =
            ["ORDRE", "EXTRACT", "DATEDEBUT", "DATEFIN"].map { "/OSCOUR/ETABLISSEMENT/" + $0 }
            + [
                "COMMUNE", "NAISSANCE", "MODE_ENTREE", "PROVENANCE", "TRANSPORT", "TRANSPORT_PEC", "MOTIF",
                "LISTE_ACTES",
                "SORTIE", "MODE_SORTIE", "DESTINATION",
            ]
        let visits = XMLLayout(encoding: .iso8859_1, record: record, paths: paths, ignored: ignored)
        let others = XMLLayout(
            encoding: .iso8859_1, record: record + "/LISTE_DA/DA",
            paths: ["code": ".", "visite": "/\(record)/position()"])
        let tables = try Formats.read(
            [
                try Formats.plan(.xml(visits), (["finess"] + names).map { Field(name: $0, type: .string) }),
                try Formats.plan(.xml(others), Formats.texts("visite", "code")),
            ], bytes)
        #expect(
            tables[0].rows == [
                ["990000002", "75999", "F", "01/03/2021 10:05", "2", "R074", nil],
                ["990000002", "99999", "I", "01/03/2021 23:50", "3", "S099", "UHCD"],
            ])
        #expect(tables[1].rows == [["1", "I10"]])
        #expect(tables.allSatisfy { $0.broken.isEmpty })
    }

    /// The function to fuzz: a document is read alike for any cut, and in any encoding.
    static func fuzzXMLRecords(_ bytes: [UInt8]) throws {
        for encoding in [TextEncoding.utf8, .iso8859_1] {
            let whole = Formats.outcome(try Self.plans(encoding), bytes)
            let pieces = Formats.outcome(try Self.plans(encoding), bytes, piece: 1 + bytes.count % 17)
            #expect(whole.tables == pieces.tables)
            #expect(whole.codes.isEmpty == pieces.codes.isEmpty)
        }
    }

    @Test func `survives the corpus and its mutations`() throws {
        let corpus = try Checkout.files(below: "Tests/RecordsTests/Corpus/xml", suffix: ".xml").map(Checkout.read)
        #expect(corpus.count >= 6)
        try fuzz(corpus, seed: 41, count: 400) { try Self.fuzzXMLRecords($0) }
    }
}
