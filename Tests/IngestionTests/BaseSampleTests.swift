import Containers
import Convention
import Crypto
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

    /// Sends `tables` as the convention says, and takes what came; gives the end of each table's drop and its place in the receipt.
    private static func send(_ tables: [BaseSample.Table], _ harness: IngestionHarness) throws -> [(
        end: IngestionHarness.End, place: Int
    )] {
        let convention = harness.convention
        let drops = try drops(tables, convention)
        let ids = try drops.map { try harness.handOver($0.content, $0.name) }
        if let delivery = convention.delivery {
            let manifest = DeliveryManifest(
                of: convention, period: "20260401", sender: "Test",
                files: try zip(drops, tables).map { drop, table in
                    DeliveryManifest.File(
                        name: drop.name, table: table.name, rows: Int64(table.lines.count - 1),
                        bytes: Int64(table.file.count), sha256: try SHA256.hash(table.file).description)
                })
            _ = try harness.handOver(manifest.json, delivery.manifestExample)
        }
        _ = try harness.ingester.sweep()
        return try zip(drops, ids).flatMap { drop, id in
            let end = try harness.end(id)
            return drop.tables.indices.map { (end, $0) }
        }
    }

    @Test(arguments: BaseSample.bases) func `the sample of a base arrives whole, each value treated`(_ base: String)
        throws
    {
        let harness = try IngestionHarness(base: base)
        let sample = try BaseSample(base)
        let ends = try Self.send(sample.tables, harness)
        // Of a base with many tables those are read back in which something can be wrong: a reader takes its time.
        let read = sample.tables.count > 10 ? Set(sample.faults.map(\.table)) : Set(sample.tables.indices)
        for (index, table) in sample.tables.enumerated() {
            let (end, place) = ends[index]
            #expect(end.state == .ingested, "\(table.name): \(end.record.result.codes) \(end.report)")
            #expect(end.counts(place)["kept"] == table.expected.count, "\(table.name)")
            guard PythonReaders.areInstalled, read.contains(index) else { continue }
            let path = "catalogue/\(harness.convention.card.base)/\(table.name)"
            var rows = try PythonReaders.rows("delta-rs", harness.folder.file(path))
            for row in table.expected {
                let place = rows.firstIndex { Self.matches($0, row) }
                #expect(place != nil, "\(table.name): no row like \(row) in \(rows)")
                if let place { rows.remove(at: place) }
            }
            #expect(rows.isEmpty)
        }
    }

    @Test(arguments: BaseSample.bases) func `what is wrong in the sample of a base is found, and nothing is published`(
        _ base: String
    ) throws {
        let sample = try BaseSample(base)
        #expect(sample.faults.count >= 5)
        for fault in sample.faults {
            let harness = try IngestionHarness(base: base)
            // Tables whose files are drops of their own are judged by themselves.
            let isAlone = harness.convention.archive == nil && harness.convention.delivery == nil
            let tables = try sample.broken(by: fault, delimiter: Self.delimiter(harness.convention))
            let sent = isAlone ? [tables[fault.table]] : tables
            let end = try Self.send(sent, harness)[isAlone ? 0 : fault.table].end
            let wanted: DropState = fault.code == "treatment.forbidden" ? .quarantined : .rejected
            #expect(end.state == wanted, "\(fault)")
            let codes = (end.receipt["rules"]?.array ?? []).compactMap { $0["code"]?.string }
            #expect((codes + end.record.result.codes).contains(fault.code), "\(fault): \(codes)")
            #expect(try harness.rows() == 0)
            #expect(harness.dataFiles().isEmpty)
        }
    }

    @Test func `an opposition by number reaches every table of a warehouse that is about the person`() throws {
        let harness = try IngestionHarness(base: "omop")
        let update = "person_id;action;date_effet;portee\n0100;add;2026-01-01;\n"
        _ = try harness.ingest(Array(update.utf8), "OPPOSITION_OMOP_20260115.csv.age", channel: .oppositions)
        let sample = try BaseSample("omop")
        let ends = try Self.send(sample.tables, harness)
        let nobody: Set = ["cost", "fact_relationship"]
        for (index, table) in sample.tables.enumerated() {
            let (end, place) = ends[index]
            let agreed = try #require(harness.convention.person)
            let isAbout = agreed.fields[table.name] != nil || ["note_nlp", "episode_event"].contains(table.name)
            #expect(!nobody.contains(table.name) || !isAbout)
            #expect(end.counts(place)["excluded"] == (isAbout ? 1 : 0), "\(table.name): \(end.record.result.codes)")
        }
    }
}
