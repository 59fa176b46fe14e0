import Containers
import Convention
import Foundation
import Ingestion
import Ledger
import Records
import Support
import TestSupport
import Testing

/// Each base's convention takes its sample whole and refuses what is wrong in it.
@Suite struct BaseSampleTests {
    private static func delimiter(_ convention: Convention) -> Character {
        Character(UnicodeScalar(convention.tables[0].dialect.delimiter))
    }

    /// The drops that bring `tables`: one a table, or one archive; each with its name and its tables' places.
    private static func drops(_ tables: [BaseSample.Table], _ convention: Convention) throws -> [(
        name: String, content: [UInt8], tables: [Int]
    )] {
        if let archive = convention.archive {
            let folder = try TemporaryDirectory()
            for table in tables {
                try folder.write(try #require(convention.table(named: table.name)?.entry).example, table.file)
            }
            let packed = try Tool.run("sh", ["-c", "tar -cz *"], directory: folder.path)
            try #require(packed.status == 0, "\(packed.errors)")
            return [(archive.nameExample, packed.stdout, Array(tables.indices))]
        }
        return try tables.enumerated().map { index, table in
            let agreed = try #require(convention.table(named: table.name))
            return (agreed.nameExample, try packed(table.file, agreed.compression), [index])
        }
    }

    private static func packed(_ file: [UInt8], _ compression: FileCompression) throws -> [UInt8] {
        switch compression {
        case .none: file
        case .gzip: try Tool.run("gzip", ["-c"], stdin: file).stdout
        case .zstd: try Tool.run("zstd", ["-qc"], stdin: file).stdout
        }
    }

    private static func matches(_ found: [String?], _ expected: [String?]) -> Bool {
        found.count == expected.count
            && zip(found, expected).allSatisfy { $0 == $1 || $1 == "*" && $0 != nil && $0 != "" }
    }

    @Test(arguments: BaseSample.bases) func `the sample of a base arrives whole, each value treated`(_ base: String)
        throws
    {
        let harness = try IngestionHarness(base: base)
        let sample = try BaseSample(base)
        for drop in try Self.drops(sample.tables, harness.convention) {
            let end = try harness.ingest(drop.content, drop.name)
            #expect(end.state == .ingested, "\(drop.name): \(end.record.result.codes) \(end.report)")
            for (place, index) in drop.tables.enumerated() {
                let expected = sample.tables[index].expected
                #expect(end.counts(place)["kept"] == expected.count, "\(sample.tables[index].name)")
                guard PythonReaders.areInstalled, !expected.isEmpty else { continue }
                let path = "catalogue/\(harness.convention.card.base)/\(sample.tables[index].name)"
                var rows = try PythonReaders.rows("delta-rs", harness.folder.file(path))
                for row in expected {
                    let place = rows.firstIndex { Self.matches($0, row) }
                    #expect(place != nil, "\(sample.tables[index].name): no row like \(row) in \(rows)")
                    if let place { rows.remove(at: place) }
                }
                #expect(rows.isEmpty)
            }
        }
    }

    @Test(arguments: BaseSample.bases) func `what is wrong in the sample of a base is found, and nothing is published`(
        _ base: String
    ) throws {
        let sample = try BaseSample(base)
        #expect(sample.faults.count >= 5)
        for fault in sample.faults {
            let harness = try IngestionHarness(base: base)
            let tables = try sample.broken(by: fault, delimiter: Self.delimiter(harness.convention))
            let drops = try Self.drops(tables, harness.convention)
            let drop = try #require(drops.first { $0.tables.contains(fault.table) })
            let end = try harness.ingest(drop.content, drop.name)
            let wanted: DropState = fault.code == "treatment.forbidden" ? .quarantined : .rejected
            #expect(end.state == wanted, "\(fault)")
            let codes = (end.receipt["rules"]?.array ?? []).compactMap { $0["code"]?.string }
            #expect((codes + end.record.result.codes).contains(fault.code), "\(fault): \(codes)")
            #expect(try harness.rows() == 0)
            #expect(harness.dataFiles().isEmpty)
        }
    }
}
