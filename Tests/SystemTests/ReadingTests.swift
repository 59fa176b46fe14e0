import Foundation
import Support
import TestSupport
import Testing

/// How files are read and judged, seen from the producer's side.
@Suite(.serialized) struct ReadingTests {
    static let name = "SIDEP_20261120.csv.age"

    /// Ways to write the same ten rows.
    static let forms: [(title: String, armored: Bool, bytes: [UInt8])] = [
        ("LF", false, Sidep.day(10)),
        ("CRLF", false, Sidep.file((1...10).map { Sidep.row($0) }, lineEnd: "\r\n")),
        ("byte order mark", false, [0xef, 0xbb, 0xbf] + Sidep.day(10)),
        (
            "byte order mark and CRLF", true,
            [0xef, 0xbb, 0xbf] + Sidep.file((1...10).map { Sidep.row($0) }, lineEnd: "\r\n")
        ),
        ("armored age", true, Sidep.day(10)),
        ("no line end after the last row", false, Array(Sidep.day(10).dropLast())),
        (
            "every field quoted", false,
            Sidep.file((1...10).map { Sidep.row($0).map { "\"\($0)\"" } }, columns: Sidep.columns.map { "\"\($0)\"" })
        ),
    ]

    @Test(arguments: forms.indices) func `the same rows are ingested however they are written`(_ index: Int) throws {
        let form = ReadingTests.forms[index]
        let gateway = try Gateway()
        try gateway.start()
        try gateway.put(try gateway.seal(form.bytes, Self.name, armored: form.armored))
        let receipt = try gateway.outcome(of: Self.name)
        #expect(receipt.state == "ingested", "\(form.title): \(receipt.text)")
        #expect(receipt.counts("test") == ["read": 10, "kept": 10, "rejected": 0, "excluded": 0, "duplicate": 0])
        #expect(try gateway.rows("sidep", "test") == 10)
    }

    @Test func `a header without rows is ingested as nothing`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let receipt = try gateway.send(Sidep.file([]), Self.name)
        #expect(receipt.state == "ingested", "\(receipt.text)")
        #expect(receipt.counts("test") == ["read": 0, "kept": 0, "rejected": 0, "excluded": 0, "duplicate": 0])
        #expect(try gateway.rows("sidep", "test") == 0)
    }

    @Test func `line numbers of the error report are those of the producer's file, also after quoted line ends`() throws
    {
        let gateway = try Gateway()
        try gateway.start()
        var rows = (1...300).map { Sidep.row($0) }
        rows[4] = Sidep.row(5, ["id_test": "\"T5\nof two lines\""])
        rows[9] = Sidep.row(10, ["id_test": "\"T10\r\nof \"\"three\"\"\r\nlines\""])
        rows[20] = Sidep.row(21, ["sexe": "Q"])
        rows[250] = Sidep.row(251, ["resultat": "ZZZ"])
        let bytes = Sidep.file(rows)
        let receipt = try gateway.send(bytes, Self.name)
        #expect(receipt.state == "partial", "\(receipt.text)")
        let lines = String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
            .components(separatedBy: "\n")
        let expected = ["Q", "ZZZ"].map { value in lines.firstIndex { $0.contains(";\(value);") }.map { $0 + 1 } ?? 0 }
        let report = try gateway.errorReport(receipt)
        #expect(report.count == 2)
        #expect(report[0].hasPrefix("test;\(expected[0]);sexe;field.enum;A;"), "\(report)")
        #expect(report[1].hasPrefix("test;\(expected[1]);resultat;field.code-list;AAA;"), "\(report)")
        #expect(!report.joined().contains("ZZZ"))
    }

    @Test func `unknown, missing and reordered columns are named one by one`() throws {
        let gateway = try Gateway()
        try gateway.start()
        var columns = Sidep.columns.filter { $0 != "criblage" && $0 != "symptomes" }
        columns.swapAt(2, 3)
        columns += ["commentaire", "version"]
        let receipt = try gateway.send(Sidep.file([], columns: columns), Self.name)
        #expect(receipt.state == "rejected")
        let reasons = receipt.json["reasons"]?.array ?? []
        func named(_ code: String) -> [String] {
            reasons.filter { $0["code"]?.string == code }.compactMap { $0["arguments"]?["column"]?.string }.sorted()
        }
        #expect(named("csv.column-missing") == ["criblage", "symptomes"], "\(receipt.text)")
        #expect(named("csv.column-unknown") == ["commentaire", "version"])
        #expect(named("csv.column-moved") == ["nom", "prenom"])
        for column in ["criblage", "symptomes", "commentaire", "version", "nom", "prenom"] {
            #expect(receipt.text.contains("« \(column) »"), "\(column)")
        }
        try gateway.expectNothingPublished()
    }

    /// A field, a bad value of it, and the rule that it breaks.
    static let violations: [(field: String, value: String, code: String)] = [
        ("pseudo_patient", "", "field.required"), ("pseudo_patient", "abc", "field.pattern"),
        ("id_test", String(repeating: "x", count: 65), "field.max-length"), ("sexe", "X", "field.enum"),
        ("sexe", "", "field.required"), ("date_naissance", "1899-12-31", "field.minimum"),
        ("date_naissance", "17/05/1980", "field.type"), ("date_prelevement", "2026-11-20", "field.type"),
        ("date_validation", "2026-02-30T10:00:00", "field.type"), ("cp_residence", "7501", "field.pattern"),
        ("type_test", "AUTRE", "field.code-list"), ("code_loinc", "94500", "field.pattern"),
        ("resultat", "n", "field.code-list"), ("criblage", "5", "field.code-list"),
        ("finess_labo", "910019448", "field.check"),
    ]

    @Test func `each record that breaks a rule is left out and counted under that rule and field`() throws {
        let folder = try TemporaryDirectory()
        let convention = try ChangedConvention.make(
            "sidep", table: "test", in: folder, convention: { $0["tolerance"] = 0.9 })
        let gateway = try Gateway(conventions: [convention])
        try gateway.start()
        var rows = (1...30).map { Sidep.row($0) }
        for (index, violation) in Self.violations.enumerated() {
            rows[index] = Sidep.row(index + 1, [violation.field: violation.value])
        }
        rows[20] = Sidep.row(21, ["date_prelevement": "2026-11-21T08:00:00", "date_validation": "2026-11-20T08:00:00"])
        rows[21] = Sidep.row(22, ["date_naissance": "2026-11-21"])
        let receipt = try gateway.send(Sidep.file(rows), Self.name)
        let bad = Self.violations.count + 2
        #expect(receipt.state == "partial", "\(receipt.text)")
        #expect(receipt.counts("test")["rejected"] == bad)
        #expect(receipt.counts("test")["kept"] == 30 - bad)
        for violation in Self.violations {
            let same = Self.violations.filter { $0.field == violation.field && $0.code == violation.code }.count
            #expect(receipt.broken(violation.code, violation.field) == same, "\(violation): \(receipt.text)")
        }
        let report = try gateway.errorReport(receipt)
        for (index, violation) in Self.violations.enumerated() {
            let start = "test;\(index + 2);\(violation.field);\(violation.code);"
            #expect(report.contains { $0.hasPrefix(start) }, "\(start) in \(report)")
        }
        for line in ["test;22;", "test;23;"] { #expect(report.contains { $0.hasPrefix(line) }, "\(line)") }
        for text in report + [receipt.text] {
            for value in ["1899-12-31", "17/05/1980", "2026-02-30", "910019448", "AUTRE"] {
                #expect(!text.contains(value))
            }
        }
        #expect(try gateway.rows("sidep", "test") == 30 - bad)
    }

    @Test func `a rule that warns keeps the record and is counted`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let receipt = try gateway.send(
            Sidep.file([Sidep.row(1, ["rpps_prescripteur": "123"]), Sidep.row(2)]), Self.name)
        #expect(receipt.state == "ingested", "\(receipt.text)")
        #expect(receipt.counts("test")["kept"] == 2)
        #expect(receipt.broken("field.pattern", "rpps_prescripteur") == 1)
        #expect(try gateway.errorReport(receipt).count == 1)
    }

    @Test func `a rule that rejects the drop publishes nothing, be it broken once`() throws {
        let folder = try TemporaryDirectory()
        let convention = try ChangedConvention.make(
            "sidep", table: "test", in: folder,
            schema: { schema in
                ChangedConvention.set(&schema, field: "sexe", ["actions": ["enum": "reject drop"]])
            })
        let gateway = try Gateway(conventions: [convention])
        try gateway.start()
        var rows = (1...5000).map { Sidep.row($0) }
        rows[4990] = Sidep.row(4991, ["sexe": "Q"])
        let receipt = try gateway.send(Sidep.file(rows), Self.name)
        #expect(receipt.state == "rejected")
        #expect(receipt.reason == "drop.rule", "\(receipt.text)")
        #expect(receipt.text.contains("field.enum") && receipt.text.contains("sexe"))
        #expect(try gateway.errorReport(receipt).contains { $0.hasPrefix("test;4992;sexe;field.enum;") })
        try gateway.expectNothingPublished()
        #expect(try gateway.send(Sidep.day(5), "SIDEP_20261121.csv.age").state == "ingested")
    }

    @Test(arguments: [(10, "partial"), (11, "rejected")])
    func `the tolerance is a share that may be reached, not passed`(_ bad: Int, _ state: String) throws {
        let gateway = try Gateway()
        try gateway.start()
        let rows = (1...1000).map { Sidep.row($0, $0 <= bad ? ["sexe": "Q"] : [:]) }
        let receipt = try gateway.send(Sidep.file(rows), Self.name)
        #expect(receipt.state == state, "\(receipt.text)")
        #expect(receipt.counts("test")["rejected"] == bad)
        #expect(try gateway.rows("sidep", "test") == (state == "partial" ? 1000 - bad : 0))
        if state == "rejected" { #expect(gateway.dataFiles().isEmpty) }
    }

    @Test func `a key repeated in a drop keeps the first record, whatever the distance`() throws {
        let gateway = try Gateway()
        try gateway.start()
        var rows = (1...40_000).map { Sidep.row($0) }
        rows.append(Sidep.row(1, person: 77_777))
        rows.append(Sidep.row(40_000, person: 77_778))
        let receipt = try gateway.send(Sidep.file(rows), Self.name)
        #expect(receipt.state == "partial")
        let counts = ["read": 40_002, "kept": 40_000, "rejected": 0, "excluded": 0, "duplicate": 2]
        #expect(receipt.counts("test") == counts)
        #expect(try gateway.errorReport(receipt).filter { $0.contains(";key.duplicate;") }.count == 2)
    }

    @Test func `accents of an ISO-8859-1 file come out as they were`() throws {
        try #require(PythonReaders.areInstalled, "\(PythonReaders.absence)")
        let folder = try TemporaryDirectory()
        let convention = try ChangedConvention.make(
            "oscour", table: "rpu", in: folder,
            schema: { schema in
                ChangedConvention.set(&schema, field: "commune", ["treatment": ["kind": "keep"]])
            })
        let gateway = try Gateway(conventions: [Checkout.root + "/Conventions/sidep", convention])
        try gateway.start()
        let towns = [
            "Besançon", "Saint-Étienne", "Noël-lès-Œuf".replacingOccurrences(of: "Œ", with: "Oe"), "Ÿ".lowercased(),
        ]
        let receipt = try gateway.send(
            Oscour.file(towns.map { Oscour.row(["commune": $0]) }), Oscour.name, account: Gateway.oscour)
        #expect(receipt.state == "ingested", "\(receipt.text)")
        let read = try PythonReaders.output(
            "import sys, polars as pl; print('|'.join(pl.read_delta(sys.argv[1])['commune'].to_list()))",
            [gateway.home + "/catalogue/oscour/rpu"])
        #expect(read.trimmingCharacters(in: .newlines) == towns.joined(separator: "|"))
    }
}
