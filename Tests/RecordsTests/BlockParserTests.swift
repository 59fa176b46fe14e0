import Columns
import Records
import Testing

@Suite struct BlockParserTests {
    private static let header = "id;nom;age;poids;prix;ok;jour;moment\n"
    private static let good = "A123;Zoé;42;61.5;12.30;oui;29/02/2024;2024-01-01T00:30+01:00\n"

    @Test func `reads every type`() throws {
        let parsed = try Samples.parse(Samples.everyType(), Self.header + Self.good)
        let expected: [[String?]] = [["A123", "Zoé", "42", "61.5", "1230", "true", "19782", "1704065400000000"]]
        #expect(parsed.rows == expected)
        #expect(parsed.broken.isEmpty)
        #expect(parsed.rejected == [false])
    }

    @Test func `takes missing values as nulls`() throws {
        var schema = Samples.everyType()
        schema.missingValues = ["", "NA"]
        let parsed = try Samples.parse(schema, Self.header + "A123;;NA;;NA;;;\n;;;;;;;\n")
        #expect(parsed.rows[0] == ["A123", nil, nil, nil, nil, nil, nil, nil])
        #expect(parsed.broken == ["3 field.required id "])
        #expect(parsed.rejected == [false, true])
    }

    @Test(arguments: [
        ("age", "12a", "99a"), ("age", "123456789012345678901234567890", "999999999999999999999999…"),
        ("age", "9223372036854775808", "9999999999999999999"), ("age", " 1", " 9"), ("age", "-", "-"),
        ("age", "1.0", "9.9"),
        ("poids", "NaN", "AaA"), ("poids", "inf", "aaa"), ("poids", "1e999", "9a999"), ("poids", "0x10", "9a99"),
        ("poids", "1,5", "9,9"), ("poids", ".5", ".9"), ("poids", "5.", "9."), ("poids", "1e", "9a"),
        ("prix", "12345.00", "99999.99"), ("prix", "1.234", "9.999"), ("prix", "1.", "9."), ("prix", "+", "+"),
        ("ok", "yes", "aaa"), ("ok", "OUI", "AAA"),
        ("jour", "30/02/2024", "99/99/9999"), ("jour", "29/02/2023", "99/99/9999"), ("jour", "1/2/2024", "9/9/9999"),
        ("jour", "01-02-2024", "99-99-9999"), ("jour", "00/01/2024", "99/99/9999"),
        ("jour", "01/01/0000", "99/99/9999"),
        ("moment", "2024-01-01T24:00Z", "9999-99-99A99:99A"), ("moment", "2024-01-01T10:00", "9999-99-99A99:99"),
        ("moment", "2024-01-01T10:00+15:00", "9999-99-99A99:99+99:99"),
        ("moment", "2024-01-01T10:00Zx", "9999-99-99A99:99Aa"),
    ])
    func `refuses a text that is not of the type`(field: String, text: String, shape: String) throws {
        let parsed = try Samples.parse(Samples.everyType(), Self.header + Self.row(field, text))
        #expect(parsed.broken == ["2 field.type \(field) \(shape)"])
        #expect(parsed.rejected == [true])
        #expect(parsed.rows[0].filter { $0 == nil }.count == 7)
    }

    @Test(arguments: [
        ("age", "-9223372036854775808", "-9223372036854775808"), ("age", "+7", "7"), ("age", "007", "7"),
        ("poids", "1e3", "1000.0"), ("poids", "-0.1", "-0.1"),
        ("poids", "123456789012345678", "1.2345678901234568e+17"),
        ("prix", "-1.5", "-150"), ("prix", "0009999.99", "999999"), ("prix", "7", "700"),
        ("moment", "2024-01-01T10:00Z", "1704103200000000"), ("moment", "2024-01-01T10:00-0130", "1704108600000000"),
        ("moment", "1969-12-31T23:59Z", "-60000000"), ("jour", "01/01/1601", "-134774"),
        ("jour", "31/12/9999", "2932896"),
    ])
    func `reads unusual but correct texts`(field: String, text: String, value: String) throws {
        var schema = Samples.everyType()
        schema.fields[2].minimum = nil
        let parsed = try Samples.parse(schema, Self.header + Self.row(field, text))
        #expect(parsed.broken.isEmpty)
        #expect(parsed.rows[0].contains(value))
    }

    @Test(arguments: [
        ("id", "a123", "field.pattern id a999"), ("nom", "Z", "field.min-length nom A"),
        ("nom", "ééééé!", "field.max-length nom ??????"), ("age", "-1", "field.minimum age -9"),
        ("age", "121", "field.maximum age 999"),
    ])
    func `names the rule of a field that is broken, with the shape alone`(
        field: String, text: String, broken: String
    ) throws {
        let parsed = try Samples.parse(Samples.everyType(), Self.header + Self.row(field, text))
        #expect(parsed.broken == ["2 \(broken)"])
        #expect(parsed.rejected == [true])
    }

    @Test func `counts lengths in characters`() throws {
        let parsed = try Samples.parse(Samples.everyType(), Self.header + "A123;ééééé;;;;;;\n")
        #expect(parsed.broken.isEmpty)
    }

    @Test func `checks enumerations, code lists and identifiers`() throws {
        var schema = Samples.texts("sexe", "code", "nir", "libre")
        schema.fields[0].enumeration = ["M", "F", "indéterminé"]
        schema.fields[1].codeList = "codes"
        schema.codeLists = ["codes": ["A00", "A000000001", "A000000002"]]
        schema.fields[2].check = .nir
        let parsed = try Samples.parse(
            schema,
            "sexe;code;nir;libre\nM;A00;195125905161591;\nindéterminé;A000000002;;\nX;A000000003;195125905161592;x\n")
        #expect(
            parsed.broken == [
                "4 field.enum sexe A", "4 field.code-list code A999999999", "4 field.check nir 999999999999999",
            ])
        #expect(parsed.rejected == [false, false, true])
    }

    @Test func `runs a pattern that needs PCRE2`() throws {
        var schema = Samples.texts("a", "b")
        schema.fields[0].pattern = "(?!X)[^0-9]+"
        let parsed = try Samples.parse(schema, "a;b\nÉté;\nÉté;\nX;\n1;\n")
        #expect(parsed.broken == ["4 field.pattern a A", "5 field.pattern a 9"])
    }

    @Test func `keeps a record that only breaks a warning`() throws {
        var schema = Samples.texts("a", "b")
        schema.fields[0].enumeration = ["x"]
        schema.fields[0].actions[.enumeration] = .warn
        schema.fields[1].enumeration = ["x"]
        schema.fields[1].actions[.enumeration] = .rejectDrop
        let plan = try RecordPlan(schema: schema, dialect: CSVDialect())
        let parser = try BlockParser(plan, seed: Samples.seed)
        let blocks = try Samples.split(plan, Array("a;b\ny;x\nx;y\n".utf8)).map(parser.parse)
        #expect(blocks[0].rejected == [false, true])
        #expect(plan.dropRule(in: blocks[0].violations).map { plan.rules[$0].code } == "field.enum")
    }

    @Test func `compares fields of a record`() throws {
        var schema = TableSchema(
            name: "t",
            fields: [
                Field(name: "d", type: .date(format: "default")),
                Field(name: "e", type: .datetime(format: "%Y-%m-%dT%H:%M")), Field(name: "n", type: .integer),
                Field(name: "m", type: .decimal(precision: 5, scale: 1)), Field(name: "s", type: .string),
                Field(name: "t", type: .string),
            ])
        schema.rules = [
            TableRule(name: "ordre", left: "d", .lessOrEqual, right: "e"),
            TableRule(name: "duree", left: "e", .lessOrEqual, right: "d", limit: 2),
            TableRule(name: "nombre", left: "n", .less, right: "m", action: .warn),
            TableRule(name: "texte", left: "s", .notEqual, right: "t"),
        ]
        let parsed = try Samples.parse(
            schema,
            "d;e;n;m;s;t\n2024-01-02;2024-01-02T00:00;1;1.1;a;b\n2024-01-03;2024-01-02T23:59;1;1.0;a;a\n"
                + "2024-01-01;2024-01-03T00:01;;;;\n;;;;;\n")
        #expect(
            parsed.broken == [
                "3 rule.ordre - ", "4 rule.duree - ", "3 rule.nombre - ", "3 rule.texte - ",
            ])
        #expect(parsed.rejected == [false, true, true, false])
    }

    @Test func `reads accents of ISO-8859-1`() throws {
        let plan = try RecordPlan(
            schema: Samples.texts("prénom", "b"), dialect: CSVDialect(encoding: .iso8859_1))
        var bytes = Array("pr".utf8) + [0xE9] + Array("nom;b\nZo".utf8)
        bytes += [0xE9] + Array(";\"".utf8) + [0xE0] + Array(";\"\n".utf8)
        let parsed = try Samples.parse(plan, bytes)
        #expect(parsed.rows == [["Zoé", "à;"]])
    }

    @Test func `rejects the record that is not UTF-8 and keeps its neighbours`() throws {
        let plan = try RecordPlan(schema: Samples.texts("a", "b"), dialect: CSVDialect())
        let bytes = Array("a;b\né;1\n".utf8) + [0xC3] + Array(";2\né;3\n\0;4\n".utf8)
        let parsed = try Samples.parse(plan, bytes)
        #expect(parsed.broken == ["3 record.invalid-encoding - ", "5 record.nul-byte - "])
        #expect(parsed.rows == [["é", "1"], [nil, nil], ["é", "3"], [nil, nil]])
    }

    @Test func `agrees with the standard library on what is UTF-8`() throws {
        let plan = try RecordPlan(schema: Samples.texts("a", "b"), dialect: CSVDialect())
        let parser = try BlockParser(plan, seed: Samples.seed)
        // Bytes around every bound of Unicode's table of well-formed sequences.
        let bytes: [UInt8] = [
            0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1,
            0xF4,
            0xF5, 0xFF,
        ]
        for first in bytes {
            for second in bytes {
                var texts: [[UInt8]] = [[first, second]]
                for third in bytes {
                    texts += [[first, second, third], [first, second, third, 0x80], [first, second, third, 0xBF]]
                }
                var block: [UInt8] = []
                for text in texts { block += Array("abcdef;".utf8) + text + [0x0A] }
                let parsed = parser.parse(RecordBlock(index: 0, firstLine: 2, bytes: block, endsAtEOF: true))
                #expect(parsed.rejected == texts.map { String(validating: $0, as: UTF8.self) == nil })
            }
        }
    }

    @Test func `rejects records with too few or too many fields`() throws {
        let parsed = try Samples.parse(Samples.texts("a", "b"), "a;b\n1\n1;2\n1;2;3\n\n4;5\n\n")
        #expect(
            parsed.broken == ["2 record.field-count - ", "4 record.field-count - ", "5 record.field-count - "])
        #expect(parsed.rows == [[nil, nil], ["1", "2"], [nil, nil], [nil, nil], ["4", "5"]])
    }

    @Test func `takes a blank line as a record in a table of one column`() throws {
        let parsed = try Samples.parse(Samples.texts("a"), "a\n1\n\n2\n\n")
        #expect(parsed.rows == [["1"], [nil], ["2"], [nil]])
    }

    @Test func `rejects a field and a record over the limits`() throws {
        var limits = RecordLimits()
        limits.fieldBytes = 4
        limits.recordBytes = 20
        let parsed = try Samples.parse(
            Samples.texts("a", "b"), "a;b\n12345;1\n1234;1\n\"12345\";\"\"\n", limits: limits)
        #expect(parsed.broken == ["2 record.too-long - ", "4 record.too-long - "])
    }

    @Test func `leaves out columns that nobody needs but checks them`() throws {
        let plan = try RecordPlan(
            schema: Samples.everyType(), dialect: CSVDialect(), needed: [true] + .init(repeating: false, count: 7))
        let parsed = try Samples.parse(plan, Array((Self.header + Self.row("age", "x")).utf8))
        #expect(parsed.rows[0].compactMap { $0 } == ["A123"])
        #expect(parsed.counts == ["field.type": 1])
    }

    @Test func `never shows a value`() throws {
        let canary = "Kanari\u{e9}4711"
        var schema = Samples.everyType()
        schema.fields[1].maxLength = 3
        let row = [canary, canary, canary, canary, canary, canary, canary, canary].joined(separator: ";")
        let parsed = try Samples.parse(schema, Self.header + row + "\n" + canary + "\n\"\(canary)\"x;\n")
        #expect(parsed.broken.count == 10)
        for text in parsed.broken { #expect(!text.contains("Kanari") && !text.contains("4711")) }
    }

    /// A row whose field `field` holds `text`.
    private static func row(_ field: String, _ text: String) -> String {
        Samples.everyType().fields.map { $0.name == field ? text : $0.name == "id" ? "A123" : "" }
            .joined(separator: ";") + "\n"
    }
}
