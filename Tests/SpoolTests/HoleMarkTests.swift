import Foundation
import Glibc
import SFTP
import Spool
import Testing

@Suite struct HoleMarkTests {
    /// Leaves what a session leaves that was killed while bytes were missing before the end of its upload: no line of ours ran.
    private func killed(_ harness: SpoolHarness, _ name: String) throws {
        let file = try harness.open("/inbox/" + name)
        try SpoolHarness.write(file, "the end", at: 100)
        let path = harness.path + "/spool/alpha/upload/inbox/" + name
        let copy = path + ".copy"
        // The lock goes with the process; here with the file that a copy replaces.
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        try #require(unsafe rename(copy, path) == 0)
        withExtendedLifetime(file) {}
    }

    @Test func `an upload that was killed with a hole in it is not resumed and not handed over`() throws {
        let harness = try SpoolHarness()
        try killed(harness, "a.csv")
        let other = try harness.otherSession()
        let file = try other.open(SpoolHarness.path("/inbox/a.csv"), [.write], SFTPAttributes())
        #expect(try file.attributes().size == 0, "it begins again")
        try SpoolHarness.write(file, "more", at: 107)
        #expect(harness.code { try file.close() } == "spool.incomplete")
        #expect(try harness.inbox.drops(account: "alpha").isEmpty)
    }

    @Test func `nor is it renamed to a whole one`() throws {
        let harness = try SpoolHarness()
        try killed(harness, "a.part")
        let refusal = harness.code {
            try harness.otherSession().rename(
                SpoolHarness.path("/inbox/a.part"), to: SpoolHarness.path("/inbox/a.csv"), replacing: false)
        }
        #expect(refusal == "spool.incomplete")
        #expect(try harness.inbox.drops(account: "alpha").isEmpty)
    }

    @Test func `the next session of the account finds it empty, and those without a hole as they were`() throws {
        let harness = try SpoolHarness()
        try killed(harness, "a.csv")
        try harness.cutShort("/inbox/b.csv", after: "whole so far")
        try harness.tree.recover()
        let sizes = try harness.otherSession().list(SpoolHarness.path("/inbox")).map {
            [$0.name: $0.attributes.size ?? 9]
        }
        #expect(sizes == [["a.csv": 0], ["b.csv": 12]])
    }

    @Test func `pieces that come in any order are handed over without a mark`() throws {
        let harness = try SpoolHarness()
        let file = try harness.open("/inbox/a.csv")
        try SpoolHarness.write(file, "world", at: 6)
        try SpoolHarness.write(file, "hello ", at: 0)
        try file.close()
        let drop = try #require(try harness.inbox.drops(account: "alpha").first)
        #expect(try harness.payload(drop) == "hello world")
        let payload = harness.path + "/spool/alpha/inbox/\(drop.id)/payload"
        let mode = try FileManager.default.attributesOfItem(atPath: payload)[.posixPermissions] as? Int
        #expect((mode ?? 0o777) & 0o111 == 0)
    }
}
