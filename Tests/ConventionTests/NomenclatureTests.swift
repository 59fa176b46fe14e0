import Convention
import Records
import Support
import Testing
import Treatment

/// A nomenclature in memory.
func nomenclature(
    _ name: String, _ version: String, from day: String = "0001-01-01", imported: Int64 = 0, _ codes: CodeSet
)
    -> Nomenclature
{
    Nomenclature(
        NomenclatureRecord(
            name: name, version: version, validFrom: CivilDate(iso8601: day) ?? CivilDate(days: 0),
            importedAt: Timestamp(seconds: imported), count: codes.count, sha256: "",
            source: NomenclatureSource(file: "f.csv", sha256: "", columns: ["C"], label: nil, rows: 1, repeated: 0))
    ) { codes }
}

@Suite struct NomenclatureTests {
    private static let day = CivilDate(iso8601: "2026-06-01") ?? CivilDate(days: 0)

    /// The good folder, with a nomenclature on two fields.
    private func files(orPattern: Bool = false, and second: String = "") throws -> [String: [UInt8]] {
        var files = try LintVector.base()
        let text = String(decoding: files["visit.schema.json"] ?? [], as: UTF8.self)
        let field = """
            {"name": "doctor", "type": "string", "nomenclature": {"name": "cim10", "orPattern": \(orPattern)},
              "constraints": {"pattern": "[A-Z].*"}, "treatment": {"kind": "keepCoded"}}
            """
        files["visit.schema.json"] = Array(
            text.replacing(
                #"{"name": "doctor", "type": "string", "treatment": {"kind": "drop"}}"#, with: field + second
            )
            .utf8)
        return files
    }

    @Test func `takes a field with a nomenclature for a coded one`() throws {
        let report = ConventionLoader.load(try files())
        #expect(report.problems == [])
        let convention = try #require(report.convention)
        #expect(convention.nomenclatures == [NomenclatureReference("cim10")])
        let rendered = ConventionGuide.render(
            convention,
            gateway: GatewayIdentity(recipient: "age1", receiptKey: "k", hostKeys: [], host: "h", port: 22),
            nomenclatures: GuideNomenclature.all(
                of: convention, in: NomenclatureLibrary([nomenclature("cim10", "2026", ["A"])]), on: Self.day))
        let guide = String(decoding: rendered, as: UTF8.self)
        #expect(guide.contains("nomenclature `cim10`"))
        #expect(guide.contains("| `cim10` | 2026 | 0001-01-01 | 1 |"))
    }

    @Test func `a nomenclature that is not installed is an error, or a warning where the pattern stands in`() throws {
        let none = NomenclatureLibrary()
        let missing = ConventionLoader.load(try files(), nomenclatures: none)
        #expect(missing.problems.map(\.code) == ["convention.nomenclature-missing"])
        #expect(missing.problems.first?.pointer == "/fields/11/nomenclature")
        #expect(missing.convention == nil)
        let pattern = ConventionLoader.load(try files(orPattern: true), nomenclatures: none)
        #expect(pattern.warnings.map(\.code) == ["convention.nomenclature-pattern"])
        #expect(pattern.convention != nil)
        let library = NomenclatureLibrary([nomenclature("cim10", "1", ["A"])])
        #expect(ConventionLoader.load(try files(), nomenclatures: library).problems == [])
    }

    @Test func `an error is not hidden behind another field's warning, and is said once`() throws {
        let second = """
            , {"name": "second", "type": "string", "nomenclature": {"name": "cim10"}, "treatment": {"kind": "keepCoded"}},
            {"name": "third", "type": "string", "nomenclature": {"name": "cim10"}, "treatment": {"kind": "keepCoded"}}
            """
        let report = ConventionLoader.load(
            try files(orPattern: true, and: second), nomenclatures: NomenclatureLibrary())
        #expect(report.errors.map(\.pointer) == ["/fields/12/nomenclature"])
        #expect(report.warnings.count == 1)
    }

    @Test func `the newest version that had begun judges, and the oldest what came before all`() throws {
        let library = NomenclatureLibrary([
            nomenclature("cim10", "2027", from: "2027-01-01", ["C"]), nomenclature("ccam", "63", ["Z"]),
            nomenclature("cim10", "2026", from: "2026-01-01", ["B"]),
            nomenclature("cim10", "2026-b", from: "2026-01-01", imported: 5, ["B2"]),
            nomenclature("cim10", "2025", from: "2025-01-01", ["A"]),
        ])
        func version(_ day: String) throws -> String? {
            library.nomenclature("cim10", on: try #require(CivilDate(iso8601: day)))?.version
        }
        #expect(try version("1950-01-01") == "2025")
        #expect(try version("2025-01-01") == "2025")
        #expect(try version("2025-12-31") == "2025")
        #expect(try version("2026-01-01") == "2026-b", "imported later")
        #expect(try version("2027-01-01") == "2027")
        #expect(library.nomenclature("loinc", on: Self.day) == nil)
        #expect(library.names == ["ccam", "cim10"])
    }

    @Test func `gives a convention the codes of the day, and says of which version`() throws {
        let convention = try #require(ConventionLoader.load(try files()).convention)
        let library = NomenclatureLibrary([
            nomenclature("cim10", "2025", ["A00"]), nomenclature("cim10", "2026", from: "2026-01-01", ["A00", "B01"]),
        ])
        let (judging, used) = try convention.judging(by: library, on: Self.day)
        #expect(used == [NomenclatureUse(name: "cim10", version: "2026")])
        #expect(judging.tables[0].schema.nomenclatures["cim10"] == .codes(["A00", "B01"]))
        #expect(judging.tables[0].treatments.last == .keepCoded)
        let earlier = try convention.judging(by: library, on: try #require(CivilDate(iso8601: "2025-12-31")))
        #expect(earlier.used.map(\.version) == ["2025"])
        #expect(throws: NomenclatureFault.notInstalled(name: "cim10")) {
            try convention.judging(by: NomenclatureLibrary(), on: Self.day)
        }
    }

    @Test func `where the pattern stands in, the text is searched for identifiers`() throws {
        let convention = try #require(ConventionLoader.load(try files(orPattern: true)).convention)
        let (judging, used) = try convention.judging(by: NomenclatureLibrary(), on: Self.day)
        #expect(used == [NomenclatureUse(name: "cim10", version: nil)])
        #expect(judging.tables[0].schema.nomenclatures["cim10"] == .patternAlone)
        #expect(judging.tables[0].treatments.last == .keep)
    }

    @Test func `nothing is judged by a nomenclature that nobody looked up`() throws {
        let convention = try #require(ConventionLoader.load(try files(orPattern: true)).convention)
        let table = try #require(convention.tables.first)
        #expect(throws: RecordsFault("schema.unknown-nomenclature", ["field": "doctor", "nomenclature": "cim10"])) {
            try RecordPlan(schema: table.schema, format: table.format)
        }
    }

    @Test func `reads codes once, and again after a failure`() throws {
        final class Counter: @unchecked Sendable { var reads = 0 }
        let counter = Counter()
        let record = NomenclatureRecord(
            name: "n", version: "1", validFrom: Self.day, importedAt: Timestamp(seconds: 0), count: 1, sha256: "0",
            source: NomenclatureSource(file: "f", sha256: "1", columns: ["C"], label: "L", rows: 1, repeated: 0))
        let list = Nomenclature(record) { () throws(NomenclatureFault) in
            counter.reads += 1
            guard counter.reads > 1 else { throw .damaged(name: "n", version: "1") }
            return ["A"]
        }
        #expect(throws: NomenclatureFault.self) { try list.codes() }
        #expect(try list.codes() == ["A"])
        #expect(try list.codes() == ["A"])
        #expect(counter.reads == 2)
        #expect(NomenclatureRecord(json: record.json) == record)
    }

    @Test(arguments: ["", "../x", "a/b", ".x", "a b", String(repeating: "a", count: 33), "é"])
    func `refuses a version that could not name a folder`(_ text: String) { #expect(!Nomenclature.isVersion(text)) }

    @Test func `finds each of a hundred thousand codes, and nothing beside them`() {
        let codes = CodeSet((0..<100_000).map { "C\($0)" })
        #expect(codes.count == 100_000)
        #expect((0..<100_000).allSatisfy { codes.contains("C\($0)") })
        #expect(!codes.contains("C100000") && !codes.contains("") && !codes.contains("C") && !codes.contains("C00"))
        #expect(CodeSet(sorted: [[66], [65]]) == nil && CodeSet(sorted: [[65], [65]]) == nil)
    }
}
