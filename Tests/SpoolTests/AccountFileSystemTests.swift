import Crypto
import Foundation
import Platform
import SFTP
import Spool
import Support
import Testing

struct AccountFileSystemTests {
    @Test func `hands a file over when it is closed under a final name`() throws {
        let spool = try SpoolHarness()
        try spool.put("/inbox/day.csv.age", "hello")
        let drop = try #require(try spool.inbox.drops(account: "alpha").first)
        #expect(drop.name == "day.csv.age")
        #expect(drop.channel == .data)
        #expect(drop.size == 5)
        #expect(drop.sha256 == (try SHA256.hash(Array("hello".utf8))))
        #expect(drop.client == "test")
        #expect(try spool.payload(drop) == "hello")
        #expect(try spool.files.attributes(SpoolHarness.path("/inbox/day.csv.age")).size == 5)
        #expect(try spool.tree.recover() == 0)
    }

    @Test func `hands over an empty file and one for the oppositions`() throws {
        let spool = try SpoolHarness()
        try spool.put("/inbox/empty", "")
        try spool.put("/oppositions/update.age", "x")
        let drops = try spool.inbox.drops(account: "alpha")
        #expect(Set(drops.map(\.channel)) == [.data, .oppositions])
        #expect(Set(drops.map(\.size)) == [0, 1])
    }

    @Test(arguments: ["x.part", "x.filepart", "x.TMP", ".x", "x.partial"])
    func `keeps a temporary name back until it is renamed`(name: String) throws {
        let spool = try SpoolHarness()
        try spool.put("/inbox/" + name, "abc")
        #expect(try spool.inbox.drops(account: "alpha").isEmpty)
        #expect(try spool.files.list(SpoolHarness.path("/inbox")).map(\.name) == [name])
        try spool.files.rename(SpoolHarness.path("/inbox/" + name), to: SpoolHarness.path("/inbox/x"), replacing: false)
        let drop = try #require(try spool.inbox.drops(account: "alpha").first)
        #expect(drop.name == "x")
        #expect(drop.sha256 == (try SHA256.hash(Array("abc".utf8))))
    }

    @Test func `hashes again what changed between close and rename`() throws {
        let spool = try SpoolHarness()
        try spool.put("/inbox/x.part", "abc")
        let other = try spool.otherSession().open(SpoolHarness.path("/inbox/x.part"), [.write], SFTPAttributes())
        try SpoolHarness.write(other, "Z", at: 3)
        other.abandon()
        _ = consume other
        try spool.files.rename(SpoolHarness.path("/inbox/x.part"), to: SpoolHarness.path("/inbox/x"), replacing: true)
        #expect(try spool.inbox.drops(account: "alpha").first?.sha256 == (try SHA256.hash(Array("abcZ".utf8))))
    }

    @Test func `keeps a cut upload and hands it over after it was resumed`() throws {
        let spool = try SpoolHarness()
        var file: (any SFTPFile)? = try spool.open("/inbox/day")
        try SpoolHarness.write(#require(file), "hel", at: 0)
        file?.abandon()
        file = nil
        #expect(try spool.inbox.drops(account: "alpha").isEmpty)
        #expect(try spool.files.attributes(SpoolHarness.path("/inbox/day")).size == 3)
        let resumed = try spool.open("/inbox/day", [.write, .create])
        try SpoolHarness.write(resumed, "lo", at: 3)
        try resumed.close()
        #expect(try spool.inbox.drops(account: "alpha").first?.sha256 == (try SHA256.hash(Array("hello".utf8))))
    }

    @Test func `appends wherever the client thinks the end is`() throws {
        let spool = try SpoolHarness()
        try spool.put("/inbox/x.part", "abc")
        let file = try spool.open("/inbox/x.part", [.write, .append])
        try SpoolHarness.write(file, "def", at: 0)
        #expect(try file.attributes().size == 6)
    }

    @Test func `takes writes in any order`() throws {
        let spool = try SpoolHarness()
        let file = try spool.open("/inbox/day")
        for (text, offset) in [("he", 0), ("o", 4), ("ll", 2)] {
            try SpoolHarness.write(file, text, at: UInt64(offset))
        }
        try file.close()
        #expect(try spool.inbox.drops(account: "alpha").first?.sha256 == (try SHA256.hash(Array("hello".utf8))))
    }

    @Test func `refuses to take a file with a hole`() throws {
        let spool = try SpoolHarness()
        let file = try spool.open("/inbox/day")
        try SpoolHarness.write(file, "o", at: 4)
        #expect(spool.code { try file.close() } == "spool.incomplete")
        #expect(try spool.inbox.drops(account: "alpha").isEmpty)
    }

    @Test func `a whole file takes the place of an unfinished one of its name, whatever kind of rename asks for it`()
        throws
    {
        let spool = try SpoolHarness()
        try spool.cutShort("/inbox/day", after: "hal")
        try spool.put("/inbox/day.part", "hello")
        try spool.files.rename(
            SpoolHarness.path("/inbox/day.part"), to: SpoolHarness.path("/inbox/day"), replacing: false)
        let drop = try #require(try spool.inbox.drops(account: "alpha").first)
        #expect(try spool.payload(drop) == "hello")
        #expect(
            spool.code {
                try spool.put("/inbox/b.part", "x")
                try spool.put("/inbox/c.part", "y")
                try spool.files.rename(
                    SpoolHarness.path("/inbox/b.part"), to: SpoolHarness.path("/inbox/c.part"), replacing: false)
            } == "spool.exists")
    }

    @Test func `neither overwrites nor removes nor reads back what waits`() throws {
        let spool = try SpoolHarness()
        try spool.put("/inbox/day", "hello")
        let path = try SpoolHarness.path("/inbox/day")
        #expect(spool.code { _ = try spool.open("/inbox/day") } == "spool.already-waiting")
        #expect(spool.code { _ = try spool.open("/inbox/day", .read) } == "spool.no-read-back")
        #expect(spool.code { try spool.files.remove(path) } == "spool.finished")
        #expect(
            spool.code { try spool.files.rename(path, to: SpoolHarness.path("/inbox/b"), replacing: true) }
                == "spool.finished")
        try spool.put("/inbox/b.part", "x")
        #expect(
            spool.code { try spool.files.rename(SpoolHarness.path("/inbox/b.part"), to: path, replacing: true) }
                == "spool.already-waiting")
        #expect(try spool.inbox.drops(account: "alpha").count == 1)
    }

    @Test func `lets one session at a time write an upload`() throws {
        let spool = try SpoolHarness()
        let file = try spool.open("/inbox/day")
        let other = try spool.otherSession()
        let path = try SpoolHarness.path("/inbox/day")
        #expect(spool.code { _ = try other.open(path, SpoolHarness.create, SFTPAttributes()) } == "spool.busy")
        #expect(spool.code { try other.remove(path) } == "spool.busy")
        try SpoolHarness.write(file, "x", at: 0)
        try file.close()
        #expect(try spool.inbox.drops(account: "alpha").count == 1)
    }

    @Test(arguments: [
        ("/inbox/a\u{7}b", "spool.bad-name"), ("/inbox/" + String(repeating: "n", count: 201), "spool.name-too-long"),
        ("/inbox/a\\b", "spool.bad-name"), ("/other/x", "sftp.no-such-file"), ("/inbox/a/b", "sftp.no-such-file"),
        ("/x", "sftp.no-such-file"), ("/inbox", "spool.no-directories"), ("/receipts/x", "spool.read-only"),
        ("/convention/x", "spool.read-only"),
    ]) func `refuses to write there`(path: String, code: String) throws {
        let spool = try SpoolHarness()
        #expect(spool.code { _ = try spool.open(path) } == code)
        #expect(try spool.files.list(SpoolHarness.path("/inbox")).isEmpty)
    }

    @Test func `shows four directories and the convention to read`() throws {
        let spool = try SpoolHarness()
        #expect(try spool.files.list(.root).map(\.name) == ["convention", "inbox", "oppositions", "receipts"])
        #expect(try spool.files.list(SpoolHarness.path("/convention")).map(\.name) == ["convention.json", "schemas"])
        let file = try spool.open("/convention/convention.json", .read)
        var buffer = [UInt8](repeating: 0, count: 10)
        let count = try unsafe buffer.withUnsafeMutableBytes { raw in try unsafe file.read(into: raw, at: 0) }
        #expect(Array(buffer[..<count]) == Array("{}".utf8))
    }

    @Test func `lists, shows and removes receipts`() throws {
        let spool = try SpoolHarness()
        try spool.inbox.writeReceiptFiles(account: "alpha", [("0001.json", [1, 2])])
        #expect(try spool.files.list(SpoolHarness.path("/receipts")).map(\.name) == ["0001.json"])
        _ = try spool.open("/receipts/0001.json", .read)
        try spool.files.remove(SpoolHarness.path("/receipts/0001.json"))
        #expect(try spool.files.list(SpoolHarness.path("/receipts")).isEmpty)
    }

    @Test func `follows no link in the convention`() throws {
        let spool = try SpoolHarness()
        try FileManager.default.createSymbolicLink(
            atPath: spool.path + "/convention/leak", withDestinationPath: "/etc/passwd")
        #expect(spool.code { _ = try spool.open("/convention/leak", .read) } != "accepted")
        #expect(try !spool.files.list(SpoolHarness.path("/convention")).map(\.name).contains("leak"))
    }

    @Test func `accepts times and modes and forgets them`() throws {
        let spool = try SpoolHarness()
        try spool.put("/inbox/day", "hello")
        var attributes = SFTPAttributes()
        attributes.permissions = 0o777
        attributes.times = (1, 1)
        try spool.files.setAttributes(SpoolHarness.path("/inbox/day"), attributes)
        #expect(try spool.files.attributes(SpoolHarness.path("/inbox/day")).permissions == 0o100200)
    }

    @Test func `still knows the size after the ingester took the drop`() throws {
        let spool = try SpoolHarness()
        try spool.put("/inbox/day", "hello")
        let waiting = try #require(try spool.inbox.drops(account: "alpha").first)
        try spool.inbox.remove(account: waiting.account, id: waiting.id)
        #expect(try spool.files.attributes(SpoolHarness.path("/inbox/day")).size == 5)
        #expect(try spool.files.list(SpoolHarness.path("/inbox")).isEmpty)
    }

    @Test func `keeps to the size of a drop, the number of files and the account's space`() throws {
        var limits = SpoolLimits()
        limits.dropBytes = 4
        limits.files = 1
        limits.storedBytes = 100
        limits.freeBytes = 0
        let spool = try SpoolHarness(limits: limits)
        let file = try spool.open("/inbox/a")
        #expect(spool.code { try SpoolHarness.write(file, "hello", at: 0) } == "spool.drop-too-large")
        #expect(spool.code { try file.close() } == "spool.drop-too-large")
        #expect(try spool.inbox.drops(account: "alpha").isEmpty)
        #expect(spool.code { _ = try spool.open("/inbox/b") } == "spool.too-many-files")
    }

    @Test func `has a sentence for every refusal of the view`() throws {
        for message in SpoolMessages.table.all { #expect(message.french != message.english) }
        #expect(SpoolMessages.table.all.count >= 18)
    }
}
