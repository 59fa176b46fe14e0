import Foundation
import Support
import TestSupport
import Testing

/// `ecluse nomenclature`, and a convention that needs what it installs, the whole way.
@Suite(.serialized) struct NomenclatureCommandTests {
    /// A copy of SI-DEP whose analyses are codes of a nomenclature.
    private func convention(in folder: TemporaryDirectory, orPattern: Bool = false) throws -> String {
        try ChangedConvention.make(
            "sidep", table: "test", in: folder, named: orPattern ? "pattern" : "strict",
            convention: { $0["tolerance"] = 1 },
            schema: { schema in
                ChangedConvention.set(
                    &schema, field: "code_loinc",
                    ["nomenclature": ["name": "loinc", "orPattern": orPattern], "treatment": ["kind": "keepCoded"]])
            })
    }

    @Test func `a list is imported, listed, asked for by a convention, and judges a drop`() throws {
        let gateway = try Gateway(conventions: [])
        let strict = try convention(in: gateway.desk)
        let file = try gateway.desk.write("loinc.csv", "LOINC_NUM,NAME\n94558-4,\"Antigen, rapid\"\n94500-6,PCR\n")
        let refused = try gateway.ecluse(["convention", "add", strict])
        #expect(refused.status == 3)
        #expect(refused.errors.contains("convention.nomenclature-missing"), "\(refused.errors)")
        let check = try gateway.ecluse(["convention", "check", strict])
        #expect(check.status == 1 && check.output.contains("convention.nomenclature-missing"), "\(check.output)")
        let alone = try gateway.ecluse(
            ["convention", "check", strict], atHome: false, environment: ["ECLUSE_HOME": ""])
        #expect(alone.status == 0 && alone.output.contains("nomenclatures not looked for: loinc"), "\(alone.output)")

        let imported = [
            "nomenclature", "import", file, "--name", "loinc", "--version", "2.80", "--delimiter", ",", "--label",
            "NAME",
        ]
        let done = try gateway.ecluse(imported)
        #expect(done.status == 0, "\(done.errors)")
        #expect(done.output.contains("loinc 2.80 installed: 2 codes from 2 records"), "\(done.output)")
        #expect(try gateway.ecluse(imported).status == 0, "the same again")
        let list = try gateway.json(["nomenclature", "list"])["nomenclatures"]?.array ?? []
        #expect(list.count == 1 && list.first?["codes"]?.integer == 2 && list.first?["file"]?.string == "loinc.csv")

        #expect(try gateway.ecluse(["convention", "add", strict]).status == 0)
        #expect(try gateway.text("spool/sidep-test/convention/README.md").contains("| `loinc` | 2.80 |"))
        try gateway.start()
        let receipt = try gateway.send(
            Sidep.file([Sidep.row(1), Sidep.row(2, ["code_loinc": "1-8"])]), "SIDEP_20261121.csv.age")
        #expect(receipt.state == "partial")
        #expect(receipt.broken("field.code-list", "code_loinc") == 1)
        #expect(receipt.json["nomenclatures"]?.array?.first?["version"]?.string == "2.80")
        #expect(receipt.text.contains("loinc, version 2.80"), "\(receipt.text)")
        #expect(try gateway.rows("sidep", "test") == 1)
    }

    @Test func `a pattern stands in for a list that is not installed, with a warning`() throws {
        let gateway = try Gateway(conventions: [])
        let check = try gateway.ecluse(["convention", "check", try convention(in: gateway.desk, orPattern: true)])
        #expect(check.status == 0 && check.output.contains("warning"), "\(check.output)")
    }

    @Test func `a list on a producer's desk needs no home`() throws {
        let desk = try TemporaryDirectory()
        let binary = try #require(EcluseBinary.path, "the program is not built")
        let file = try desk.write("list.csv", "C\nA\nB;x\n")
        let words = ["nomenclature", "import", file, "--name", "list", "--nomenclatures", desk.file("lists")]
        let refused = try Tool.run(binary, words, environment: ["ECLUSE_HOME": ""])
        #expect(refused.status == 1 && refused.errors.contains("nomenclature.record"), "\(refused.errors)")
        #expect(!FileManager.default.fileExists(atPath: desk.file("lists")))
        try desk.write("list.csv", "C\nA\nB\n")
        #expect(try Tool.run(binary, words, environment: ["ECLUSE_HOME": ""]).status == 0)
        let checked = try Tool.run(
            binary,
            ["convention", "check", try convention(in: desk), "--nomenclatures", desk.file("lists")],
            environment: ["ECLUSE_HOME": ""])
        #expect(checked.status == 1 && checked.output.contains("loinc"), "\(checked.output)")
    }
}
