import Convention
import Ingestion
import Ledger
import Support
import TestSupport
import Testing

/// Files that a manifest ties together are ingested in one go, or not at all.
@Suite struct DeliveryTests {
    /// Codes of the reasons in the last receipt of a drop.
    private func reasons(_ harness: IngestionHarness, _ id: String) throws -> [String] {
        try harness.end(id).receipt["reasons"]?.array?.compactMap { $0["code"]?.string } ?? []
    }

    @Test(arguments: [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]])
    func `is ingested whatever arrives first`(_ order: [Int]) throws {
        let harness = try IngestionHarness.ofDeliveries()
        let delivery = CohortDelivery(harness)
        var ids = ["", "", ""]
        for place in order {
            try harness.expectNothingPublished()
            ids[place] = try place == 2 ? delivery.sendManifest() : delivery.send(["person", "visit"][place])
            _ = try harness.ingester.sweep()
        }
        #expect(try harness.states(ids) == [.ingested, .ingested, .ingested])
        try harness.expectEnded(ids)
        #expect(try harness.rows() == 7)
        #expect(try harness.kinds(ids[2]) == (order[2] == 2 ? [.arrival, .outcome] : [.arrival, .notice, .outcome]))
        for id in ids[..<2] { #expect(try harness.kinds(id) == [.arrival, .outcome]) }
        let (person, visit, manifest) = (
            try harness.end(ids[0]), try harness.end(ids[1]), try harness.end(ids[2])
        )
        #expect(person.counts == ["read": 4, "kept": 4, "rejected": 0, "excluded": 0, "duplicate": 0])
        #expect(visit.counts["read"] == 3 && visit.receipt["tables"]?.array?.count == 1)
        #expect(manifest.counts(0)["read"] == 4 && manifest.counts(1)["read"] == 3)
        for end in [person, visit, manifest] {
            #expect(end.receipt["delivery"]?["manifest"]?.string == ids[2])
            #expect(end.receipt["delivery"]?["period"]?.string == "202610")
        }
        #expect(manifest.receipt["delivery"]?["files"]?.array?.map { $0["drop"]?.string } == [ids[0], ids[1]])
        // One transaction for all its tables.
        let logs = harness.folder.allFiles().filter { $0.contains("_delta_log/0000") && $0.hasSuffix("1.json") }
        #expect(logs.count == 2)
        for log in logs {
            #expect(String(decoding: try harness.folder.read(log), as: UTF8.self).contains("\"appId\":\"\(ids[2])\""))
        }
    }

    @Test func `says on arrival until when a file waits, and in a notice what a manifest waits for`() throws {
        let harness = try IngestionHarness.ofDeliveries()
        let delivery = CohortDelivery(harness)
        let person = try delivery.send("person")
        let manifest = try delivery.sendManifest()
        #expect(try harness.ingester.sweep() == 0)
        let before = IngestionHarness.start.advanced(seconds: 72 * 3600).iso8601(fraction: 0)
        let arrival = try harness.end(person).receipt
        #expect(arrival["waits"]?["code"]?.string == "delivery.file-waits")
        #expect(arrival["waits"]?["arguments"]?["before"]?.string == before)
        let notice = try harness.end(manifest).receipt
        #expect(notice["kind"]?.string == "notice")
        let waits = notice["reasons"]?.array?.first
        #expect(waits?["code"]?.string == "delivery.waits")
        #expect(waits?["arguments"]?["tables"]?.string == "visit")
        #expect(waits?["arguments"]?["before"]?.string == before)
        #expect(try harness.journal("delivery.announced").count == 1)
        #expect(try harness.ingester.sweep() == 0)
        #expect(try harness.kinds(manifest) == [.arrival, .notice])
    }

    @Test func `has files of tables that it may lack, compressed as agreed`() throws {
        let harness = try IngestionHarness.ofDeliveries()
        var delivery = CohortDelivery(harness)
        delivery.files.append(("death", "DEATH.csv.age", Cohort.children([(1, 4)])))
        let ids = try delivery.sendAll()
        #expect(try harness.ingester.sweep() == 4)
        #expect(try harness.states(ids) == [.ingested, .ingested, .ingested, .ingested])
        #expect(try harness.rows() == 8)
    }

    @Test func `counts what is left out in the receipt of its file and in that of the manifest`() throws {
        let harness = try IngestionHarness.ofDeliveries()
        var delivery = CohortDelivery(harness)
        delivery.files.append(("death", "DEATH.csv.age", Cohort.children([(1, 4), (2, 99)])))
        let ids = try delivery.sendAll()
        _ = try harness.ingester.sweep()
        #expect(try harness.states(ids) == [.ingested, .ingested, .partial, .partial])
        #expect(try harness.end(ids[2]).counts["rejected"] == 1)
        #expect(try harness.end(ids[3]).counts(2)["rejected"] == 1)
        #expect(try harness.rows() == 8)
    }

    /// A delivery with one fault in the file of visits, and the code that its receipt must give.
    struct Fault: Sendable, CustomTestStringConvertible {
        let code: String
        var visits: [UInt8] = Cohort.children([(10, 1), (11, 1), (12, 4)])
        var first: Int?
        var change: @Sendable (inout DeliveryManifest) -> Void = { _ in }
        var testDescription: String { code }
    }

    static let faults = [
        Fault(code: "delivery.other-digest") {
            $0.files[1].sha256 = String($0.files[1].sha256.reversed())
        },
        Fault(code: "delivery.other-rows") { $0.files[1].rows = 4 },
        Fault(code: "delivery.other-bytes") { $0.files[1].bytes += 1 },
        Fault(code: "envelope.", first: 200),
        Fault(code: "csv.column-missing", visits: Array("id\n1\n".utf8)),
        Fault(code: "drop.rule", visits: Cohort.children([(10, 1), (11, 99)])),
    ]

    @Test(arguments: faults)
    func `is refused as a whole where one file is bad, and needs only that file again`(_ fault: Fault) throws {
        let harness = try IngestionHarness.ofDeliveries()
        var delivery = CohortDelivery(harness)
        let good = delivery.files[1].bytes
        delivery.files[1].bytes = fault.visits
        let person = try delivery.send("person")
        let visit = try delivery.send("visit", first: fault.first)
        let manifest = try delivery.sendManifest(fault.change)
        _ = try harness.ingester.sweep()
        try harness.expectNothingPublished()
        #expect(try harness.states([person, visit, manifest]) == [.received, .rejected, .rejected])
        try harness.expectEnded([visit, manifest])
        for id in [visit, manifest] {
            let reasons = try reasons(harness, id)
            #expect(reasons.first?.hasPrefix(fault.code) == true, "\(reasons)")
            #expect(reasons.last == "delivery.refused", "\(reasons)")
        }
        let kept = try harness.end(person).receipt
        #expect(kept["kind"]?.string == "notice")
        #expect(kept["reasons"]?.array?.first?["code"]?.string == "delivery.let-go")
        #expect(kept["reasons"]?.array?.first?["arguments"]?["tables"]?.string == "visit")

        delivery.files[1] = ("visit", "VISIT_2.csv.age", good)
        delivery.manifestName = "M_202610_2.json.age"
        let again = [try delivery.send("visit"), try delivery.sendManifest()]
        #expect(try harness.ingester.sweep() == 3)
        #expect(try harness.states([person] + again) == [.ingested, .ingested, .ingested])
        try harness.expectEnded([person, visit, manifest] + again)
        #expect(try harness.rows() == 7)
    }

    @Test func `a file that is sent again under its name takes the place of the one that waits`() throws {
        let harness = try IngestionHarness.ofDeliveries()
        let delivery = CohortDelivery(harness)
        let old = try delivery.send("person")
        let ids = try delivery.sendAll()
        #expect(try harness.ingester.sweep() == 4)
        #expect(try harness.states([old] + ids) == [.rejected, .ingested, .ingested, .ingested])
        #expect(try reasons(harness, old) == ["delivery.superseded"])
        try harness.expectEnded([old] + ids)
        #expect(try harness.rows() == 7)
    }

    /// What is wrong with a manifest, and its code.
    static let manifests: [(code: String, change: @Sendable (inout DeliveryManifest) -> Void)] = [
        ("manifest.unknown-table", { $0.files[1].table = "visits" }),
        ("manifest.repeated-table", { $0.files[1].table = "person" }),
        ("manifest.repeated-name", { $0.files[1].name = $0.files[0].name }), ("manifest.other", { $0.base = "rpu" }),
        ("manifest.other", { $0.convention = "rpu" }), ("manifest.other", { $0.schemaVersion = 9 }),
        ("manifest.other-period", { $0.period = "202611" }), ("manifest.form", { $0.period = "2026-10" }),
        ("manifest.missing-tables", { $0.files.removeLast() }),
        ("manifest.wrong-name", { $0.files[1].name = "VISITS.csv.age" }),
    ]

    @Test func `a manifest that is wrong in itself ends alone, and its files wait for another`() throws {
        let harness = try IngestionHarness.ofDeliveries()
        let delivery = CohortDelivery(harness)
        let files = [try delivery.send("person"), try delivery.send("visit")]
        for (code, change) in Self.manifests {
            let manifest = try delivery.sendManifest(change)
            #expect(try harness.ingester.sweep() == 1)
            let reasons = try reasons(harness, manifest)
            #expect(reasons.contains(code), "\(reasons)")
            try harness.expectEnded([manifest], code)
        }
        let clear = try harness.handOver(sealed: Array("{\"CANARY\": 1}".utf8), "M_202610.json.age")
        #expect(try harness.ingester.sweep() == 1)
        #expect(try harness.ledger.drop(clear)?.state == .rejected)
        try harness.expectNothingPublished()
        #expect(try harness.states(files) == [.received, .received])
        let manifest = try delivery.sendManifest()
        #expect(try harness.ingester.sweep() == 3)
        try harness.expectEnded(files + [manifest])
        #expect(try harness.rows() == 7)
    }

    @Test func `what is not complete in time ends with what was missing`() throws {
        let harness = try IngestionHarness.ofDeliveries()
        let delivery = CohortDelivery(harness)
        let ids = [try delivery.send("person"), try delivery.sendManifest()]
        _ = try harness.ingester.sweep()
        harness.clock.advance(hours: 71)
        #expect(try harness.ingester.sweep() == 0)
        harness.clock.advance(hours: 1)
        _ = try harness.ingester.sweep()
        #expect(try harness.states(ids) == [.rejected, .rejected])
        for id in ids {
            #expect(try reasons(harness, id) == ["delivery.incomplete"])
            let reason = try harness.end(id).receipt["reasons"]?.array?.first
            #expect(reason?["arguments"]?["tables"]?.string == "visit")
        }
        try harness.expectEnded(ids)
        try harness.expectNothingPublished()
        // What comes too late waits for a manifest of its own.
        let late = try delivery.send("visit")
        #expect(try harness.ingester.sweep() == 0)
        harness.clock.advance(hours: 72)
        #expect(try harness.ingester.sweep() == 1)
        #expect(try reasons(harness, late) == ["delivery.no-manifest"])
        try harness.expectEnded([late])
    }

    @Test func `files that waited while nobody worked are not late`() throws {
        let harness = try IngestionHarness.ofDeliveries()
        let ids = try CohortDelivery(harness).sendAll()
        harness.clock.advance(hours: 500)
        #expect(try harness.ingester.sweep() == 3)
        #expect(try harness.states(ids) == [.ingested, .ingested, .ingested])
    }
}
