import Foundation
import Platform
import Support
import TestSupport
import Testing

/// A drop that ends the ingester each time that it is worked on: not for ever.
@Suite(.serialized) struct CrashLoopTests {
    private static let code = "drop.ends-ingester"

    /// Starts an ingester that is killed at `point`, so many times.
    private func kill(_ gateway: Gateway, at point: CrashPoint, times: Int) throws {
        for _ in 0..<times {
            let killed = try gateway.ecluse(
                ["ingest", "--once"], environment: ["ECLUSE_CRASH_AT": point.rawValue])
            #expect(killed.status == 137, "\(killed.errors)")
        }
    }

    @Test func `a drop that ends the ingester three times waits in quarantine, and the others go on`() throws {
        let gateway = try Gateway()
        let names = ["SIDEP_20261118.csv.age", "SIDEP_20261119.csv.age"]
        _ = try gateway.session(["put \(try gateway.seal(Sidep.day(20), names[0])) /inbox/"])
        try kill(gateway, at: .dataFileWritten, times: 3)
        #expect(try gateway.rows("sidep", "test") == 0)
        // The fourth attempt does not come to where it would be killed.
        let stopped = try gateway.ecluse(
            ["ingest", "--once"], environment: ["ECLUSE_CRASH_AT": CrashPoint.dataFileWritten.rawValue])
        #expect(stopped.status == 0, "\(stopped.errors)")
        _ = try gateway.session(["put \(try gateway.seal(Sidep.day(30, from: 101), names[1])) /inbox/"])
        try gateway.ingestOnce()
        try gateway.expectSound([names[0]: "quarantined", names[1]: "ingested"], rows: 30, "three crashes")
        let notice = try gateway.outcome(of: names[0])
        #expect(notice.kind == "quarantine" && notice.reasons == [Self.code], "\(notice.text)")
        #expect(notice.text.contains("s’est arrêté 3 fois de suite"), "\(notice.text)")
        let journal = try gateway.ecluse(["journal", "tail", "-n", "100", "--json"]).output
        #expect(journal.contains("incident.quarantined") && journal.contains(Self.code))

        // The operator, who has another version maybe, has it tried again: it starts with a clean slate.
        let asked = try gateway.ecluse(["drops", "retry", notice.drop, "--note", "mended"])
        #expect(asked.status == 0, "\(asked.errors)")
        try kill(gateway, at: .dataFileWritten, times: 1)
        try gateway.ingestOnce()
        let outcome = try gateway.outcome(of: names[0], after: 1)
        #expect(outcome.state == "ingested", "\(outcome.text)")
        #expect(try gateway.rows("sidep", "test") == 50)
    }

    @Test func `an opposition update that ends the ingester is no exception, and data waits until an operator decides`()
        throws
    {
        let gateway = try Gateway()
        try gateway.configure("crashesPerDrop", "2")
        let update = "OPPOSITION_SIDEP_20261119.csv.age"
        let path = try gateway.seal(Sidep.oppositions((11...22).map { ($0, "add") }), update)
        _ = try gateway.session(["put \(path) /oppositions/"])
        try kill(gateway, at: .processingStarted, times: 2)
        try gateway.ingestOnce()
        try gateway.expectSound([update: "quarantined"], rows: 0, "two crashes")
        let notice = try gateway.outcome(of: update)
        #expect(notice.reasons == [Self.code])

        // Those who have opposed are in it: nothing of the convention is published before they are known, or given up.
        let day = "SIDEP_20261120.csv.age"
        _ = try gateway.session(["put \(try gateway.seal(Sidep.day(30), day)) /inbox/"])
        try gateway.ingestOnce()
        try gateway.expectNothingPublished()
        #expect(try gateway.ecluse(["drops", "retry", notice.drop, "--note", "mended"]).status == 0)
        try gateway.ingestOnce()
        #expect(try gateway.outcome(of: update, after: 1).state == "ingested")
        #expect(try gateway.outcome(of: day).state == "ingested")
        #expect(try gateway.rows("sidep", "test") == 30 - 12)
    }

    @Test func `a drop whose rows were published before the crash is counted, not put away`() throws {
        let gateway = try Gateway()
        let name = "SIDEP_20261118.csv.age"
        _ = try gateway.session(["put \(try gateway.seal(Sidep.day(20), name)) /inbox/"])
        try kill(gateway, at: .tableCommitted, times: 2)
        try kill(gateway, at: .processingStarted, times: 3)
        try gateway.ingestOnce()
        try gateway.expectSound([name: "ingested"], rows: 20, "after the commit")
    }
}
