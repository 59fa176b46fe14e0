import Convention
import Ingestion
import Ledger
import Support
import TestSupport
import Testing

/// Deliveries beside others: quarantine, operators, oppositions, the same again, later manifests.
@Suite struct DeliveryEndTests {
    private func reasons(_ harness: IngestionHarness, _ id: String) throws -> [String] {
        try harness.end(id).receipt["reasons"]?.array?.compactMap { $0["code"]?.string } ?? []
    }

    private func request(_ harness: IngestionHarness, _ action: OperatorAction, _ id: String) throws {
        _ = try harness.ledger.request(action, drop: id, operatorName: "test", note: "", at: IngestionHarness.start)
        _ = try harness.ingester.sweep()
    }

    @Test func `a forbidden value puts all of it in quarantine, and an operator decides about all of it`() throws {
        let harness = try IngestionHarness.ofDeliveries()
        var delivery = CohortDelivery(harness)
        delivery.files[0].bytes = Cohort.persons(Array(1...4), named: 3)
        let ids = try delivery.sendAll()
        _ = try harness.ingester.sweep()
        #expect(try harness.states(ids) == [.quarantined, .quarantined, .quarantined])
        try harness.expectNothingPublished()
        for id in ids {
            #expect(try harness.kinds(id) == [.arrival, .quarantine])
            #expect(try reasons(harness, id).last == "delivery.quarantined")
            #expect(try harness.ledger.drop(id)?.archivedAt != nil)
        }
        #expect(try harness.journal("incident.quarantined").count == 3)

        try request(harness, .retry, ids[1])
        #expect(try harness.states(ids) == [.quarantined, .quarantined, .quarantined])
        for id in ids { #expect(try harness.kinds(id) == [.arrival, .quarantine, .quarantine]) }
        try request(harness, .release, ids[2])
        #expect(try harness.states(ids) == [.quarantined, .quarantined, .quarantined])
        try request(harness, .discard, ids[0])
        #expect(try harness.states(ids) == [.discarded, .discarded, .discarded])
        try harness.expectEnded(ids)
        try harness.expectNothingPublished()
    }

    @Test func `a file of a nominative layout puts all of it in quarantine`() throws {
        let harness = try IngestionHarness.ofDeliveries()
        var delivery = CohortDelivery(harness)
        delivery.files[1].bytes = try Checkout.read("Tests/RecordsTests/Vectors/nominative/rss-grouped.txt")
        let ids = try delivery.sendAll()
        _ = try harness.ingester.sweep()
        #expect(try harness.states(ids) == [.quarantined, .quarantined, .quarantined])
        for id in ids {
            #expect(try reasons(harness, id) == ["drop.nominative-layout", "delivery.quarantined"])
            #expect(try harness.end(id).receipt["reasons"]?.array?.last?["arguments"]?["tables"]?.string == "visit")
        }
        try harness.expectNothingPublished()
    }

    @Test func `oppositions go first, and persons who opposed are left out of it`() throws {
        let harness = try IngestionHarness.ofDeliveries()
        let ids = try CohortDelivery(harness).sendAll()
        let update = try harness.handOver(
            Day.oppositions(["\(Day.person(2));add;2026-01-01;"]), "OPPOSITION_SIDEP_20261119.csv.age",
            channel: .oppositions)
        #expect(try harness.ingester.sweep() == 4)
        #expect(try harness.ledger.drop(update)?.state == .ingested)
        #expect(try harness.states(ids) == [.ingested, .ingested, .ingested])
        #expect(try harness.end(ids[0]).counts["excluded"] == 1)
        #expect(try harness.end(ids[2]).counts(0)["excluded"] == 1)
        #expect(try harness.rows() == 6)
    }

    @Test func `a file that was ingested before is a duplicate at once, under whatever name`() throws {
        let harness = try IngestionHarness.ofDeliveries()
        let delivery = CohortDelivery(harness)
        let sealed = try harness.seal(delivery.files[0].bytes)
        let ids = [
            try harness.handOver(sealed: sealed, "PERSON.csv.age"), try delivery.send("visit"),
            try delivery.sendManifest(),
        ]
        #expect(try harness.ingester.sweep() == 3)
        let again = try harness.handOver(sealed: sealed, "PERSON_2.csv.age")
        #expect(try harness.ingester.sweep() == 1)
        #expect(try harness.states(ids + [again]) == [.ingested, .ingested, .ingested, .duplicate])
        try harness.expectEnded(ids + [again])
    }

    @Test func `the same content sealed and named anew is a duplicate as a whole`() throws {
        let harness = try IngestionHarness.ofDeliveries()
        var delivery = CohortDelivery(harness)
        let first = try delivery.sendAll()
        _ = try harness.ingester.sweep()
        delivery.files[0].name = "PERSON_7.csv.age"
        delivery.files.reverse()
        let second = try delivery.sendAll()
        _ = try harness.ingester.sweep()
        #expect(try harness.states(first) == [.ingested, .ingested, .ingested])
        #expect(try harness.states(second) == [.duplicate, .duplicate, .duplicate])
        #expect(try harness.rows() == 7)
        // A correction is no duplicate, though one file of it is the same.
        delivery.files[0].bytes = Cohort.children([(20, 1)])
        let third = try delivery.sendAll()
        _ = try harness.ingester.sweep()
        #expect(try harness.states(third) == [.ingested, .ingested, .ingested])
        try harness.expectEnded(first + second + third)
        #expect(try harness.rows() == 12)
    }

    @Test func `a second delivery does not wait for the first, and neither takes the other's files`() throws {
        let harness = try IngestionHarness.ofDeliveries()
        let first = CohortDelivery(harness)
        var second = CohortDelivery(harness)
        (second.period, second.manifestName) = ("202611", "M_202611.json.age")
        second.files[0].bytes = Cohort.persons(Array(5...9))
        second.files[1].bytes = Cohort.children([(50, 9)])
        let waiting = [try first.send("person"), try first.sendManifest()]
        _ = try harness.ingester.sweep()
        let late = [try second.send("person"), try second.sendManifest()]
        #expect(try harness.ingester.sweep() == 0)
        // The first that misses a file of that name takes it.
        let visit = try first.send("visit")
        _ = try harness.ingester.sweep()
        #expect(try harness.states(waiting + [visit]) == [.ingested, .ingested, .ingested])
        #expect(try harness.states(late) == [.received, .received])
        let last = try second.send("visit")
        _ = try harness.ingester.sweep()
        #expect(try harness.states(late + [last]) == [.ingested, .ingested, .ingested])
        try harness.expectEnded(waiting + [visit] + late + [last])
        #expect(try harness.rows() == 7 + 6)
    }

    @Test func `a later manifest of the same period takes the place of one that waits, with its files`() throws {
        let harness = try IngestionHarness.ofDeliveries()
        var delivery = CohortDelivery(harness)
        let person = try delivery.send("person")
        delivery.files[1].name = "VISIT_9.csv.age"
        let wrong = try delivery.sendManifest()
        #expect(try harness.ingester.sweep() == 0)
        delivery.files[1].name = "VISIT.csv.age"
        let ids = [person, try delivery.send("visit"), try delivery.sendManifest()]
        _ = try harness.ingester.sweep()
        #expect(try harness.states([wrong] + ids) == [.rejected, .ingested, .ingested, .ingested])
        #expect(try reasons(harness, wrong) == ["delivery.replaced"])
        #expect(try harness.kinds(person) == [.arrival, .outcome])
        try harness.expectEnded([wrong] + ids)
    }

    @Test func `files are of their own account and period, and an archive of everything keeps every original`() throws {
        let harness = try IngestionHarness.ofDeliveries()
        let ids = try CohortDelivery(harness).sendAll()
        _ = try harness.ingester.sweep()
        for id in ids {
            let name = "archive/\(IngestionHarness.account)/\(id).sealed"
            #expect(harness.folder.allFiles().contains(name))
            #expect(!harness.folder.allFiles().contains { $0.contains("/inbox/\(id)/") })
        }
        for line in try harness.journal("drop.ended") { #expect(line.contains("\"delivery\":\"\(ids[2])\"")) }
    }

    @Test func `the producer's desk judges a manifest by itself, and each file of the delivery`() throws {
        let harness = try IngestionHarness.ofDeliveries()
        let delivery = CohortDelivery(harness)
        let judge = try DropJudge(
            harness.convention, now: IngestionHarness.start, workers: 2, directory: harness.folder.path)
        func codes(_ bytes: [UInt8], _ name: String) throws -> [String] {
            let plain = DeskDrop.Content.plain { MemorySource(bytes) }
            return try judge.judge(DeskDrop(name: name, content: plain)).codes
        }
        var manifest = try delivery.manifest
        #expect(try codes(manifest.json, delivery.manifestName) == [])
        for file in delivery.files { #expect(try codes(file.bytes, file.name) == []) }
        manifest.files[1].table = "visits"
        #expect(
            try codes(manifest.json, delivery.manifestName) == ["manifest.unknown-table", "manifest.missing-tables"])
        #expect(try codes(Array("{".utf8), delivery.manifestName) == ["manifest.not-json"])
    }

    @Test func `every reason and notice of a delivery or manifest has a sentence in both languages`() throws {
        for (folder, pattern) in [
            ("Ingestion", /"(delivery\.[a-z-]+)"/), ("Convention", /case \.\w+: "(manifest\.[a-z-]+)"/),
        ] {
            var codes: Set<String> = []
            for path in Checkout.files(below: "Sources/" + folder, suffix: ".swift")
            where !path.contains("Messages") {
                for match in try Checkout.text(path).matches(of: pattern) { codes.insert(String(match.1)) }
            }
            codes.remove("delivery.announced")
            #expect(codes.count > 10)
            for code in codes {
                #expect(Ingester.messages[FaultCode(rawValue: code)] != nil, "\(code) has no sentence")
            }
        }
    }
}
