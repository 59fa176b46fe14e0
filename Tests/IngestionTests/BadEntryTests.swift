import Envelope
import Foundation
import Ingestion
import Ledger
import Support
import TestSupport
import Testing

/// What a hand with access to the spool may leave there stops no drop, and is told to the journal once.
@Suite struct BadEntryTests {
    /// Puts a directory where the file `path` is.
    private static func replace(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
        try? FileManager.default.createDirectory(atPath: path + "/x", withIntermediateDirectories: true)
    }

    @Test func `an entry of the inbox that is no drop stops no other`() throws {
        let harness = try IngestionHarness()
        let bad = try ["1", "2"].map { try harness.handOver(Day.file([Day.row(1)]), "SIDEP_20261118_\($0).csv.age") }
        Self.replace(harness.folder.file(harness.payload(bad[0])))
        Self.replace(harness.folder.file("spool/\(IngestionHarness.account)/inbox/\(bad[1])/drop.json"))
        _ = try harness.folder.write("spool/\(IngestionHarness.account)/inbox/a name of a person", "x")
        let good = try harness.handOver(Day.file([Day.row(2)]), "SIDEP_20261119.csv.age")
        #expect(try harness.ingester.sweep() == 1)
        #expect(try harness.ingester.sweep() == 0)
        #expect(try harness.end(good).record.closedAt != nil)
        #expect(try harness.rows() == 1)
        let told = try harness.journal("inbox.malformed")
        #expect(told.count == 3)
        for id in bad { #expect(told.contains { $0.contains(id) }) }
        #expect(try harness.journal("person").isEmpty)
    }

    @Test func `a drop whose file becomes something else after its arrival stops no other`() throws {
        let folder = try TemporaryDirectory()
        let marks = folder.file("path")
        // Between its registration and the reading.
        let harness = try IngestionHarness { event in
            guard case .registered(_, "SIDEP_20261118.csv.age", _) = event else { return }
            if let path = try? String(contentsOfFile: marks, encoding: .utf8) { Self.replace(path) }
        }
        let bad = try harness.handOver(Day.file([Day.row(1)]), "SIDEP_20261118.csv.age")
        _ = try folder.write("path", harness.folder.file(harness.payload(bad)))
        let good = try harness.handOver(Day.file([Day.row(2)]), "SIDEP_20261119.csv.age")
        #expect(try harness.ingester.sweep() == 1)
        #expect(try harness.ingester.sweep() == 0)
        #expect(try harness.end(good).record.closedAt != nil)
        #expect(try harness.ledger.drop(bad)?.state != .ingested)
        #expect(try harness.rows() == 1)
        #expect(try harness.journal("drop.postponed").count == 1)
    }

    @Test func `a drop whose file cannot be archived stops no other, and is archived once it can be`() throws {
        let folder = try TemporaryDirectory()
        let marks = folder.file("path")
        // Between its outcome and the archive.
        let harness = try IngestionHarness { event in
            guard case .ended(_, "SIDEP_20261118.csv.age", _, _, _) = event else { return }
            guard let path = try? String(contentsOfFile: marks, encoding: .utf8) else { return }
            try? FileManager.default.moveItem(atPath: path, toPath: marks + ".kept")
            Self.replace(path)
        }
        let bad = try harness.handOver(Day.file([Day.row(1)]), "SIDEP_20261118.csv.age")
        let payload = harness.folder.file(harness.payload(bad))
        _ = try folder.write("path", payload)
        let good = try harness.handOver(Day.file([Day.row(2)]), "SIDEP_20261119.csv.age")
        #expect(try harness.ingester.sweep() == 2)
        #expect(try harness.ingester.sweep() == 0)
        #expect(try harness.end(good).record.closedAt != nil)
        #expect(try harness.end(bad).record.archivedAt == nil)
        #expect(try harness.journal("drop.not-archived").count == 1)
        #expect(!harness.folder.allFiles().contains { $0.hasPrefix("archive/") && $0.contains(bad) })

        try FileManager.default.removeItem(atPath: payload)
        try FileManager.default.moveItem(atPath: marks + ".kept", toPath: payload)
        _ = try harness.ingester.sweep()
        #expect(try harness.end(bad).record.closedAt != nil)
        #expect(harness.folder.allFiles().contains { $0.hasPrefix("archive/") && $0.contains(bad) })
        #expect(try harness.journal("drop.ended").count == 2)
    }

    @Test func `an account whose inbox is no directory stops no other`() throws {
        let harness = try IngestionHarness()
        _ = try harness.folder.write("spool/aaa/inbox", "x")
        let good = try harness.ingest(Day.file([Day.row(2)]))
        #expect(good.state == .ingested)
    }
}
