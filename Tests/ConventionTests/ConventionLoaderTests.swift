import Convention
import Foundation
import Records
import Support
import Testing
import Treatment

@Suite struct ConventionLoaderTests {
    private let conventions = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Conventions")

    @Test(arguments: LintVector.all) func `reports each lint vector's problem at its place`(_ vector: LintVector) throws
    {
        let report = ConventionLoader.load(try vector.files())
        let problem = report.problems.first { $0.code.rawValue == vector.code && $0.pointer == vector.pointer }
        let found = try #require(problem, "found: \(report.problems.map { $0.line(.english) })")
        #expect(found.place.line >= 1)
        #expect(found.place.column >= 1)
        #expect((report.convention == nil) == !report.errors.isEmpty)
        for language in Language.allCases {
            let line = found.line(language)
            #expect(line.hasPrefix("\(found.file):\(found.place)"))
            #expect(!line.contains("{"), "an argument is missing: \(line)")
        }
    }

    @Test func `has a lint vector for every code that the lint can report`() {
        let covered = Set(LintVector.all.map(\.code))
        let elsewhere: Set = [
            "convention.too-long", "convention.empty-table", "codes.too-many", "convention.not-compiled",
            // Of what is installed: NomenclatureTests.
            "convention.nomenclature-missing", "convention.nomenclature-pattern",
            // Of two files together: SamePersonTests.
            "convention.same-person", "convention.same-person-apart",
            // Of the configuration alone.
            "format.network",
        ]
        let codes = ConventionMessages.table.all.map(\.code.rawValue).filter {
            !$0.hasPrefix("json.") && !$0.hasPrefix("drop.")
        }
        #expect(Set(codes).subtracting(covered).subtracting(elsewhere) == [])
    }

    @Test func `loads the base of the vectors without a problem`() throws {
        let report = ConventionLoader.load(try LintVector.base())
        #expect(report.problems == [])
        let convention = try #require(report.convention)
        #expect(convention.domains == ["visit-person"])
        let table = try #require(convention.table(named: "visit"))
        #expect(table.treatments[3] == .ageYears(reference: "entry", cap: 90))
        #expect(table.treatments[5] == .delayDays(reference: "entry", unit: .minute))
        #expect(table.outputName(at: 3) == "age")
        #expect(table.outputName(at: 4) == "entry")
        #expect(table.schema.primaryKey == [1])
        #expect(table.schema.fields[7].type == .decimal(precision: 5, scale: 1))
        #expect(table.schema.fields[6].actions == [.codeList: .warn])
        #expect(table.schema.codeLists["result"] == ["P", "N", "I"])
        #expect(
            table.schema.rules == [
                TableRule(name: "stay", left: "exit", .lessOrEqual, right: "entry", limit: 30, action: .warn)
            ])
        #expect(table.schema.fields[3].latest == Timestamp(iso8601: "2026-12-31T23:59:59.999999Z"))
    }

    @Test func `lists every problem of a folder and not only the first`() throws {
        var files = try LintVector.base()
        let text = String(decoding: files["convention.json"] ?? [], as: UTF8.self)
        files["convention.json"] = Array(
            text.replacing("0.05", with: "2").replacing("08:00", with: "8h").replacing("\"weekly\"", with: "\"often\"")
                .utf8)
        files["visit.schema.json"] = nil
        let report = ConventionLoader.load(files)
        #expect(
            Set(report.errors.map(\.code.rawValue))
                == ["format.out-of-range", "format.time", "format.choice", "convention.missing-file"])
        #expect(report.problems.map(\.place) == report.problems.map(\.place).sorted() || report.problems.count > 1)
    }

    @Test(arguments: ["-9223372036854775808", "-1", "9223372036854775807", "30"])
    func `reports a number outside of what it counts, wherever it stands`(number: String) throws {
        let rule = "{\"name\": \"heavy\", \"holds\": \"weight + 1 < 400\"}, {\"name\": \"stay\""
        let fixed =
            "\"format\": {\"kind\": \"fixed\", \"layouts\": [{\"length\": 9, \"fields\": [{\"name\": \"person\", \"start\": 1, \"length\": 2}]}]}"
        let changes: [(file: String, find: String, put: String)] = [
            ("convention.json", "\"graceHours\": 4", "\"graceHours\": #"),
            ("convention.json", "\"dropBytes\": 1000", "\"dropBytes\": #"),
            ("convention.json", "\"storedBytes\": 2000", "\"storedBytes\": #"),
            ("convention.json", "\"day\": 3", "\"day\": #"), ("convention.json", "\"version\": 1", "\"version\": #"),
            ("convention.json", "\"retentionYears\": 2", "\"retentionYears\": #"),
            ("convention.json", "\"tolerance\": 0.05", "\"tolerance\": #"),
            ("convention.json", "[\"age\"]}", "[\"age\"], \"unpacking\": {\"totalBytes\": #}}"),
            ("convention.json", "[\"age\"]}", "[\"age\"], \"unpacking\": {\"ratio\": #}}"),
            ("convention.json", "\"loadMode\": \"append\"", fixed.replacing("\"length\": 9", with: "\"length\": #")),
            ("convention.json", "\"loadMode\": \"append\"", fixed.replacing("\"start\": 1", with: "\"start\": #")),
            ("convention.json", "\"loadMode\": \"append\"", fixed.replacing("\"length\": 2", with: "\"length\": #")),
            ("visit.schema.json", "\"precision\": 5", "\"precision\": #"),
            ("visit.schema.json", "\"scale\": 1", "\"scale\": #"),
            ("visit.schema.json", "\"minimum\": 0", "\"minimum\": #"),
            ("visit.schema.json", "\"maximum\": 400", "\"maximum\": #"),
            ("visit.schema.json", "\"minLength\": 5", "\"minLength\": #"),
            ("visit.schema.json", "\"maxLength\": 5", "\"maxLength\": #"),
            ("visit.schema.json", "\"cap\": 90", "\"cap\": #"), ("visit.schema.json", "\"width\": 5", "\"width\": #"),
            ("visit.schema.json", "\"limit\": 30", "\"limit\": #"),
        ]
        /// Members that take any number.
        let free = ["minimum", "maximum", "limit"]
        for (file, find, put) in changes {
            var files = try LintVector.base()
            let schema = String(decoding: files["visit.schema.json"] ?? [], as: UTF8.self)
            files["visit.schema.json"] = Array(schema.replacing("{\"name\": \"stay\"", with: rule).utf8)
            let text = String(decoding: files[file] ?? [], as: UTF8.self)
            try #require(text.contains(find))
            files[file] = Array(text.replacing(find, with: put.replacing("#", with: number)).utf8)
            let report = ConventionLoader.load(files)
            if number.hasPrefix("-"), !free.contains(where: find.contains) {
                #expect(!report.errors.isEmpty, "\(put)")
            }
        }
    }

    @Test func `names line and column of a problem`() throws {
        var files = try LintVector.base()
        let text = String(decoding: files["convention.json"] ?? [], as: UTF8.self)
        files["convention.json"] = Array(text.replacing("\"version\": 1", with: "\"version\": 0").utf8)
        let problem = try #require(ConventionLoader.load(files).problems.first)
        #expect(problem.place == Place(line: 3, column: 14))
        #expect(problem.line(.english).hasPrefix("convention.json:3:14: error: "))
        #expect(problem.line(.french).contains("erreur"))
    }

    @Test func `refuses a folder whose table leaves no column`() throws {
        var files = try LintVector.base()
        files["visit.schema.json"] = Array(
            #"{"fields": [{"name": "a", "type": "string", "treatment": {"kind": "drop"}}]}"#.utf8)
        let report = ConventionLoader.load(files)
        #expect(report.problems.contains { $0.code == "convention.empty-table" })
    }

    @Test(arguments: ["sidep", "oscour"]) func `loads the conventions of the project without a problem`(_ name: String)
        throws
    {
        let report = ConventionLoader.load(try LintVector.files(conventions.appending(path: name)))
        #expect(report.problems == [])
        let convention = try #require(report.convention)
        #expect(convention.id == name)
        for table in convention.tables { _ = try RecordPlan(schema: table.schema, dialect: table.dialect) }
    }

    @Test func `treats every nominative column of SI-DEP as forbidden`() throws {
        let files = try LintVector.files(conventions.appending(path: "sidep"))
        let convention = try #require(ConventionLoader.load(files).convention)
        let table = try #require(convention.tables.first)
        for name in ["nom", "prenom", "email", "telephone", "adresse", "nir"] {
            let index = try #require(table.schema.fields.firstIndex { $0.name == name })
            #expect(table.treatments[index] == .forbid)
        }
        #expect(convention.person?.fields == ["test": "pseudo_patient"])
    }

    @Test func `gives the reference of the format in the conventions' README`() throws {
        let readme = try String(contentsOf: conventions.appending(path: "README.md"), encoding: .utf8)
        #expect(readme.contains(FormatReference.markdown), "write FormatReference.markdown into Conventions/README.md")
    }

    @Test func `refuses an empty folder with one clear problem`() {
        let report = ConventionLoader.load([:])
        #expect(report.problems.map(\.code) == ["convention.missing-file"])
    }
}
