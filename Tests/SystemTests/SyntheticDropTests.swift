import Convention
import Foundation
import Ingestion
import Producer
import Support
import TestSupport
import Testing

/// Drops made for every convention, judged by the gateway's own engine: what was made is what it says.
@Suite struct SyntheticDropTests {
    private static let folders = ["Conventions", "Tests/Bench", "Tests/SystemTests/Vectors"]
        .flatMap { Checkout.files(below: $0, suffix: "/convention.json") }
        .map { String($0.dropLast("/convention.json".count)) }

    /// A day of which all conventions of the checkout are in force.
    private static let day = CivilDate(iso8601: "2026-11-20") ?? CivilDate(days: 0)
    private static let now = Timestamp(seconds: Int64(day.days) * 86_400 + 43_200)

    private static func convention(_ folder: String) throws -> Convention {
        var files: [String: [UInt8]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: Checkout.root + "/" + folder) {
            files[name] = try Checkout.read(folder + "/" + name)
        }
        let report = ConventionLoader.load(files)
        #expect(report.errors.isEmpty, "\(report.errors)")
        var convention = try #require(report.convention)
        convention.tolerance = 1
        return convention
    }

    /// What the engine says of a drop, table by table.
    private func judged(_ drop: SyntheticDrop, _ convention: Convention, _ folder: TemporaryDirectory) throws -> (
        summary: SyntheticDrop.Summary, state: String, counts: [String: [String: Int]], text: String
    ) {
        var bytes: [UInt8] = []
        let summary = try drop.write { bytes += $0 }
        let judge = try DropJudge(convention, now: SyntheticDropTests.now, workers: 2, directory: folder.path)
        let file = bytes
        let judgement = try judge.judge(DeskDrop(name: drop.name, content: .plain { MemorySource(file) }))
        var counts: [String: [String: Int]] = [:]
        for table in judgement.json["tables"]?.array ?? [] {
            for name in ["read", "kept", "rejected", "duplicate"] {
                counts[table["name"]?.string ?? "", default: [:]][name] = table[name]?.integer.map { Int($0) }
            }
        }
        let report = String(decoding: (judgement.report ?? []).prefix(1500), as: UTF8.self)
        return (summary, judgement.state.rawValue, counts, JSONWriter.string(judgement.json) + report)
    }

    @Test(arguments: folders)
    func `a good drop is taken whole`(folder: String) throws {
        let convention = try SyntheticDropTests.convention(folder)
        let place = try TemporaryDirectory()
        var options = SyntheticDrop.Options(rows: 1500, day: SyntheticDropTests.day)
        options.population = 400
        for drop in try SyntheticDrop.all(of: convention, options) {
            let (summary, state, counts, text) = try judged(drop, convention, place)
            #expect(state == "ingested", "\(folder) \(drop.tableNames): \(text)")
            #expect(summary.tables.contains { $0.summary.rows > 0 })
            for (name, made) in summary.tables {
                #expect(counts[name]?["read"] == made.rows && counts[name]?["kept"] == made.rows, "\(name): \(text)")
            }
        }
    }

    @Test(arguments: folders)
    func `what a drop with faults loses is what its summary says`(folder: String) throws {
        let convention = try SyntheticDropTests.convention(folder)
        let place = try TemporaryDirectory()
        var options = SyntheticDrop.Options(rows: 600, day: SyntheticDropTests.day)
        options.faults = 0.15
        options.population = 200
        options.seed = 7
        var faults = 0
        for drop in try SyntheticDrop.all(of: convention, options) {
            let (summary, state, counts, text) = try judged(drop, convention, place)
            #expect(["ingested", "partial"].contains(state), "\(folder) \(drop.tableNames): \(text)")
            for (name, made) in summary.tables {
                let expected = [
                    "read": made.rows, "kept": made.kept, "rejected": made.rejected, "duplicate": made.duplicate,
                ]
                #expect(counts[name] == expected, "\(folder) \(name) \(made.faults): \(text)")
                faults += made.faults.values.reduce(0, +)
            }
        }
        #expect(faults > 0)
    }

    @Test func `every kind of fault is made somewhere`() throws {
        var found: Set<SyntheticFault> = []
        for folder in SyntheticDropTests.folders {
            var options = SyntheticDrop.Options(rows: 200, day: SyntheticDropTests.day)
            options.faults = 0.3
            for drop in try SyntheticDrop.all(of: try SyntheticDropTests.convention(folder), options) {
                for table in try drop.write(to: { _ in }).tables { found.formUnion(table.summary.faults.keys) }
            }
        }
        #expect(found == Set(SyntheticFault.allCases), "missing: \(Set(SyntheticFault.allCases).subtracting(found))")
    }

    @Test(arguments: folders.filter { $0.contains("synthesis") })
    func `the same options give the same bytes, others give others`(folder: String) throws {
        let convention = try SyntheticDropTests.convention(folder)
        func bytes(_ seed: UInt64) throws -> [UInt8] {
            var options = SyntheticDrop.Options(rows: 300, day: SyntheticDropTests.day)
            options.seed = seed
            options.faults = 0.05
            var bytes: [UInt8] = []
            for drop in try SyntheticDrop.all(of: convention, options) { try drop.write { bytes += $0 } }
            return bytes
        }
        let first = try bytes(3)
        #expect(try bytes(3) == first)
        #expect(try bytes(4) != first)
    }

    @Test func `names have the day that was asked for`() throws {
        let options = SyntheticDrop.Options(rows: 1, day: SyntheticDropTests.day)
        func names(_ folder: String) throws -> [String] {
            try SyntheticDrop.all(of: try SyntheticDropTests.convention(folder), options).map(\.name)
        }
        #expect(try names("Conventions/sidep") == ["SIDEP_20261120.csv.age"])
        let vectors = "Tests/SystemTests/Vectors/synthesis/"
        #expect(try names(vectors + "archive") == ["ALL_20261120.tar.gz.age"])
        #expect(
            try names(vectors + "dialects") == [
                "PLAIN_20261120.age", "ESCAPED_20261120.age", "BARE_202611_1.age",
            ])
    }
}
