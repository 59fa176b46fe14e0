import Crypto
import Exclusion
import Ledger
import Support
import Testing

/// What every ledger must do; run on each implementation with an empty one for each rule.
struct ConformanceRule: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let check: @Sendable (any Ledger) throws -> Void

    init(_ sentence: String, _ check: @escaping @Sendable (any Ledger) throws -> Void) {
        testDescription = sentence
        self.check = check
    }

    static let all = drops + receipts + matrix + operators

    static let drops = [
        ConformanceRule("registers a drop once, with its arrival receipt") { ledger in
            let first = try ledger.register(Samples.drop("a"), at: Samples.start, arrival: Samples.render)
            let again = try ledger.register(Samples.drop("a"), at: Samples.start) { _ in throw LedgerFault.receiptDigest
            }
            #expect(first.isNew && !again.isNew)
            #expect(first.record == again.record)
            #expect(first.record.state == .received && first.record.sequence == 1)
            #expect(try ledger.receipts(drop: "a").map(\.kind) == [.arrival])
        },
        ConformanceRule("refuses another content under a known identifier") { ledger in
            try ledger.take(Samples.drop("a"))
            #expect(throws: LedgerFault.dropDiffers) {
                try ledger.register(Samples.drop("a", content: "other"), at: Samples.start, arrival: Samples.render)
            }
        },
        ConformanceRule("leaves nothing of a drop whose receipt could not be made") { ledger in
            struct NoKey: Error {}
            #expect(throws: NoKey.self) {
                try ledger.register(Samples.drop("a"), at: Samples.start) { _ in throw NoKey() }
            }
            #expect(try ledger.drop("a") == nil)
            try ledger.take(Samples.drop("b"))
            #expect(throws: NoKey.self) {
                try ledger.finish(Outcome(drop: "b", state: .ingested, at: Samples.start)) { _ in throw NoKey() }
            }
            #expect(try ledger.drop("b")?.state == .processing)
            #expect(try ledger.end("b", .ingested).number == 2)
        },
        ConformanceRule("keeps one signature beside a drop, from before it is worked on") { ledger in
            let signature = try Samples.signature("s")
            #expect(throws: LedgerFault.unknownDrop) { try ledger.attach(signature, to: "a", at: Samples.start) }
            _ = try ledger.register(Samples.drop("a"), at: Samples.start, arrival: Samples.render)
            #expect(try ledger.signature(drop: "a") == nil && !ledger.isAttached("s"))
            try ledger.attach(signature, to: "a", at: Samples.start)
            try ledger.attach(signature, to: "a", at: Samples.start)
            #expect(try ledger.signature(drop: "a") == signature && ledger.isAttached("s"))
            #expect(throws: LedgerFault.signatureThere) {
                try ledger.attach(Samples.signature("t"), to: "a", at: Samples.start)
            }
            try ledger.take(Samples.drop("b"))
            #expect(throws: LedgerFault.wrongState(.processing)) {
                try ledger.attach(Samples.signature("t"), to: "b", at: Samples.start)
            }
        },
        ConformanceRule("keeps the result of an attempt") { ledger in
            try ledger.take(Samples.drop("a"))
            try ledger.end("a", .partial)
            let record = try #require(try ledger.drop("a"))
            #expect(record.state == .partial && record.attempts == 1)
            #expect(record.result.codes == ["table.row"])
            #expect(record.result.tables == [DropTable(name: "t", version: 7), DropTable(name: "u")])
            #expect(try ledger.history("a").map(\.to) == [.received, .processing, .partial])
        },
        ConformanceRule("refuses every step that the table of transitions does not have") { ledger in
            _ = try ledger.register(Samples.drop("a"), at: Samples.start, arrival: Samples.render)
            #expect(throws: LedgerFault.transitionRefused(from: .received, to: .ingested)) {
                try ledger.end("a", .ingested)
            }
            _ = try ledger.begin("a", at: Samples.start)
            #expect(throws: LedgerFault.notAnEnd(.processing)) { try ledger.end("a", .processing) }
            #expect(throws: LedgerFault.transitionRefused(from: .processing, to: .discarded)) {
                try ledger.end("a", .discarded)
            }
            try ledger.end("a", .ingested)
            for state in DropState.allCases where state.isFinal {
                #expect(throws: LedgerFault.transitionRefused(from: .ingested, to: state)) {
                    try ledger.end("a", state)
                }
            }
            #expect(throws: LedgerFault.transitionRefused(from: .ingested, to: .processing)) {
                try ledger.begin("a", at: Samples.start)
            }
            #expect(throws: LedgerFault.unknownDrop) { try ledger.begin("none", at: Samples.start) }
        },
        ConformanceRule("resumes after a crash with what was prepared, oppositions first") { ledger in
            try ledger.take(Samples.drop("a"))
            try ledger.prepare("a", outcome: [7, 7], at: Samples.start)
            try ledger.take(Samples.drop("o", channel: .oppositions))
            let unfinished = try ledger.unfinished()
            #expect(unfinished.map(\.id) == ["o", "a"])
            #expect(unfinished.last?.prepared == [7, 7])
            #expect(try ledger.begin("a", at: Samples.start).prepared == [7, 7])
            #expect(try ledger.drop("a")?.attempts == 2)
            try ledger.end("a", .ingested)
            try ledger.end("o", .ingested)
            #expect(try ledger.unfinished().isEmpty)
            #expect(try ledger.unclosed().map(\.id) == ["a", "o"])
            try ledger.markArchived("a", at: Samples.start)
            try ledger.markClosed("a", at: Samples.start)
            #expect(try ledger.unclosed().map(\.id) == ["o"])
        },
        ConformanceRule("counts attempts that ended with their process, and no others, until the drop is let out again")
        { ledger in
            try ledger.take(Samples.drop("a"))
            #expect(try ledger.drop("a")?.crashes == 0)
            try ledger.postpone("a")
            #expect(try ledger.begin("a", at: Samples.start).crashes == 0, "it was postponed")
            #expect(try ledger.begin("a", at: Samples.start).crashes == 1)
            #expect(try ledger.begin("a", at: Samples.start).crashes == 2)
            try ledger.end("a", .quarantined)
            #expect(try ledger.drop("a")?.crashes == 2)
            #expect(try ledger.quarantinedOppositions().isEmpty)
            try ledger.requeue("a", release: false, note: nil, at: Samples.start)
            #expect(try ledger.begin("a", at: Samples.start).crashes == 0)
            try ledger.take(Samples.drop("o", channel: .oppositions))
            try ledger.end("o", .quarantined)
            #expect(try ledger.quarantinedOppositions().map(\.id) == ["o"])
        },
        ConformanceRule("prepares only what is being processed") { ledger in
            _ = try ledger.register(Samples.drop("a"), at: Samples.start, arrival: Samples.render)
            #expect(throws: LedgerFault.wrongState(.received)) {
                try ledger.prepare("a", outcome: [1], at: Samples.start)
            }
        },
        ConformanceRule("finds the earlier drop of the same bytes, unless it came to nothing") { ledger in
            let digest = try Samples.digest("same")
            for id in ["rejected", "first", "second"] { try ledger.take(Samples.drop(id, content: "same")) }
            try ledger.end("rejected", .rejected)
            #expect(try ledger.earlierDrop(sha256: digest, convention: "sidep", than: "second")?.id == "first")
            try ledger.end("first", .ingested)
            #expect(try ledger.earlierDrop(sha256: digest, convention: "sidep", than: "second")?.id == "first")
            #expect(try ledger.earlierDrop(sha256: digest, convention: "sidep", than: "first") == nil)
            #expect(try ledger.earlierDrop(sha256: digest, convention: "other", than: "second") == nil)
        },
    ]

    static let receipts = [
        ConformanceRule("numbers and chains receipts by account, without gap") { ledger in
            for id in ["a", "b", "c"] { try ledger.take(Samples.drop(id)) }
            try ledger.take(Samples.drop("x", account: "hospital"))
            for id in ["b", "a", "c"] { try ledger.end(id, .ingested) }
            let receipts = try ledger.receipts(account: "lab", after: 0, limit: 100)
            #expect(receipts.map(\.number) == [1, 2, 3, 4, 5, 6])
            #expect(receipts.first?.previous.bytes == [UInt8](repeating: 0, count: 32))
            for (one, next) in zip(receipts, receipts.dropFirst()) { #expect(next.previous == one.content.sha256) }
            #expect(try ReceiptChain.check(ledger, account: "lab").broken == nil)
            #expect(try ReceiptChain.check(ledger, account: "lab").sound == 6)
            #expect(try ledger.receipts(account: "hospital", after: 0, limit: 100).map(\.number) == [1])
        },
        ConformanceRule("gives exactly one arrival and one outcome, also through quarantine") { ledger in
            try ledger.take(Samples.drop("a"))
            try ledger.end("a", .quarantined)
            try ledger.requeue("a", release: true, note: "checked", at: Samples.start)
            #expect(try ledger.drop("a")?.released == true)
            _ = try ledger.begin("a", at: Samples.start)
            try ledger.end("a", .quarantined)
            try ledger.end("a", .discarded)
            #expect(try ledger.receipts(drop: "a").map(\.kind) == [.arrival, .quarantine, .quarantine, .outcome])
            #expect(throws: LedgerFault.wrongState(.discarded)) {
                try ledger.requeue("a", release: false, note: nil, at: Samples.start)
            }
        },
        ConformanceRule("refuses a receipt whose digest is not its own") { ledger in
            #expect(throws: LedgerFault.receiptDigest) {
                try ledger.register(Samples.drop("a"), at: Samples.start) { slot in
                    var receipt = try Samples.render(slot)
                    receipt.json.append(0x20)
                    return receipt
                }
            }
        },
        ConformanceRule("remembers which receipts were delivered and fetched") { ledger in
            try ledger.take(Samples.drop("a"))
            try ledger.end("a", .ingested)
            #expect(try ledger.undeliveredReceipts(limit: 10).map(\.number) == [1, 2])
            #expect(try ledger.outstandingReceipts(account: "lab").isEmpty)
            try ledger.markReceiptDelivered(account: "lab", number: 1, at: Samples.start)
            #expect(try ledger.outstandingReceipts(account: "lab").map(\.number) == [1])
            #expect(try ledger.outstandingReceipts(account: "other").isEmpty)
            try ledger.markReceiptAcknowledged(account: "lab", number: 1, at: Samples.start)
            #expect(try ledger.outstandingReceipts(account: "lab").isEmpty)
            #expect(try ledger.undeliveredReceipts(limit: 10).map(\.number) == [2])
            #expect(try ledger.receipts(drop: "a").first?.acknowledgedAt == Samples.start)
            #expect(throws: LedgerFault.unknownReceipt) {
                try ledger.markReceiptDelivered(account: "lab", number: 9, at: Samples.start)
            }
        },
    ]

    static let matrix = [
        ConformanceRule("excludes exactly the persons whose rows are in force in the scope") { ledger in
            try ledger.take(Samples.drop("o1", channel: .oppositions))
            try ledger.end(
                "o1", .ingested,
                oppositions: [
                    Samples.update(.add, 1), Samples.update(.add, 2, base: "sidep"),
                    Samples.update(.add, 3, base: "oscour"),
                    Samples.update(.add, 4, day: 20_010), Samples.update(.add, 5),
                ])
            try ledger.take(Samples.drop("o2", channel: .oppositions))
            try ledger.end("o2", .ingested, oppositions: [Samples.update(.withdraw, 5, day: 20_002)])
            for (day, expected) in [
                (Int32(19_999), Set<Int>()), (20_001, [1, 2, 5]), (20_002, [1, 2]), (20_010, [1, 2, 4]),
            ] {
                let scope = ExclusionScope(
                    domain: "persons", epoch: 1, base: "sidep", purpose: nil, day: CivilDate(days: day))
                let set = try ledger.excluded(in: scope)
                let persons = try (1...9).filter { set.contains(try Samples.update(.add, $0).pseudonym) }
                #expect(Set(persons) == expected)
                #expect(set.count == (try ExclusionSet(rows: ledger.matrix(), scope: scope)).count)
            }
        },
        ConformanceRule("excludes nobody silently with a matrix of another epoch") { ledger in
            try ledger.take(Samples.drop("o", channel: .oppositions))
            try ledger.end("o", .ingested, oppositions: [Samples.update(.add, 1), Samples.update(.add, 2)])
            let scope = ExclusionScope(
                domain: "persons", epoch: 2, base: "sidep", purpose: nil, day: CivilDate(days: 20_001))
            #expect(throws: ExclusionFault.epoch(domain: "persons", expected: 2, rows: 2)) {
                try ledger.excluded(in: scope)
            }
        },
        ConformanceRule("opens and closes rows of the matrix and keeps their history") { ledger in
            try ledger.take(Samples.drop("o1", channel: .oppositions))
            try ledger.end(
                "o1", .ingested, oppositions: [Samples.update(.add, 1), Samples.update(.add, 2, base: "sidep")])
            #expect(try ledger.matrixVersion() == 1)
            try ledger.take(Samples.drop("o2", channel: .oppositions))
            try ledger.end(
                "o2", .ingested,
                oppositions: [
                    Samples.update(.withdraw, 1, day: 20_010), Samples.update(.add, 1, day: 20_020),
                    Samples.update(.withdraw, 2, day: 20_010), Samples.update(.add, 2, base: "sidep", day: 20_030),
                ])
            let rows = try ledger.matrix("persons")
            #expect(rows.map(\.since.days) == [20_000, 20_000, 20_020])
            #expect(rows.map { $0.until?.days } == [20_010, nil, nil])
            #expect(rows.map(\.closingDrop) == ["o2", nil, nil])
            #expect(rows.map(\.sourceDrop) == ["o1", "o1", "o2"])
            #expect(rows.map(\.base) == [nil, "sidep", nil])
            #expect(try ledger.matrix("others").isEmpty)
            #expect(try ledger.matrixVersion() == 2)
        },
        ConformanceRule("tells the receipt what the update did") { ledger in
            try ledger.take(Samples.drop("o", channel: .oppositions))
            var effect = ExclusionMatrix.Counts()
            _ = try ledger.finish(
                Outcome(
                    drop: "o", state: .ingested, at: Samples.start,
                    oppositions: [Samples.update(.add, 1), Samples.update(.add, 1), Samples.update(.withdraw, 9)])
            ) { slot in
                effect = slot.matrix
                return try Samples.render(slot)
            }
            #expect(effect.added == 1 && effect.withdrawn == 0 && effect.alreadyThere + effect.unknown == 2)
        },
        ConformanceRule("changes no row where the finish fails") { ledger in
            try ledger.take(Samples.drop("o", channel: .oppositions))
            #expect(throws: LedgerFault.receiptDigest) {
                try ledger.finish(
                    Outcome(drop: "o", state: .ingested, at: Samples.start, oppositions: [Samples.update(.add, 1)])
                ) { _ in throw LedgerFault.receiptDigest }
            }
            #expect(try ledger.matrix().isEmpty)
            #expect(try ledger.matrixVersion() == 0)
        },
    ]

    static let operators = [
        ConformanceRule("takes one request at a time, for drops in quarantine only") { ledger in
            try ledger.take(Samples.drop("a"))
            #expect(throws: LedgerFault.wrongState(.processing)) {
                try ledger.request(.retry, drop: "a", operatorName: "ana", note: "", at: Samples.start)
            }
            try ledger.end("a", .quarantined)
            let request = try ledger.request(.release, drop: "a", operatorName: "ana", note: "seen", at: Samples.start)
            #expect(throws: LedgerFault.requestPending) {
                try ledger.request(.discard, drop: "a", operatorName: "bo", note: "", at: Samples.start)
            }
            #expect(try ledger.pendingRequests() == [request])
            try ledger.settleRequest(request.id, result: "done", at: Samples.start)
            #expect(try ledger.pendingRequests().isEmpty)
            #expect(try ledger.requests(drop: "a").map(\.result) == ["done"])
            #expect(throws: LedgerFault.unknownRequest) {
                try ledger.settleRequest(request.id, result: "done", at: Samples.start)
            }
        },
        ConformanceRule("lists drops by page, account and state, newest first") { ledger in
            for index in 1...5 { try ledger.take(Samples.drop("d\(index)", account: index == 3 ? "hospital" : "lab")) }
            try ledger.end("d5", .ingested)
            var filter = DropFilter()
            filter.account = "lab"
            filter.limit = 2
            var ids: [[String]] = []
            repeat {
                let page = try ledger.drops(filter)
                ids.append(page.drops.map(\.id))
                filter.before = page.next
            } while filter.before != nil
            #expect(ids == [["d5", "d4"], ["d2", "d1"]])
            var ingested = DropFilter()
            ingested.state = .ingested
            #expect(try ledger.drops(ingested).drops.map(\.id) == ["d5"])
            var later = DropFilter()
            later.arrivedFrom = Samples.start.advanced(seconds: 1)
            #expect(try ledger.drops(later).drops.isEmpty)
            #expect(try ledger.accounts() == ["hospital", "lab"])
        },
        ConformanceRule("counts a day by account and state") { ledger in
            for id in ["a", "b"] { try ledger.take(Samples.drop(id)) }
            try ledger.end("b", .rejected)
            let day = Samples.start.date
            let figures = try ledger.dailyFigures(from: day, through: day)
            #expect(figures.count == 1)
            #expect(figures.first?.drops == 2 && figures.first?.bytes == 2000)
            #expect(figures.first?.states == [.processing: 1, .rejected: 1])
            #expect(
                try ledger.dailyFigures(from: CivilDate(days: day.days + 1), through: CivilDate(days: day.days + 2))
                    .isEmpty)
        },
    ]
}
