import Convention
import Foundation
import Producer
import Records
import Support
import TestSupport
import Testing

/// The drops made for the conventions in force, judged by the parser that judges producers.
@Suite struct ConventionDropTests {
    private static let folders =
        ["Conventions/sidep/convention.json", "Conventions/oscour/convention.json"]
        + Checkout.files(below: "Tests/Bench", suffix: "/convention.json")

    private func convention(_ path: String) throws -> Convention {
        let folder = Checkout.root + "/" + path.dropLast("/convention.json".count)
        var files: [String: [UInt8]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            files[name] = Array(try #require(FileManager.default.contents(atPath: folder + "/" + name)))
        }
        return try #require(ConventionLoader.load(files).convention)
    }

    private func violations(_ table: ConventionTable, _ drop: SyntheticDrop) throws -> (
        records: Int, rules: [String: UInt64]
    ) {
        let plan = try RecordPlan(schema: table.schema, dialect: table.dialect)
        var splitter = RecordSplitter(plan)
        let parser = try BlockParser(plan, seed: KeySeed(first: 1, second: 2))
        var log = ViolationLog(ruleCount: plan.rules.count)
        var records = 0
        func take(_ blocks: [RecordBlock]) {
            for block in blocks {
                let parsed = parser.parse(block)
                records += parsed.rowCount
                log.merge(parsed.violations)
            }
        }
        try drop.write { take(try splitter.push($0.span)) }
        take(try splitter.finish())
        let counted = zip(plan.rules, log.counts).filter { $0.1 > 0 }
        return (records, Dictionary(uniqueKeysWithValues: counted.map { ($0.0.code, $0.1) }))
    }

    @Test(arguments: folders)
    func `a good drop breaks no rule of its convention`(path: String) throws {
        let convention = try convention(path)
        let day = try #require(CivilDate(iso8601: "2026-11-20"))
        for table in convention.tables {
            let drop = SyntheticDrop(
                table: table, personField: convention.person?.fields[table.name],
                options: SyntheticDrop.Options(rows: 20_000, day: day))
            let result = try violations(table, drop)
            #expect(result.records == 20_000)
            #expect(result.rules.isEmpty, "\(table.name): \(result.rules)")
        }
    }
}
