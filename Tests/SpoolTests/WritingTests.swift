import Crypto
import SFTP
import Spool
import TestSupport
import Testing

/// WRITE at any offset, and sizes that are set: only what has arrived without a hole is ever handed over or shown.
struct WritingTests {
    private struct Piece: Sendable {
        let text: String
        let offset: UInt64
        init(_ text: String, _ offset: UInt64) {
            self.text = text
            self.offset = offset
        }
    }

    private static let whole: [(pieces: [Piece], result: String)] = [
        ([Piece("hel", 0), Piece("lo", 3)], "hello"),
        ([Piece("o", 4), Piece("l", 3), Piece("l", 2), Piece("e", 1), Piece("h", 0)], "hello"),
        ([Piece("lo", 3), Piece("hel", 0)], "hello"),
        ([Piece("xxxx", 1), Piece("h", 0), Piece("ello", 1)], "hello"),
        ([Piece("h", 0), Piece("l", 2), Piece("o", 4), Piece("ell", 1)], "hello"),
        ([Piece("hello", 0), Piece("J", 0)], "Jello"),
        ([Piece("hello", 0), Piece("", 1 << 20)], "hello"),
        ([Piece("", 0)], ""),
    ]

    @Test(arguments: whole.indices) func `hands over what the pieces make, whatever their order`(_ index: Int) throws {
        let (pieces, result) = Self.whole[index]
        let spool = try SpoolHarness()
        let file = try spool.open("/inbox/day")
        for piece in pieces { try SpoolHarness.write(file, piece.text, at: piece.offset) }
        try file.close()
        let drop = try #require(try spool.inbox.drops(account: "alpha").first)
        #expect(try spool.payload(drop) == result)
        #expect(drop.sha256 == (try SHA256.hash(Array(result.utf8))))
    }

    private static let torn: [(pieces: [Piece], kept: UInt64)] = [
        ([Piece("o", 4)], 0), ([Piece("he", 0), Piece("o", 4)], 2),
        ([Piece("he", 0), Piece("lo", 3), Piece("x", 9)], 2),
    ]

    @Test(arguments: torn.indices) func `takes no file with a hole, and keeps what is before it`(_ index: Int) throws {
        let (pieces, kept) = Self.torn[index]
        let spool = try SpoolHarness()
        let file = try spool.open("/inbox/day")
        for piece in pieces { try SpoolHarness.write(file, piece.text, at: piece.offset) }
        #expect(spool.code { try file.close() } == "spool.incomplete")
        #expect(try spool.inbox.drops(account: "alpha").isEmpty)
        #expect(try spool.files.attributes(SpoolHarness.path("/inbox/day")).size == kept)
    }

    @Test func `a cut connection leaves what has arrived without a hole`() throws {
        let spool = try SpoolHarness()
        var file: (any SFTPFile)? = try spool.open("/inbox/day")
        try SpoolHarness.write(#require(file), "hel", at: 0)
        try SpoolHarness.write(#require(file), "far", at: 100)
        file?.abandon()
        file = nil
        #expect(try spool.files.attributes(SpoolHarness.path("/inbox/day")).size == 3)
        #expect(try spool.otherSession().list(SpoolHarness.path("/inbox")).map(\.attributes.size) == [3])
        let resumed = try spool.open("/inbox/day", [.write])
        try SpoolHarness.write(resumed, "lo", at: 3)
        try resumed.close()
        #expect(try spool.payload(#require(try spool.inbox.drops(account: "alpha").first)) == "hello")
    }

    @Test func `a second attempt that is cut too leaves no mixture of both`() throws {
        let spool = try SpoolHarness()
        try spool.cutShort("/inbox/day", after: "old bytes")
        var file: (any SFTPFile)? = try spool.open("/inbox/day", [.write, .create])
        try SpoolHarness.write(#require(file), "new", at: 0)
        file?.abandon()
        file = nil
        #expect(try spool.files.attributes(SpoolHarness.path("/inbox/day")).size == 3)
    }

    @Test(arguments: [1 << 62, 1 << 63, UInt64.max - 4, UInt64.max]) func `refuses offsets beyond every drop`(
        offset: UInt64
    ) throws {
        let spool = try SpoolHarness()
        let file = try spool.open("/inbox/day")
        #expect(spool.code { try SpoolHarness.write(file, "hello", at: offset) } == "spool.drop-too-large")
        #expect(spool.code { try file.close() } == "spool.drop-too-large")
        #expect(try spool.inbox.drops(account: "alpha").isEmpty)
        #expect(try spool.files.attributes(SpoolHarness.path("/inbox/day")).size == 0)
    }

    @Test func `remembers no more pieces than it must, and many that touch are few`() throws {
        let spool = try SpoolHarness()
        let file = try spool.open("/inbox/many")
        for index in (1...3000).reversed() { try SpoolHarness.write(file, "x", at: UInt64(index)) }
        try SpoolHarness.write(file, "x", at: 0)
        try file.close()
        #expect(try spool.inbox.drops(account: "alpha").map(\.size) == [3001])
        let scattered = try spool.open("/inbox/scattered")
        let code = spool.code {
            for index in 1...3000 { try SpoolHarness.write(scattered, "x", at: UInt64(index) * 2) }
        }
        #expect(code == "spool.incomplete")
        #expect(spool.code { try scattered.close() } == "spool.incomplete")
        #expect(try spool.inbox.drops(account: "alpha").count == 1)
    }

    @Test func `random pieces are whole exactly when no byte is missing`() throws {
        var generator = SeededGenerator(11)
        let length = 64
        for round in 0..<200 {
            let spool = try SpoolHarness()
            let file = try spool.open("/inbox/day")
            var model: [UInt8?] = []
            for _ in 0..<Int.random(in: 1...40, using: &generator) {
                let offset = Int.random(in: 0..<length, using: &generator)
                let bytes = generator.bytes(Int.random(in: 1...8, using: &generator)).map { 97 + $0 % 26 }
                if model.count < offset + bytes.count {
                    model += [UInt8?](repeating: nil, count: offset + bytes.count - model.count)
                }
                model.replaceSubrange(offset..<(offset + bytes.count), with: bytes.map { $0 })
                try SpoolHarness.write(file, String(decoding: bytes, as: UTF8.self), at: UInt64(offset))
            }
            let code = spool.code { try file.close() }
            let isWhole = model.allSatisfy { $0 != nil }
            #expect(code == (isWhole ? "accepted" : "spool.incomplete"), "round \(round)")
            let drops = try spool.inbox.drops(account: "alpha")
            #expect(drops.count == (isWhole ? 1 : 0))
            if let drop = drops.first { #expect(drop.sha256 == (try SHA256.hash(model.compactMap { $0 }))) }
        }
    }

    // MARK: Sizes

    private func setSize(_ spool: SpoolHarness, _ size: UInt64) throws {
        var attributes = SFTPAttributes()
        attributes.size = size
        try spool.files.setAttributes(SpoolHarness.path("/inbox/day"), attributes)
    }

    private func setSize(_ file: any SFTPFile, _ size: UInt64) throws {
        var attributes = SFTPAttributes()
        attributes.size = size
        try file.setAttributes(attributes)
    }

    @Test func `SETSTAT cuts an unfinished upload and never stretches it`() throws {
        let spool = try SpoolHarness()
        try spool.cutShort("/inbox/day", after: "hello")
        try setSize(spool, 4)
        #expect(try spool.files.attributes(SpoolHarness.path("/inbox/day")).size == 4)
        try setSize(spool, 4)
        #expect(spool.code { try setSize(spool, 5) } == "spool.not-stretched")
        #expect(spool.code { try setSize(spool, 1 << 63) } == "spool.drop-too-large")
        #expect(try spool.files.attributes(SpoolHarness.path("/inbox/day")).size == 4)
        let file = try spool.open("/inbox/day", [.write])
        #expect(spool.code { try setSize(spool, 1) } == "spool.busy")
        try SpoolHarness.write(file, "!", at: 4)
        try file.close()
        #expect(spool.code { try setSize(spool, 1) } == "spool.finished")
        #expect(try spool.payload(#require(try spool.inbox.drops(account: "alpha").first)) == "hell!")
    }

    @Test func `FSETSTAT cuts what was written, and the hash follows`() throws {
        let spool = try SpoolHarness()
        let file = try spool.open("/inbox/day")
        try SpoolHarness.write(file, "hello world", at: 0)
        try setSize(file, 5)
        #expect(try file.attributes().size == 5)
        try SpoolHarness.write(file, "!", at: 5)
        try file.close()
        let drop = try #require(try spool.inbox.drops(account: "alpha").first)
        #expect(try spool.payload(drop) == "hello!")
        #expect(drop.sha256 == (try SHA256.hash(Array("hello!".utf8))))
    }

    @Test func `FSETSTAT announces a size that CLOSE then insists on`() throws {
        let spool = try SpoolHarness()
        let short = try spool.open("/inbox/day")
        try setSize(short, 5)
        #expect(try short.attributes().size == 5)
        try SpoolHarness.write(short, "hel", at: 0)
        #expect(spool.code { try short.close() } == "spool.incomplete")
        #expect(try spool.inbox.drops(account: "alpha").isEmpty)
        #expect(try spool.files.attributes(SpoolHarness.path("/inbox/day")).size == 3)

        let full = try spool.open("/inbox/other")
        try setSize(full, 5)
        try SpoolHarness.write(full, "hello", at: 0)
        try full.close()
        #expect(try spool.payload(#require(try spool.inbox.drops(account: "alpha").first)) == "hello")
    }

    @Test func `a size that was announced is not stored when the connection is cut`() throws {
        let spool = try SpoolHarness()
        let file = try spool.open("/inbox/day")
        try setSize(file, 1 << 30)
        try SpoolHarness.write(file, "hel", at: 0)
        file.abandon()
        #expect(try spool.files.attributes(SpoolHarness.path("/inbox/day")).size == 3)
        #expect(try spool.files.list(SpoolHarness.path("/inbox")).map(\.attributes.size) == [3])
    }

    @Test func `an announced size is taken back by a smaller one`() throws {
        let spool = try SpoolHarness()
        let file = try spool.open("/inbox/day")
        try setSize(file, 9)
        try SpoolHarness.write(file, "hel", at: 0)
        try setSize(file, 3)
        try file.close()
        #expect(try spool.inbox.drops(account: "alpha").map(\.size) == [3])
    }

    @Test func `a shorter file written in place over a cut one leaves nothing of it, as scp writes`() throws {
        let spool = try SpoolHarness()
        try spool.cutShort("/inbox/day", after: "a longer one")
        let file = try spool.open("/inbox/day", [.write, .create])
        try SpoolHarness.write(file, "short", at: 0)
        try setSize(file, 5)
        try file.close()
        let drop = try #require(try spool.inbox.drops(account: "alpha").first)
        #expect(try spool.payload(drop) == "short")
        #expect(drop.sha256 == (try SHA256.hash(Array("short".utf8))))
    }

    @Test func `statvfs shows what is left of the account's own space`() throws {
        var limits = SpoolLimits()
        limits.storedBytes = 64 << 20
        limits.freeBytes = 0
        limits.files = 10
        let spool = try SpoolHarness(limits: limits)
        let before = try spool.files.volume(SpoolHarness.path("/inbox"))
        #expect(before.blocks * before.blockSize <= limits.storedBytes)
        #expect((before.files, before.freeFiles) == (10, 10))
        try spool.put("/inbox/day", String(repeating: "x", count: 1 << 20))
        try spool.cutShort("/inbox/cut", after: String(repeating: "x", count: 1 << 20))
        let after = try spool.files.volume(SpoolHarness.path("/"))
        #expect(after.freeFiles == 8)
        #expect(before.availableBlocks - after.availableBlocks == (2 << 20) / after.blockSize)
        #expect(spool.code { _ = try spool.files.volume(SpoolHarness.path("/elsewhere")) } == "sftp.no-such-file")
    }
}
