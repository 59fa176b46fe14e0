import Crypto
import Foundation
import Platform
import SFTP
import Spool
import Support
import Testing

struct SpoolInboxTests {
    @Test func `undoes a hand-over that stopped before the payload moved`() throws {
        let spool = try SpoolHarness()
        try spool.put("/inbox/x.part", "abc")
        let left = spool.path + "/spool/alpha/upload/handover/01m7xvk4xm2fzcfypey77vg3fv"
        try FileManager.default.createDirectory(atPath: left, withIntermediateDirectories: false)
        try Data("{".utf8).write(to: URL(filePath: left + "/drop.json"))
        #expect(try spool.tree.recover() == 1)
        #expect(try spool.files.list(SpoolHarness.path("/inbox")).map(\.name) == ["x.part"])
        #expect(!FileManager.default.fileExists(atPath: left))
    }

    @Test func `gives a payload that was never acknowledged back to its producer`() throws {
        let spool = try SpoolHarness()
        try spool.put("/inbox/day", "hello")
        let drop = try #require(try spool.inbox.drops(account: "alpha").first)
        let root = spool.path + "/spool/alpha/"
        // As a crash before the last rename leaves it.
        try FileManager.default.moveItem(atPath: root + "inbox/" + drop.id, toPath: root + "upload/handover/" + drop.id)
        let next = try spool.otherSession()
        #expect(try spool.tree.recover() == 1)
        #expect(try next.attributes(SpoolHarness.path("/inbox/day")).size == 5)
        #expect(try spool.inbox.drops(account: "alpha").isEmpty)
        let file = try next.open(SpoolHarness.path("/inbox/day"), [.write], SFTPAttributes())
        try file.close()
        #expect(try spool.inbox.drops(account: "alpha").first?.sha256 == drop.sha256)
    }

    @Test func `names a drop whose description cannot be read and goes on`() throws {
        let spool = try SpoolHarness()
        try spool.put("/inbox/day", "hello")
        let inbox = spool.path + "/spool/alpha/inbox/"
        for (id, text) in [("01m7xvk4xm2fzcfypey77vg3fv", "{}"), ("01m7xvk4xm2fzcfypey77vg3fw", "[[[")] {
            try FileManager.default.createDirectory(atPath: inbox + id, withIntermediateDirectories: false)
            try Data(text.utf8).write(to: URL(filePath: inbox + id + "/drop.json"))
        }
        let waiting = try spool.inbox.waiting(account: "alpha")
        #expect(waiting.drops.map(\.name) == ["day"])
        #expect(waiting.malformed.count == 2)
    }

    @Test func `refuses a payload that is a link`() throws {
        let spool = try SpoolHarness()
        try spool.put("/inbox/day", "hello")
        let drop = try #require(try spool.inbox.drops(account: "alpha").first)
        let payload = spool.path + "/spool/alpha/inbox/\(drop.id)/payload"
        try FileManager.default.removeItem(atPath: payload)
        try FileManager.default.createSymbolicLink(atPath: payload, withDestinationPath: "/etc/passwd")
        #expect(throws: SystemError.self) { _ = try spool.inbox.openPayload(drop).raw }
    }

    @Test func `archives a drop once however often it is told to`() throws {
        let spool = try SpoolHarness()
        try spool.put("/inbox/day", "hello")
        let archive = spool.path + "/archive"
        try FileManager.default.createDirectory(atPath: archive, withIntermediateDirectories: false)
        let drop = try #require(try spool.inbox.drops(account: "alpha").first)
        try spool.inbox.moveToArchive(drop, archivePath: archive)
        try spool.inbox.moveToArchive(drop, archivePath: archive)
        #expect(try Data(contentsOf: URL(filePath: "\(archive)/alpha/\(drop.id).sealed")) == Data("hello".utf8))
        #expect(try spool.inbox.drops(account: "alpha").isEmpty)
        #expect(try spool.inbox.accounts() == ["alpha"])
    }

    @Test func `makes identifiers that sort by time`() throws {
        let earlier = try DropIdentifier.make(at: Timestamp(seconds: 1_790_000_000))
        let later = try DropIdentifier.make(at: Timestamp(seconds: 1_790_000_001))
        #expect(earlier < later)
        #expect(DropIdentifier.isValid(earlier))
        #expect(!DropIdentifier.isValid("../../../../etc/passwd...."))
        // A ULID's time part for 2026-09-21T14:13:20Z: 1790000000000 ms.
        #expect(earlier.prefix(10) == "01m3250v00")
    }
}
