import Catalogue
import Foundation
import Parquet
import Support
import TestSupport
import Testing

/// What other implementations read in our tables.
@Suite(.enabled(if: PythonReaders.areInstalled, Comment(rawValue: PythonReaders.absence)))
struct DeltaReadersTests {
    static let readers = ["delta-polars", "delta-rs", "delta-duckdb"]

    private func sorted(_ rows: [[String?]]) -> [[String?]] {
        rows.sorted { Int($0[0] ?? "") ?? 0 < Int($1[0] ?? "") ?? 0 }
    }

    @Test(arguments: readers) func `readers see what was committed, all of it and nothing else`(reader: String) throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/t"
        let table = try DeltaTable.create(at: path, name: "visits", schema: try Visits.schema(), now: Visits.now)
        #expect(try PythonReaders.rows(reader, path).isEmpty)
        let first = try Visits.write(0..<100, drop: "a", to: table, tags: ["window": "1"])
        let second = try Visits.write(100..<200, drop: "a", number: 1, to: table, tags: ["window": "2"])
        #expect(try PythonReaders.rows(reader, path).isEmpty)
        let commit = DeltaCommit(
            adds: [first, second], transaction: DeltaTransaction(appID: "a", version: 1), info: [("rows", 200)])
        _ = try table.commit(commit, now: Visits.now)
        #expect(sorted(try PythonReaders.rows(reader, path)) == (0..<200).map(Visits.row))
        // What a power cut between the two names of an entry leaves.
        let log = path + "/_delta_log/"
        try FileManager.default.copyItem(
            atPath: log + String(format: "%020d.json", 1), toPath: log + String(format: ".%020d.json.0123.tmp", 2))
        let again = try Visits.write(150..<230, drop: "b", to: table, tags: ["window": "2"])
        _ = try table.commit(DeltaCommit(adds: [again], removal: .tagged(name: "window", value: "2")), now: Visits.now)
        #expect(sorted(try PythonReaders.rows(reader, path)) == (Array(0..<100) + Array(150..<230)).map(Visits.row))
    }

    @Test(arguments: readers) func `bounds never hide a row`(reader: String) throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/t"
        let table = try DeltaTable.create(at: path, schema: try Visits.schema(), now: Visits.now)
        let files = try (0..<4).map { try Visits.write(($0 * 25)..<($0 * 25 + 25), drop: "d", number: $0, to: table) }
        _ = try table.commit(DeltaCommit(adds: files), now: Visits.now)
        for id in [1, 24, 44, 53, 98] {
            for predicate in ["id = \(id)", "town = '\(Visits.town(id))'", "score = \(Double(id) / 4 - 10)"] {
                #expect(try PythonReaders.rows(reader, path, where: predicate) == [Visits.row(id)], "\(predicate)")
            }
        }
    }
}
