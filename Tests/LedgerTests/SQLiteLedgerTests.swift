import Exclusion
import Foundation
import Ledger
import SQLite
import Support
import TestSupport
import Testing

struct SQLiteLedgerTests {
    private let directory: TemporaryDirectory
    private var path: String { directory.file("ledger.sqlite") }

    init() throws { directory = try TemporaryDirectory() }

    @Test(arguments: ConformanceRule.all)
    func `conforms`(_ rule: ConformanceRule) throws { try rule.check(try SQLiteLedger(path: path)) }

    @Test func `stands as it was after every step when its process vanishes`() throws {
        let ledger = try SQLiteLedger(path: path)
        let steps: [(DropState, (any Ledger) throws -> Void)] = [
            (.received, { _ = try $0.register(Samples.drop("a"), at: Samples.start, arrival: Samples.render) }),
            (.processing, { _ = try $0.begin("a", at: Samples.start) }),
            (.processing, { try $0.prepare("a", outcome: [9], at: Samples.start) }),
            (.ingested, { try $0.end("a", .ingested, oppositions: [Samples.update(.add, 1)]) }),
        ]
        for (state, step) in steps {
            try step(ledger)
            // What the disk holds at this moment, without the connection's closing.
            let copy = try TemporaryDirectory()
            for name in ["ledger.sqlite", "ledger.sqlite-wal"] { try copy.write(name, try directory.read(name)) }
            let reopened = try SQLiteLedger(path: copy.file("ledger.sqlite"))
            #expect(try reopened.drop("a")?.state == state)
            #expect(try reopened.drop("a") == (try ledger.drop("a")))
            #expect(try reopened.receipts(drop: "a") == (try ledger.receipts(drop: "a")))
            #expect(try reopened.matrix() == (try ledger.matrix()))
            #expect(try reopened.check().isEmpty)
        }
    }

    @Test func `a renderer that calls the ledger fails instead of hanging`() throws {
        let ledger = try SQLiteLedger(path: path)
        #expect(throws: (any Error).self) {
            try ledger.register(Samples.drop("a"), at: Samples.start) { slot in
                _ = try ledger.begin("a", at: Samples.start)
                return try Samples.render(slot)
            }
        }
        #expect(try ledger.drop("a") == nil)
    }

    @Test func `lets the monitor read and leave requests, and nothing else`() throws {
        let ledger = try SQLiteLedger(path: path)
        try ledger.take(Samples.drop("a"))
        try ledger.end("a", .quarantined)
        let monitor = try SQLiteLedger(path: path, role: .requester)
        #expect(try monitor.drop("a")?.state == .quarantined)
        _ = try monitor.request(.retry, drop: "a", operatorName: "ana", note: "", at: Samples.start)
        #expect(try ledger.pendingRequests().map(\.action) == [.retry])
        let request = try #require(try ledger.pendingRequests().first)
        #expect(throws: DatabaseFault.self) { try monitor.settleRequest(request.id, result: "done", at: Samples.start) }
        #expect(throws: DatabaseFault.self) {
            try monitor.requeue("a", release: true, note: nil, at: Samples.start)
        }
        #expect(throws: DatabaseFault.self) { try monitor.end("a", .discarded) }
        #expect(try ledger.drop("a")?.state == .quarantined)
        #expect(try monitor.check().isEmpty)
    }

    @Test func `lets a reader read, also when nobody else has the file open`() throws {
        do {
            let ledger = try SQLiteLedger(path: path)
            try ledger.take(Samples.drop("a"))
            try ledger.end("a", .quarantined)
        }
        // What a reader without the right to make them needs is still there.
        for suffix in ["-wal", "-shm"] { #expect(FileManager.default.fileExists(atPath: path + suffix)) }
        let reader = try SQLiteLedger(path: path, role: .reader)
        #expect(try reader.drop("a")?.state == .quarantined)
        #expect(throws: DatabaseFault.self) {
            _ = try reader.request(.retry, drop: "a", operatorName: "ana", note: "", at: Samples.start)
        }
    }

    @Test func `refuses a file of a later version`() throws {
        _ = try SQLiteLedger(path: path)
        try Database(path: path).run("INSERT INTO migrations VALUES (999, 0)")
        #expect(throws: LedgerFault.schemaTooNew(found: 999, known: 6)) { _ = try SQLiteLedger(path: path) }
    }

    @Test func `takes over a ledger of version 5 with all that it holds`() throws {
        try Database(path: path).runScript(
            String(decoding: Checkout.read("Tests/LedgerTests/Vectors/version-5.sql"), as: UTF8.self))
        let ledger = try SQLiteLedger(path: path)
        let old = try #require(try ledger.drop("a"))
        #expect(old.state == .partial && old.result.tables.map(\.text) == ["t@7", "u"])
        #expect(old.delivery == nil && old.waitsSince == nil)
        #expect(try ledger.receipts(drop: "a").map(\.kind) == [.arrival, .outcome])
        #expect(try ledger.receipts(drop: "a").last?.acknowledgedAt != nil)
        #expect(try ledger.requests(drop: "a").map(\.result) == ["done"])
        #expect(try ReceiptChain.check(ledger, account: "lab").broken == nil)
        #expect(try ledger.openDeliveries() == [])
        _ = try ledger.begin("b", at: Samples.start)
        try ledger.end("b", .ingested)
        #expect(try ReceiptChain.check(ledger, account: "lab").sound == 3)
        #expect(try ledger.check() == [])
    }

    @Test func `is opened a second time without another migration`() throws {
        try SQLiteLedger(path: path).take(Samples.drop("a"))
        #expect(try SQLiteLedger(path: path).drop("a")?.state == .processing)
    }

    @Test func `the schema itself refuses a second outcome and a fork of the chain`() throws {
        let ledger = try SQLiteLedger(path: path)
        try ledger.take(Samples.drop("a"))
        try ledger.end("a", .ingested)
        let database = try Database(path: path)
        for (kind, number) in [("outcome", 3), ("arrival", 3), ("quarantine", 2)] {
            let fault = #expect(throws: DatabaseFault.self) {
                try database.run(
                    """
                    INSERT INTO receipts (account, number, dropSequence, kind, createdAt, previous, sha256, json, signature,
                        text) VALUES ('lab', ?, 1, ?, 0, zeroblob(31) || x'07', zeroblob(32), x'00', x'00', x'00')
                    """, [.int(number), .text(kind)])
            }
            #expect(fault?.code == "database.constraint")
        }
    }

    @Test func `a receipt altered in the file breaks its chain`() throws {
        let ledger = try SQLiteLedger(path: path)
        for id in ["a", "b"] {
            try ledger.take(Samples.drop(id))
            try ledger.end(id, .ingested)
        }
        try Database(path: path).run("UPDATE receipts SET json = x'7b7d' WHERE number = 2")
        let report = try ReceiptChain.check(ledger, account: "lab")
        #expect(report.broken == ReceiptBreak(number: 2, reason: .digest))
        try Database(path: path).run("DELETE FROM receipts WHERE number = 2")
        #expect(try ReceiptChain.check(ledger, account: "lab").broken == ReceiptBreak(number: 3, reason: .gap))
    }

    @Test func `fills and reads a matrix of a hundred thousand rows`() throws {
        let ledger = try SQLiteLedger(path: path)
        try ledger.take(Samples.drop("o", channel: .oppositions))
        try ledger.end("o", .ingested, oppositions: (0..<100_000).map { try Samples.update(.add, $0) })
        var count = 0
        let version = try ledger.matrixRows(domain: "persons") { row in count += row.sourceDrop == "o" ? 1 : 0 }
        #expect(count == 100_000)
        #expect(version == 1)
    }

    @Test(arguments: [
        "SELECT id FROM matrix WHERE pseudonym = x'00' AND scope = 1",
        "UPDATE matrix SET until = 1 WHERE pseudonym = x'00' AND scope = 1 AND since = 1 AND until IS NULL",
        "SELECT id FROM drops WHERE sha256 = x'00' AND convention = 'c'",
        "SELECT number FROM receipts WHERE account = 'a' ORDER BY number DESC LIMIT 1",
        "SELECT id FROM drops WHERE state IN ('received', 'processing') ORDER BY sequence",
    ])
    func `finds by an index what it looks up for every line or drop`(sql: String) throws {
        _ = try SQLiteLedger(path: path)
        let plan = try Database(path: path).all("EXPLAIN QUERY PLAN " + sql) { row throws(DatabaseFault) in
            try row.text(3)
        }
        #expect(plan.contains { $0.contains("INDEX") }, "\(plan)")
    }

    @Test func `gives every thread its own number`() async throws {
        let ledger = try SQLiteLedger(path: path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for index in 0..<10 { try ledger.take(Samples.drop("d\(task)-\(index)")) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try ReceiptChain.check(ledger, account: "lab").sound == 80)
    }

    @Test func `no fault shows what was stored`() throws {
        let ledger = try SQLiteLedger(path: path)
        var drop = try Samples.drop("CANARY-id")
        drop.name = "CANARY-name"
        try ledger.take(drop)
        let operations: [() throws -> Void] = [
            { try ledger.end("CANARY-id", .discarded) },
            { _ = try ledger.begin("CANARY-none", at: Samples.start) },
            {
                _ = try ledger.request(
                    .retry, drop: "CANARY-id", operatorName: "CANARY", note: "CANARY", at: Samples.start)
            },
            { try ledger.markReceiptDelivered(account: "CANARY", number: 5, at: Samples.start) },
            { try ledger.markClosed("CANARY-id", at: Samples.start) },
        ]
        for operation in operations {
            let fault = #expect(throws: LedgerFault.self) { try operation() }
            #expect(!String(describing: fault).contains("CANARY"))
        }
    }
}
