import Foundation
import Platform
import Support
import TestSupport
import Testing

/// SIGKILL while rows are replaced, then a restart: readers see the rows before or those after, and the receipt says how many.
@Suite(.serialized) struct ReplacementCrashTests {
    static let points: [CrashPoint] = [
        .dataFileWritten, .outcomePrepared, .logEntryWritten, .tableLinked, .tableCommitted, .outcomeRecorded,
    ]
    private static let killed: Int32 = 137
    private static let mostTimes = 20
    private static let names = ["SIDEP_20261118.csv.age": "ingested", "SIDEP_20261119.csv.age": "ingested"]

    /// SI-DEP with a window of days for each laboratory.
    private func convention(in folder: TemporaryDirectory) throws -> String {
        try ChangedConvention.make(
            "sidep", table: "test", in: folder,
            convention: { object in
                guard var tables = object["tables"] as? [[String: Any]] else { return }
                tables[0]["loadMode"] = "replaceWindow"
                tables[0]["replaces"] = ["same": ["finess_labo"], "field": "date_prelevement"]
                object["tables"] = tables
            })
    }

    @Test(arguments: points)
    func `an ingester killed while rows are replaced leaves all as before or all as after`(_ point: CrashPoint) throws {
        let folder = try TemporaryDirectory()
        let gateway = try Gateway(conventions: [try convention(in: folder)])
        try gateway.start(["receive"])
        func rows(_ ids: Range<Int>, _ day: String) -> [[String]] {
            ids.map {
                Sidep.row(
                    $0, ["date_prelevement": "2026-11-\(day)T08:30:00", "date_validation": "2026-11-\(day)T18:05:00"])
            }
        }
        let first = Sidep.file(rows(1..<31, "17") + rows(31..<51, "18"))
        try gateway.put(try gateway.seal(first, "SIDEP_20261118.csv.age"))
        try gateway.ingestOnce()
        try gateway.put(try gateway.seal(Sidep.file(rows(60..<70, "18")), "SIDEP_20261119.csv.age"))
        try gateway.stop()
        let store = try gateway.keepCopy()
        var crashes = 0
        for time in 1...Self.mostTimes {
            try gateway.restore(store)
            let comment = "\(point.rawValue):\(time)"
            let killed = try gateway.ecluse(["ingest", "--once"], environment: ["ECLUSE_CRASH_AT": comment])
            if killed.status == 0 { break }
            #expect(killed.status == Self.killed, "\(comment): \(killed.errors)")
            crashes += 1
            #expect([50, 40].contains(try gateway.rows("sidep", "test")), "\(comment): all of a drop or nothing")
            try gateway.ingestOnce()
            try gateway.expectSound(Self.names, rows: 40, comment)
            let receipt = try gateway.outcome(of: "SIDEP_20261119.csv.age")
            let table = receipt.json["tables"]?.array?.first
            // In steps of the floor, since rows may be left out for oppositions.
            #expect(table?["replacedAtLeast"]?.integer == 11, "\(comment)")
        }
        #expect(crashes > 0, "the point is reached")
        #expect(crashes < Self.mostTimes)
        if PythonReaders.areInstalled {
            let table = gateway.home + "/catalogue/sidep/test"
            for reader in ["delta-rs", "delta-polars", "delta-duckdb"] {
                try #expect(PythonReaders.rows(reader, table).count == 40)
            }
        }
    }
}
