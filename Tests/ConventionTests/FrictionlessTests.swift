import Convention
import Foundation
import Records
import Support
import TestSupport
import Testing

/// A field as Table Schema describes it, and cells that another validator and we judge.
private struct CellCase: CustomTestStringConvertible {
    static let path = "Tests/ConventionTests/Vectors/cells.json"

    let number: Int
    let field: JSONValue
    let missing: JSONValue?
    let cells: [String]
    /// Cells about which we differ on purpose, with the reason.
    let differs: [String: String]

    var testDescription: String { "\(number) \(field["type"]?.string ?? "")" }

    static let all: [CellCase] = {
        let list = (try? JSONParser.parse(Checkout.read(path)))?.array ?? []
        return list.enumerated().map { number, value in
            var differs: [String: String] = [:]
            for member in value["differs"]?.members ?? [] { differs[member.name] = member.value.string ?? "" }
            return CellCase(
                number: number, field: value["field"] ?? [:], missing: value["missing"],
                cells: (value["cells"]?.array ?? []).compactMap(\.string), differs: differs)
        }
    }()

    /// The schema of a table that has the field.
    private var schema: [UInt8] {
        let person: JSONValue = [
            "name": "person", "type": "string", "constraints": ["required": true],
            "treatment": ["kind": "rekey", "domain": "visit-person"],
        ]
        let members = (field.members ?? []).map { ($0.name, $0.value) }
        let cell = JSONValue.object([("name", "cell")] + members + [("treatment", ["kind": "keep"])])
        let table: [(String, JSONValue)] =
            [("fields", .list([person, cell]))] + (missing.map { [("missingValues", $0)] } ?? [])
        return JSONWriter.write(.object(table))
    }

    /// The constraints that we find broken, by cell.
    func verdicts() throws -> [[String]] {
        var files = try LintVector.base()
        // The card names no field of the table that is replaced.
        let period = #", "maxTypicalAge": 90,\#n    "period": {"table": "visit", "field": "entry"}"#
        let text = String(decoding: files["convention.json"] ?? [], as: UTF8.self)
        try #require(text.contains(period))
        files["convention.json"] = Array(text.replacing(period, with: "").utf8)
        files["visit.schema.json"] = schema
        files["result.codes.csv"] = nil
        let report = ConventionLoader.load(files)
        let table = try #require(report.convention?.tables.first, "\(report.errors)")
        let plan = try RecordPlan(schema: table.schema, format: table.format)
        let lines = ["person;cell"] + cells.map { "\(String(repeating: "a", count: 64));\($0)" }
        var splitter = try TableSplitter([plan])
        var blocks = try splitter.push(Array((lines.joined(separator: "\n") + "\n").utf8).span)
        blocks += try splitter.finish()
        let parser = try BlockParser(plan, seed: KeySeed.random())
        var verdicts = [[String]](repeating: [], count: cells.count)
        for example in blocks.flatMap({ parser.parse($0).violations.examples }) {
            let rule = plan.rules[example.rule].code.replacing("field.", with: "")
            let names = ["min-length": "minLength", "max-length": "maxLength"]
            verdicts[Int(example.line) - 2].append(names[rule] ?? rule)
        }
        return verdicts.map { $0.sorted() }
    }
}

@Suite struct FrictionlessTests {
    @Test(.enabled(if: PythonReaders.areInstalled, Comment(rawValue: PythonReaders.absence)))
    func `cells are judged as frictionless judges them, but where a reason says otherwise`() throws {
        #expect(CellCase.all.count >= 30)
        let output = try PythonReaders.run("table_schema.py", ["\(Checkout.root)/\(CellCase.path)"])
        let answers = try JSONParser.parse(Array(output.utf8)).array ?? []
        try #require(answers.count == CellCase.all.count)
        var cells = 0
        for (test, answer) in zip(CellCase.all, answers) {
            let theirs = (answer.array ?? []).map { ($0.array ?? []).compactMap(\.string) }
            let ours = try test.verdicts()
            #expect(ours.count == theirs.count)
            for (index, cell) in test.cells.enumerated() {
                cells += 1
                let reason = test.differs[cell]
                let isSame = ours[index] == theirs[index]
                #expect(
                    isSame == (reason == nil),
                    "DIFF\t\(test.number)\t\(cell)\t\(ours[index].joined(separator: ","))\t\(theirs[index].joined(separator: ","))\t\(reason ?? "")"
                )
            }
            for cell in test.differs.keys { #expect(test.cells.contains(cell), "\(test.testDescription): \(cell)") }
        }
        #expect(cells > 300)
    }
}
