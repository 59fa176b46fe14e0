import Ledger
import Support
import TestSupport
import Testing

/// What the ledger keeps of drops that a manifest ties together.
struct DeliveryTests {
    private let directory: TemporaryDirectory
    private let ledger: SQLiteLedger

    init() throws {
        directory = try TemporaryDirectory()
        ledger = try SQLiteLedger(path: directory.file("ledger.sqlite"))
    }

    /// Registers a drop called `name`.
    private func receive(_ id: String, _ name: String, account: String = "lab") throws {
        var drop = try Samples.drop(id, account: account)
        drop.name = name
        _ = try ledger.register(drop, at: Samples.start, arrival: Samples.render)
    }

    private func delivery(_ manifest: String, content: String = "x", _ files: [String]) throws -> DeliveryRecord {
        DeliveryRecord(
            manifest: manifest, period: "202601", content: try Samples.digest(content),
            deadline: Samples.start.advanced(seconds: 3600), files: files.map { .init(name: $0, table: "t-\($0)") })
    }

    @discardableResult
    private func announce(_ manifest: String, content: String = "x", _ files: [String]) throws -> DeliveryRecord {
        try receive(manifest, "m")
        _ = try ledger.begin(manifest, at: Samples.start)
        return try ledger.announce(delivery(manifest, content: content, files), at: Samples.start) { missing, slot in
            #expect(!missing.isEmpty)
            return try Samples.render(slot)
        }
    }

    private func finish(_ states: [(String, DropState)], released: [String] = []) throws {
        let outcomes = states.map { Outcome(drop: $0.0, state: $0.1, at: Samples.start) }
        try ledger.finish(DeliveryOutcome(outcomes: outcomes, released: released, at: Samples.start)) { _, slot in
            try Samples.render(slot)
        }
    }

    private func kinds(_ id: String) throws -> [ReceiptKind] { try ledger.receipts(drop: id).map(\.kind) }

    @Test func `takes the newest waiting upload of each name, and none of another account`() throws {
        try receive("a1", "a")
        try receive("a2", "a")
        try receive("b", "b", account: "other")
        let delivery = try announce("m", ["a", "b"])
        #expect(delivery.files.map(\.drop) == ["a2", nil])
        #expect(delivery.missing == ["t-b"] && !delivery.isComplete)
        #expect(try ledger.drop("a2")?.delivery == "m" && ledger.drop("m")?.delivery == "m")
        #expect(try ledger.drop("a1")?.delivery == nil && ledger.drop("b")?.delivery == nil)
        #expect(try ledger.isSuperseded("a1") && !ledger.isSuperseded("a2") && !ledger.isSuperseded("b"))
        #expect(try ledger.drop("m")?.state == .received)
        #expect(try kinds("m") == [.arrival, .notice])
    }

    @Test func `takes what comes later, once, and gives a complete delivery no notice`() throws {
        try announce("m", ["a"])
        try receive("a1", "a")
        #expect(try ledger.claimFiles(delivery: "m", at: Samples.start).files.map(\.drop) == ["a1"])
        try receive("a2", "a")
        #expect(try ledger.claimFiles(delivery: "m", at: Samples.start).files.map(\.drop) == ["a1"])
        let second = try announce("n", ["a"])
        #expect(second.files.map(\.drop) == ["a2"])
        #expect(try kinds("n") == [.arrival])
        #expect(try ledger.openDeliveries().map(\.manifest) == ["m", "n"])
    }

    @Test func `ends all drops of a delivery at once, each with one outcome`() throws {
        try receive("a", "a")
        try receive("b", "b")
        try announce("m", ["a", "b"])
        _ = try ledger.begin("m", at: Samples.start)
        try finish([("a", .partial), ("b", .ingested), ("m", .partial)])
        for id in ["a", "b", "m"] { #expect(try kinds(id) == [.arrival, .outcome]) }
        #expect(try ledger.history("b").map(\.to) == [.received, .processing, .ingested])
        #expect(try ledger.openDeliveries() == [])
        #expect(try ledger.unclosed().map(\.id) == ["a", "b", "m"])
        #expect(try ReceiptChain.check(ledger, account: "lab").broken == nil)
    }

    @Test func `ends none where one of them cannot end`() throws {
        try receive("a", "a")
        try announce("m", ["a"])
        _ = try ledger.begin("m", at: Samples.start)
        #expect(throws: LedgerFault.self) { try finish([("a", .ingested), ("m", .discarded)]) }
        #expect(try ledger.drop("a")?.state == .received)
        #expect(try kinds("a") == [.arrival])
    }

    @Test func `lets files go that wait for another manifest`() throws {
        try receive("a", "a")
        try receive("b", "b")
        try announce("m", ["a", "b"])
        _ = try ledger.begin("m", at: Samples.start)
        try finish([("b", .rejected), ("m", .rejected)], released: ["a"])
        let free = try #require(try ledger.drop("a"))
        #expect(free.state == .received && free.delivery == nil && free.waitsSince == Samples.start)
        #expect(try kinds("a") == [.arrival, .notice])
        try receive("b2", "b")
        #expect(try announce("n", ["a", "b"]).files.map(\.drop) == ["a", "b2"])
    }

    @Test func `knows a delivery of the same content that was ingested, and no other`() throws {
        try receive("a", "a")
        try announce("m", content: "same", ["a"])
        let content = try Samples.digest("same")
        #expect(try ledger.earlierDelivery(content: content, convention: "sidep", than: "z") == nil)
        _ = try ledger.begin("m", at: Samples.start)
        try finish([("a", .ingested), ("m", .ingested)])
        #expect(try ledger.earlierDelivery(content: content, convention: "sidep", than: "z")?.id == "m")
        #expect(try ledger.earlierDelivery(content: content, convention: "sidep", than: "m") == nil)
        #expect(try ledger.earlierDelivery(content: content, convention: "other", than: "z") == nil)
        #expect(try ledger.earlierDelivery(content: Samples.digest("y"), convention: "sidep", than: "z") == nil)
    }

    @Test func `a delivery in quarantine comes out of it as a whole`() throws {
        try receive("a", "a")
        try announce("m", ["a"])
        _ = try ledger.begin("m", at: Samples.start)
        try finish([("a", .quarantined), ("m", .quarantined)])
        #expect(try kinds("a") == [.arrival, .quarantine])
        try ledger.requeue(delivery: "m", release: true, note: "seen", at: Samples.start)
        for id in ["a", "m"] {
            let record = try #require(try ledger.drop(id))
            #expect(record.state == .received && record.released && record.delivery == "m")
        }
        #expect(try ledger.delivery("m")?.isComplete == true)
        #expect(throws: LedgerFault.wrongState(.received)) {
            try ledger.requeue(delivery: "m", release: true, note: nil, at: Samples.start)
        }
    }

    @Test func `a manifest that was not begun announces nothing`() throws {
        try receive("m", "m")
        #expect(throws: LedgerFault.wrongState(.received)) {
            try ledger.announce(delivery("m", ["a"]), at: Samples.start) { _, slot in try Samples.render(slot) }
        }
        #expect(try ledger.delivery("m") == nil && ledger.drop("m")?.delivery == nil)
    }
}
