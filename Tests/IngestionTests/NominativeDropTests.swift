import Convention
import Foundation
import Ingestion
import Ledger
import Support
import TestSupport
import Testing

/// Files of nominative layouts, under names of the convention: nothing of them is taken, and an operator looks.
@Suite struct NominativeDropTests {
    private static let folder = "Tests/RecordsTests/Vectors/nominative/"

    /// The drop is in quarantine with the code, an incident is in the journal, and nothing was published or said of the content.
    private func expectQuarantine(_ harness: IngestionHarness, _ end: IngestionHarness.End, _ layout: String) throws {
        #expect(end.state == .quarantined)
        #expect(end.record.result.codes == ["drop.nominative-layout"])
        let reason = end.receipt["reasons"]?.array?.first
        #expect(reason?["code"]?.string == "drop.nominative-layout")
        #expect(reason?["text"]?.string?.contains(layout) == true)
        #expect(try harness.journal("incident.quarantined").count == 1)
        #expect(harness.dataFiles() == [])
        #expect(try harness.rows() == 0)
        // The made-up number and the name that the vectors hold.
        let said = JSONWriter.string(end.receipt) + end.report + (try harness.journal("drop").joined())
        for value in ["2850599999", "FICTIF", "17051985"] { #expect(!said.contains(value)) }
    }

    @Test(arguments: [
        ("vidhosp-one.txt", "VID-HOSP"), ("vidhosp-no-number.txt", "VID-HOSP"), ("rss-grouped.txt", "RSS"),
        ("rss-ungrouped.txt", "RSS"),
    ])
    func `a nominative file in the place of a CSV table is quarantined`(_ file: String, _ layout: String) throws {
        let harness = try IngestionHarness()
        let end = try harness.ingest(try Checkout.read(Self.folder + file))
        try expectQuarantine(harness, end, layout)
        // The same bytes again are no duplicate of something that was taken.
        let again = try harness.ingest(try Checkout.read(Self.folder + file), "SIDEP_20261120.csv.age")
        #expect(again.state == .quarantined)
        #expect(try harness.rows() == 0)
    }

    @Test func `a file of the layout that stays in the hospital is not taken for one that may leave`() throws {
        let harness = try IngestionHarness()
        let end = try harness.ingest(try Checkout.read(Self.folder + "legitimate-rsa.txt"))
        #expect(end.state == .rejected)
        #expect(!end.record.result.codes.contains("drop.nominative-layout"))
    }

    @Test func `a retry by an operator quarantines it again`() throws {
        let harness = try IngestionHarness()
        let end = try harness.ingest(try Checkout.read(Self.folder + "vidhosp-one.txt"))
        _ = try harness.ledger.request(
            .retry, drop: end.record.id, operatorName: "operator", note: "again", at: IngestionHarness.start)
        _ = try harness.ingester.sweep()
        #expect(try harness.end(end.record.id).state == .quarantined)
        #expect(try harness.rows() == 0)
    }

    @Test func `an opposition update of that layout is quarantined, too`() throws {
        let harness = try IngestionHarness()
        let end = try harness.ingest(
            try Checkout.read(Self.folder + "vidhosp-one.txt"), "OPPOSITION_SIDEP_20261119.csv.age",
            channel: .oppositions)
        #expect(end.state == .quarantined)
        #expect(try harness.ledger.matrixVersion() == 0)
    }
}
