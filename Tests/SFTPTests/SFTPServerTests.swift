import SFTP
import Support
import Testing

struct SFTPServerTests {
    @Test func `announces version 3 and its extensions`() {
        let answers = Harness().send(Request.start)
        #expect(answers.count == 1)
        #expect(answers.first?.type == 2)
        let text = String(decoding: answers.first?.body ?? [], as: UTF8.self)
        for name in ["limits@openssh.com", "fsync@openssh.com", "posix-rename@openssh.com", "statvfs@openssh.com"] {
            #expect(text.contains(name))
        }
    }

    @Test func `ends a session that does not begin with INIT`() {
        let harness = Harness()
        #expect(harness.send(Request.open(1, "/a", 10)).isEmpty)
        #expect(harness.server.process() == .ended(.notStarted))
        #expect(harness.files.calls.isEmpty)
    }

    @Test(arguments: [1, 3, 7, 1000]) func `stores what is written however the bytes arrive`(piece: Int) {
        let harness = Harness()
        let data = (0..<5000).map { UInt8(truncatingIfNeeded: $0) }
        let bytes =
            Request.start + Request.open(1, "/a", 26) + Request.write(2, 1, 0, Array(data[..<3000]))
            + Request.write(3, 1, 3000, Array(data[3000...])) + Request.close(4, 1)
        let answers = harness.send(bytes, piece: piece)
        #expect(answers.map(\.type) == [2, 102, 101, 101, 101])
        #expect(answers.dropFirst(2).map(\.status) == [0, 0, 0])
        #expect(answers.dropFirst().map(\.id) == [1, 2, 3, 4])
        let file = SFTPPath(Array("/a".utf8)).flatMap { harness.files.files[$0] }
        #expect(file?.bytes == data)
        #expect(file?.isClosed == true)
    }

    @Test func `never gives a handle twice`() {
        let harness = Harness()
        _ = harness.send(Request.start)
        var handles: Set<[UInt8]> = []
        for round in 1...200 {
            let answers = harness.send(Request.open(round, "/a", 26) + Request.close(round, round))
            #expect(answers.last?.status == 0)
            handles.insert(answers.first?.body ?? [])
        }
        #expect(handles.count == 200)
        #expect(harness.send(Request.write(9, 7, 0, [1])).first?.status == 4)
    }

    @Test func `limits the handles that are open at once`() {
        let harness = Harness()
        _ = harness.send(Request.start)
        for round in 1...SFTPLimits.handles { #expect(harness.send(Request.open(round, "/a", 26)).first?.type == 102) }
        #expect(harness.send(Request.open(99, "/a", 26)).first?.status == 4)
        #expect(harness.send(Request.close(1, 1) + Request.open(100, "/a", 26)).last?.type == 102)
    }

    @Test(arguments: [2, 21, 99, 199, 201, 255]) func `answers unknown request types and lives on`(type: UInt8) {
        let harness = Harness()
        _ = harness.send(Request.start)
        #expect(harness.send(Request.packet(type, Request.uint32(5) + [1, 2, 3])).map(\.status) == [8])
        #expect(harness.send(Request.path(16, 6, ".")).first?.type == 104)
    }

    @Test func `answers unknown extensions as unsupported`() {
        let harness = Harness()
        _ = harness.send(Request.start)
        let request = Request.packet(200, Request.uint32(1) + Request.string("copy-data") + Request.string("x"))
        #expect(harness.send(request).first?.status == 8)
    }

    @Test func `rejects lengths that run past the packet and lives on`() {
        let harness = Harness()
        _ = harness.send(Request.start)
        let bad = Request.packet(3, Request.uint32(1) + Request.uint32(0x7fff_ffff) + [97])
        #expect(harness.send(bad).first?.status == 5)
        #expect(harness.files.calls.isEmpty)
        #expect(harness.send(Request.path(16, 2, "/x/../y")).first?.type == 104)
    }

    @Test func `acts on no request whose later fields are missing`() {
        let harness = Harness()
        _ = harness.send(Request.start)
        #expect(harness.send(Request.packet(3, Request.uint32(1) + Request.string("/a") + Request.uint32(26))).first?.status == 5)
        #expect(harness.files.calls.isEmpty)
    }

    @Test(arguments: [0, SFTPLimits.packet + 1, 0xffff_ffff]) func `ends the session at an impossible length`(length: Int) {
        let harness = Harness()
        _ = harness.send(Request.start)
        #expect(harness.send(Request.uint32(length) + [1]).isEmpty)
        #expect(harness.server.process() == .ended(.badLength))
    }

    @Test func `takes a write of the announced size`() {
        let harness = Harness()
        _ = harness.send(Request.start)
        let data = [UInt8](repeating: 7, count: SFTPLimits.data)
        let answers = harness.send(Request.open(1, "/a", 26) + Request.write(2, 1, 0, data))
        #expect(answers.last?.status == 0)
    }

    @Test func `announces limits that fit in a packet`() {
        let harness = Harness()
        _ = harness.send(Request.start)
        let answer = harness.send(Request.packet(200, Request.uint32(1) + Request.string("limits@openssh.com"))).first
        #expect(answer?.type == 201)
        let figures = (0..<4).map { index in
            (answer?.body.dropFirst(4 + 8 * index).prefix(8) ?? []).reduce(0) { $0 << 8 | Int($1) }
        }
        #expect(figures == [SFTPLimits.packet, SFTPLimits.data, SFTPLimits.data, SFTPLimits.handles])
    }

    @Test func `speaks the convention's language`() {
        let harness = Harness(language: .french)
        _ = harness.send(Request.start)
        #expect(harness.send(Request.path(17, 1, "/nothing")).first?.sentence.contains("n’existe pas") == true)
    }

    @Test func `abandons open files when the transport goes`() {
        let harness = Harness()
        _ = harness.send(Request.start + Request.open(1, "/a", 26))
        harness.server.abandon()
        let file = harness.files.files.values.first
        #expect(file?.isAbandoned == true)
        #expect(file?.isClosed == false)
    }

    @Test func `normalises paths and cannot leave the root`() {
        #expect(SFTPPath(Array("../../inbox//./a/../b".utf8))?.description == "/inbox/b")
        #expect(SFTPPath(Array("".utf8)) == .root)
        #expect(SFTPPath([0xff]) == nil)
        #expect(SFTPPath([97, 0]) == nil)
        #expect(SFTPPath([UInt8](repeating: 97, count: SFTPPath.maximumBytes + 1)) == nil)
    }

    @Test func `writes long names as ls does`() {
        let attributes = SFTPAttributes(
            kind: .file, size: 1234, permissions: 0o640, modified: Timestamp(seconds: 1_789_990_000))
        let line = LongName.line(SFTPEntry(name: "a b.csv", attributes: attributes), now: Timestamp(seconds: 1_790_000_000))
        #expect(line == "-rw-r-----   1 ecluse   ecluse           1234 Sep 21 11:26 a b.csv")
        let old = LongName.line(SFTPEntry(name: "x", attributes: attributes), now: Timestamp(seconds: 1_990_000_000))
        #expect(old.contains("Sep 21  2026 x"))
    }

    @Test func `has a sentence in both languages for each of its codes`() {
        for message in SFTPMessages.table.all {
            #expect(!message.french.isEmpty)
            #expect(!message.english.isEmpty)
        }
        #expect(SFTPMessages.table[SFTPFailure.badMessage.code] != nil)
        #expect(SFTPMessages.table[SFTPFailure.noSuchHandle.code] != nil)
        #expect(SFTPMessages.table[SFTPFailure.badPath.code] != nil)
    }
}
