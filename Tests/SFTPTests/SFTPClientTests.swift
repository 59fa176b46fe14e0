import SFTP
import Support
import TestSupport
import Testing

/// Our client against our server; the streams of bytes are cut where the test says.
@Suite struct SFTPClientTests {
    /// A server in memory at the other end of a stream.
    final class Loopback: SFTPStream {
        let harness = Harness()
        private var waiting: [UInt8] = []
        private let piece: Int
        /// Bytes after which the stream breaks.
        var budget = Int.max
        /// Writes that are not answered until the client waits.
        private(set) var mostOnTheWay = 0
        private var onTheWay = 0
        var isLazy = false
        private var held: [UInt8] = []

        init(piece: Int = .max) { self.piece = piece }

        struct Broken: Error {}

        func send(_ bytes: ArraySlice<UInt8>) throws {
            guard bytes.count <= budget else { throw Broken() }
            budget -= bytes.count
            onTheWay += 1
            mostOnTheWay = max(mostOnTheWay, onTheWay)
            held += bytes
            if !isLazy { answer() }
        }

        private func answer() {
            var rest = held[...]
            held = []
            while !rest.isEmpty {
                rest = rest.dropFirst(harness.server.receive(rest))
                while harness.server.process() == .needsOutput { waiting += harness.server.takeOutput() }
                waiting += harness.server.takeOutput()
            }
        }

        func receive(into buffer: UnsafeMutableRawBufferPointer, waits: Bool) throws -> Int {
            if waits, waiting.isEmpty { answer() }
            guard !waiting.isEmpty || !waits else { throw Broken() }
            let part = waiting.prefix(min(piece, buffer.count))
            unsafe buffer.copyBytes(from: part)
            waiting.removeFirst(part.count)
            if !part.isEmpty { onTheWay = 0 }
            return part.count
        }
    }

    private static let content = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }

    private func upload(_ client: SFTPClient, _ bytes: [UInt8] = content, heard: (UInt64) -> Void = { _ in }) throws {
        try unsafe client.upload(to: "/a.part", size: UInt64(bytes.count), progress: heard) { offset, buffer in
            let part = bytes[Int(offset)...].prefix(buffer.count)
            unsafe buffer.copyBytes(from: part)
            return part.count
        }
    }

    private func file(_ stream: Loopback, _ path: String) -> MemoryFileSystem.File? {
        SFTPPath(Array(path.utf8)).flatMap { stream.harness.files.files[$0] }
    }

    @Test(arguments: [1, 7, .max])
    func `a file is written, listed, renamed, read back and removed`(piece: Int) throws {
        let stream = Loopback(piece: piece)
        let client = try SFTPClient(stream)
        var heard: [UInt64] = []
        try upload(client) { heard.append($0) }
        #expect(heard.first == 0 && heard.last == 1_000_000 && heard == heard.sorted())
        #expect(file(stream, "/a.part")?.bytes == Self.content)
        #expect(file(stream, "/a.part")?.isClosed == true)
        try client.rename("/a.part", to: "/a")
        #expect(try client.list("/").map(\.name) == ["a"])
        #expect(try client.attributes("/a")?.size == 1_000_000)
        #expect(try client.attributes("/a.part") == nil)
        #expect(try client.read("/a", limit: 1_000_000) == Self.content)
        #expect(throws: SFTPClientFault.malformed) { _ = try client.read("/a", limit: 999_999) }
    }

    @Test func `what is removed is gone`() throws {
        let stream = Loopback()
        let client = try SFTPClient(stream)
        try upload(client, [])
        #expect(try client.attributes("/a.part")?.size == 0)
        try client.remove("/a.part")
        #expect(try client.attributes("/a.part") == nil)
    }

    @Test func `an upload that was cut goes on where it ended`() throws {
        let stream = Loopback()
        stream.budget = 600_000
        #expect(throws: Loopback.Broken.self) { try upload(SFTPClient(stream)) }
        let stored = try #require(file(stream, "/a.part")).bytes.count
        #expect(stored > 0 && stored < Self.content.count)
        let again = Loopback()
        again.harness.files.files = stream.harness.files.files
        again.budget = Self.content.count - stored + 2000
        var heard: [UInt64] = []
        try upload(SFTPClient(again)) { heard.append($0) }
        #expect(heard.first == UInt64(stored))
        #expect(file(again, "/a.part")?.bytes == Self.content)
    }

    @Test func `many writes are on their way at once, and never more than the window`() throws {
        let bytes = [UInt8](repeating: 7, count: 1 << 20)
        let stream = Loopback()
        let client = try SFTPClient(stream)
        stream.isLazy = true
        try upload(client, bytes)
        // 255 KiB each.
        #expect(stream.mostOnTheWay >= 5 && stream.mostOnTheWay <= SFTPClient.window)
    }

    @Test func `a refusal is told in the server's words`() throws {
        let client = try SFTPClient(Loopback())
        #expect(
            throws: SFTPClientFault.refused(
                status: 2, sentence: "There is no such file; check the name and the directory.")
        ) {
            _ = try client.read("/nothing", limit: 10)
        }
    }

    @Test func `an answer of the server that is none is not believed`() throws {
        var wire: [UInt8] = []
        // VERSION 4; a packet that is too long; a STATUS for a request that nobody made.
        wire = [0, 0, 0, 5, 2, 0, 0, 0, 4]
        #expect(throws: SFTPClientFault.version) { _ = try SFTPClient(Recorded(wire)) }
        #expect(throws: SFTPClientFault.malformed) { _ = try SFTPClient(Recorded([0xff, 0, 0, 0, 2])) }
        wire = [0, 0, 0, 5, 2, 0, 0, 0, 3] + [0, 0, 0, 9, 101, 0, 0, 0, 9, 0, 0, 0, 0]
        let client = try SFTPClient(Recorded(wire))
        #expect(throws: SFTPClientFault.malformed) { try client.remove("/a") }
    }

    @Test func `survives any answers of a server`() throws {
        fuzz(Self.answers, seed: 11, count: 3000, fuzzSFTPClient)
    }

    /// Answers of a good server to what ``fuzzSFTPClient`` asks.
    private static let answers: [[UInt8]] = {
        func status(_ id: UInt8, _ code: UInt8) -> [UInt8] {
            [0, 0, 0, 17, 101, 0, 0, 0, id, 0, 0, 0, code, 0, 0, 0, 0, 0, 0, 0, 0]
        }
        func handle(_ id: UInt8) -> [UInt8] { [0, 0, 0, 13, 102, 0, 0, 0, id, 0, 0, 0, 4, 0, 0, 0, 1] }
        let version: [UInt8] = [0, 0, 0, 5, 2, 0, 0, 0, 3]
        let names: [UInt8] = [0, 0, 0, 22, 104, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0x61, 0, 0, 0, 0, 0, 0, 0, 0]
        return [
            version, version + handle(0) + names + status(2, 1) + status(3, 0),
            version + handle(0) + status(1, 4), version + [0, 0, 0, 9, 105, 0, 0, 0, 0, 0, 0, 0, 0],
        ]
    }()
}

/// A server that has said everything beforehand.
final class Recorded: SFTPStream {
    private var rest: ArraySlice<UInt8>

    struct Ended: Error {}

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    func send(_ bytes: ArraySlice<UInt8>) {}

    func receive(into buffer: UnsafeMutableRawBufferPointer, waits: Bool) throws -> Int {
        guard !rest.isEmpty else { throw Ended() }
        let part = rest.prefix(buffer.count)
        unsafe buffer.copyBytes(from: part)
        rest = rest.dropFirst(part.count)
        return part.count
    }
}

/// Lets a client ask whatever it can while `bytes` are the answers; it must only not crash, hang or grow.
func fuzzSFTPClient(_ bytes: [UInt8]) {
    guard let client = try? SFTPClient(Recorded(bytes)) else { return }
    _ = try? client.list("/")
    _ = try? client.attributes("/a")
    _ = try? client.read("/a", limit: 1000)
    try? unsafe client.upload(to: "/a", size: 1000, progress: { _ in }) { _, buffer in buffer.count }
}
