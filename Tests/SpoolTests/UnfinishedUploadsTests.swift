import Foundation
import SFTP
import Spool
import Support
import Testing

struct UnfinishedUploadsTests {
    /// After everything that a test has written.
    private static let later = Timestamp(seconds: 4_000_000_000)

    private func giveUp(_ spool: SpoolHarness, _ limit: Timestamp = later) throws -> [HandedOverDrop] {
        let count = try spool.tree.giveUpUploads(untouchedSince: limit, at: Self.later)
        let drops = try spool.inbox.drops(account: "alpha")
        #expect(drops.count == count)
        return drops
    }

    @Test func `hands an old upload over as one that nobody finished`() throws {
        let spool = try SpoolHarness()
        try spool.cutShort("/oppositions/day", after: "hello")
        let drop = try #require(try giveUp(spool).first)
        let unfinished = try #require(drop.unfinished)
        #expect(drop.channel == .oppositions && drop.name == "day" && drop.size == 5 && drop.arrivedAt == Self.later)
        #expect(unfinished.begunAt <= unfinished.writtenAt && unfinished.writtenAt < drop.arrivedAt)
        #expect(try spool.payload(drop) == "hello")
        #expect(try spool.inbox.drop(account: "alpha", id: drop.id) == drop)
        #expect(try spool.files.list(SpoolHarness.path("/oppositions")).map(\.name) == ["day"], "it waits as a drop")
    }

    @Test func `a drop that its producer finished is not marked`() throws {
        let spool = try SpoolHarness()
        try spool.put("/inbox/day", "hello")
        #expect(try spool.inbox.drops(account: "alpha").map(\.unfinished) == [nil])
    }

    @Test func `leaves an upload that was written to since, and one that is open`() throws {
        let spool = try SpoolHarness()
        try spool.cutShort("/inbox/young", after: "hello")
        #expect(try giveUp(spool, Timestamp(seconds: 1_000_000)).isEmpty)
        let file = try spool.open("/inbox/open", SpoolHarness.create)
        try SpoolHarness.write(file, "abc", at: 0)
        #expect(try giveUp(spool).map(\.name) == ["young"])
        try file.close()
        #expect(try spool.inbox.drops(account: "alpha").filter { $0.unfinished == nil }.map(\.name) == ["open"])
    }

    @Test func `leaves what is no upload: links, directories, names that no drop may have`() throws {
        let spool = try SpoolHarness()
        let folder = spool.path + "/spool/alpha/upload/inbox/"
        try FileManager.default.createSymbolicLink(atPath: folder + "link", withDestinationPath: "/etc/passwd")
        try FileManager.default.createDirectory(atPath: folder + "folder", withIntermediateDirectories: false)
        try Data("x".utf8).write(to: URL(filePath: folder + "a\u{1B}b"))
        #expect(try giveUp(spool).isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 3)
    }

    @Test func `gives way to a session that holds the lock of the hand-overs, and does not wait for it`() throws {
        let spool = try SpoolHarness()
        try spool.cutShort("/inbox/day", after: "hello")
        let lock = unsafe open(spool.path + "/spool/alpha/upload/handover", O_RDONLY)
        try #require(lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
        #expect(try giveUp(spool).isEmpty)
        close(lock)
        #expect(try giveUp(spool).count == 1)
    }

    @Test func `takes what a crash left of an earlier attempt once`() throws {
        let spool = try SpoolHarness()
        try spool.cutShort("/inbox/day", after: "hello")
        let id = try #require(try giveUp(spool).first?.id)
        let root = spool.path + "/spool/alpha/"
        // As a crash before the last rename leaves it.
        try FileManager.default.moveItem(atPath: root + "inbox/" + id, toPath: root + "upload/handover/" + id)
        let again = try giveUp(spool)
        #expect(again.map(\.name) == ["day"] && again.first?.unfinished != nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: root + "upload/handover").isEmpty)
    }

    @Test func `takes so many at once, and the rest the next time`() throws {
        let spool = try SpoolHarness()
        for number in 0...AccountTree.mostGivenUpAtOnce { try spool.cutShort("/inbox/\(number)", after: "x") }
        #expect(
            try spool.tree.giveUpUploads(untouchedSince: Self.later, at: Self.later) == AccountTree.mostGivenUpAtOnce)
        #expect(try spool.tree.giveUpUploads(untouchedSince: Self.later, at: Self.later) == 1)
    }

    @Test func `a description that says unfinished and not since when is none`() throws {
        let spool = try SpoolHarness()
        try spool.cutShort("/inbox/day", after: "hello")
        let id = try #require(try giveUp(spool).first?.id)
        let path = URL(filePath: spool.path + "/spool/alpha/inbox/\(id)/drop.json")
        let text = try String(contentsOf: path, encoding: .utf8)
        try Data(text.replacingOccurrences(of: "begunAt", with: "begun").utf8).write(to: path)
        #expect(try spool.inbox.drops(account: "alpha").isEmpty)
    }
}
