import Crypto
import Foundation
import Platform
import SFTP
import Spool
import Support
import TestSupport
import Testing

/// Uploads so long that their end is gathered in memory before it is written.
struct LongUploadTests {
    /// Where gathering begins.
    private static let begin = 16 << 20
    private static let piece = 255 << 10

    private static let content: [UInt8] = {
        var generator = SeededGenerator(11)
        return (0..<((begin + (5 << 20)) / 8 + 1)).flatMap { _ in
            let word = generator.next()
            return (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
        }
    }()

    private static func write(_ file: any SFTPFile, _ range: Range<Int>) throws {
        var offset = range.lowerBound
        while offset < range.upperBound {
            let end = min(offset + piece, range.upperBound)
            try unsafe content.withUnsafeBytes { raw in
                try unsafe file.write(UnsafeRawBufferPointer(rebasing: raw[offset..<end]), at: UInt64(offset))
            }
            offset = end
        }
    }

    private static func expectWhole(_ spool: SpoolHarness, _ count: Int) throws {
        let drop = try #require(try spool.inbox.drops(account: "alpha").first)
        #expect(drop.size == UInt64(count))
        #expect(drop.sha256 == (try SHA256.hash(Array(content[..<count]))))
        let payload = try spool.inbox.openPayload(account: "alpha", id: drop.id)
        #expect(try payload.readAll(limit: 64 << 20) == Array(content[..<count]))
    }

    @Test(arguments: [0, 1, 4095, 4096, 2 << 20, (2 << 20) + 5, 5 << 20])
    func `arrive whole, wherever they end`(beyond: Int) throws {
        let spool = try SpoolHarness()
        let file = try spool.open("/inbox/long")
        try Self.write(file, 0..<(Self.begin + beyond))
        try file.close()
        try Self.expectWhole(spool, Self.begin + beyond)
    }

    @Test func `show all of their size to whoever asks, and go on`() throws {
        let spool = try SpoolHarness()
        let file = try spool.open("/inbox/long")
        let half = Self.begin + (1 << 20) + 77
        try Self.write(file, 0..<half)
        #expect(try file.attributes().size == UInt64(half))
        #expect(try spool.files.attributes(SpoolHarness.path("/inbox/long")).size == UInt64(half))
        try Self.write(file, half..<Self.content.count)
        try file.close()
        try Self.expectWhole(spool, Self.content.count)
    }

    @Test func `are resumed where the connection was lost`() throws {
        let spool = try SpoolHarness()
        let cut = Self.begin + (1 << 20) + 1234
        var file: (any SFTPFile)? = try spool.open("/inbox/long")
        try Self.write(#require(file), 0..<cut)
        file?.abandon()
        file = nil
        let size = try #require(try spool.files.attributes(SpoolHarness.path("/inbox/long")).size)
        #expect(size == UInt64(cut))
        let rest = try spool.open("/inbox/long", [.write])
        try Self.write(rest, cut..<Self.content.count)
        try rest.close()
        try Self.expectWhole(spool, Self.content.count)
    }

    @Test func `arrive whole when pieces overtake each other`() throws {
        let spool = try SpoolHarness()
        let file = try spool.open("/inbox/long")
        let (a, b, c) = (Self.begin + 1000, Self.begin + 600_000, Self.content.count)
        try Self.write(file, 0..<a)
        try Self.write(file, b..<c)
        try Self.write(file, a..<b)
        try Self.write(file, (a - 500)..<(a + 500))
        try file.close()
        try Self.expectWhole(spool, c)
    }

    @Test func `may be several at once, and are cut where the client says`() throws {
        let spool = try SpoolHarness()
        let (first, second) = (try spool.open("/inbox/long"), try spool.open("/inbox/other.part"))
        let half = Self.begin + 300_000
        try Self.write(first, 0..<half)
        try Self.write(second, 0..<half)
        try Self.write(first, half..<Self.content.count)
        try Self.write(second, half..<Self.content.count)
        var cut = SFTPAttributes()
        cut.size = UInt64(half - 9)
        try first.setAttributes(cut)
        try first.close()
        try Self.expectWhole(spool, half - 9)
        second.abandon()
        #expect(
            try spool.files.attributes(SpoolHarness.path("/inbox/other.part")).size == UInt64(Self.content.count))
    }
}
