import Catalogue
import Foundation
import Parquet
import Support
import Testing

@Suite struct DeltaTableTests {
    let directory: TemporaryDirectory
    let table: DeltaTable

    init() throws {
        directory = try TemporaryDirectory()
        table = try DeltaTable.create(at: directory.path + "/t", schema: try Visits.schema(), now: Visits.now)
    }

    @Test func `a new table is empty and made once`() throws {
        let first = try table.snapshot()
        #expect(first.version == 0 && first.files.isEmpty)
        let again = try DeltaTable.create(at: directory.path + "/t", schema: try Visits.schema(), now: Visits.now)
        #expect(try again.snapshot().metadata?.id == first.metadata?.id)
        #expect(try again.snapshot().version == 0)
    }

    @Test func `a transaction is applied once and found again with its notes`() throws {
        let commit = DeltaCommit(
            adds: [try Visits.write(0..<10, drop: "d1", to: table)],
            transaction: DeltaTransaction(appID: "ecluse-d1", version: 1), info: [("drop", "d1"), ("rows", 10)])
        #expect(try table.committedTransaction(appID: "ecluse-d1") == nil)
        #expect(try table.commit(commit, now: Visits.now) == .committed(version: 1))
        #expect(try table.commit(commit, now: Visits.now) == .alreadyApplied(version: 1))
        let reopened = try DeltaTable.open(at: table.path)
        let found = try #require(try reopened.committedTransaction(appID: "ecluse-d1"))
        #expect(found.version == 1 && found.tableVersion == 1 && found.info?["drop"]?.string == "d1")
        #expect(try reopened.snapshot().rows == 10)
        #expect(try reopened.snapshot().lastNotes?["rows"]?.integer == 10)
    }

    @Test func `a writer that comes second takes the next version`() throws {
        let other = try DeltaTable.open(at: table.path)
        let mine = try Visits.write(0..<10, drop: "mine", to: table)
        let theirs = try Visits.write(10..<20, drop: "theirs", to: other)
        #expect(try other.commit(DeltaCommit(adds: [theirs]), now: Visits.now) == .committed(version: 1))
        #expect(try table.commit(DeltaCommit(adds: [mine]), now: Visits.now) == .committed(version: 2))
        #expect(try other.snapshot().rows == 20)
    }

    @Test func `many writers at once lose nothing and overwrite nothing`() async throws {
        let path = table.path
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    let table = try DeltaTable.open(at: path)
                    for step in 0..<5 {
                        let first = (writer * 5 + step) * 10
                        let file = try Visits.write(first..<(first + 10), drop: "w\(writer)-\(step)", to: table)
                        _ = try table.commit(DeltaCommit(adds: [file]), now: Visits.now)
                    }
                }
            }
            try await group.waitForAll()
        }
        let snapshot = try DeltaTable.open(at: path).snapshot()
        #expect(snapshot.version == 20 && snapshot.files.count == 20 && snapshot.rows == 200)
        #expect(try directory.names("t/_delta_log").count == 21)
    }

    @Test func `a window is replaced, and a removed file stays for older versions`() throws {
        let may = try Visits.write(0..<10, drop: "a", to: table, tags: ["window": "2026-05"])
        let june = try Visits.write(10..<20, drop: "b", to: table, tags: ["window": "2026-06"])
        _ = try table.commit(DeltaCommit(adds: [may, june]), now: Visits.now)
        let again = try Visits.write(10..<25, drop: "c", to: table, tags: ["window": "2026-06"])
        let change = DeltaCommit(adds: [again], removal: .tagged(name: "window", value: "2026-06"))
        _ = try table.commit(change, now: Visits.now)
        let snapshot = try DeltaTable.open(at: table.path).snapshot()
        #expect(snapshot.files.map(\.path) == ["part-a-0.parquet", "part-c-0.parquet"])
        #expect(snapshot.files.map(\.tags["window"]) == ["2026-05", "2026-06"])
        #expect(try table.removeOrphans(dropID: "b") == 0)
        #expect(try directory.names("t").contains("part-b-0.parquet"))
        #expect(throws: CatalogueFault.conflict(version: 2)) {
            try table.commit(DeltaCommit(adds: [], removal: .files(["part-b-0.parquet"])), now: Visits.now)
        }
    }

    @Test func `files that no commit names are removed, those of others are not`() throws {
        let kept = try Visits.write(0..<10, drop: "d", to: table)
        _ = try table.commit(DeltaCommit(adds: [kept]), now: Visits.now)
        _ = try Visits.write(0..<10, drop: "d", number: 1, to: table)
        _ = try Visits.write(0..<10, drop: "d-1", to: table)
        _ = FileManager.default.createFile(atPath: table.path + "/.part-d-2.parquet.tmp", contents: Data([1]))
        #expect(try table.removeOrphans(dropID: "d") == 2)
        #expect(try directory.names("t") == ["_delta_log", "part-d-0.parquet", "part-d-1-0.parquet"])
        #expect(throws: CatalogueFault.name) { try table.removeOrphans(dropID: "../x") }
    }

    @Test func `a writer that is given up leaves nothing`() throws {
        do { _ = try DataFileWriter(table: table, dropID: "x", number: 0, schema: try Visits.schema()) }
        #expect(try directory.names("t") == ["_delta_log"])
    }

    @Test func `rejects a log with a hole, a newer protocol and deletion vectors`() throws {
        let log = table.path + "/_delta_log/"
        func put(_ version: Int, _ text: String) throws {
            try text.write(toFile: log + String(format: "%020d.json", version), atomically: true, encoding: .utf8)
        }
        try put(2, "{\"commitInfo\":{}}")
        #expect(throws: CatalogueFault.incompleteLog(version: 1)) { try DeltaTable.open(at: table.path) }
        try put(1, "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7}}")
        #expect(throws: CatalogueFault.unsupported(feature: "protocol")) { try DeltaTable.open(at: table.path) }
        try put(1, "{\"add\":{\"path\":\"p\",\"size\":1,\"modificationTime\":1,\"deletionVector\":{}}}")
        #expect(throws: CatalogueFault.unsupported(feature: "deletionVectors")) { try DeltaTable.open(at: table.path) }
        try put(1, "{\"add\":{\"path\":\"p%zz\",\"size\":1,\"modificationTime\":1}}")
        #expect(throws: CatalogueFault.malformedLog(version: 1, line: 1)) { try DeltaTable.open(at: table.path) }
        #expect(throws: CatalogueFault.noTable) { try DeltaTable.open(at: directory.path) }
    }

    @Test func `mutated log entries are refused or read, never worse`() throws {
        _ = try table.commit(
            DeltaCommit(
                adds: [try Visits.write(0..<10, drop: "d", to: table)],
                transaction: DeltaTransaction(appID: "a", version: 1), info: [("drop", "d")]), now: Visits.now)
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Corpus").path
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { folder + "/" + $0 }
        let log = table.path + "/_delta_log/"
        let paths = files + [log + String(format: "%020d.json", 0), log + String(format: "%020d.json", 1)]
        var state: UInt64 = 11
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for path in paths {
            let seed = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
            DeltaSnapshot.fuzzLog(seed)
            for _ in 0..<100 where !seed.isEmpty {
                var bytes = seed
                for _ in 0...random(3) { bytes[random(bytes.count)] = UInt8(random(96) + 32) }
                DeltaSnapshot.fuzzLog(bytes)
            }
        }
    }
}
