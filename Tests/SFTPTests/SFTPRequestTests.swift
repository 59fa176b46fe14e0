import SFTP
import Support
import Testing

/// What each request does, and that a refused one leaves the session as it was.
struct SFTPRequestTests {
    private let harness: Harness

    init() {
        harness = Harness()
        _ = harness.send(Request.start + Request.open(1, "/a", 26))
    }

    private func file(_ path: String) -> MemoryFileSystem.File? {
        SFTPPath(Array(path.utf8)).flatMap { harness.files.files[$0] }
    }

    private func extended(_ name: String, _ body: [UInt8]) -> [UInt8] {
        Request.packet(200, Request.uint32(7) + Request.string(name) + body)
    }

    private func expectAlive() { #expect(harness.send(Request.path(16, 8, ".")).first?.type == 104) }

    // MARK: Refusals

    @Test(arguments: [
        Request.packet(14, Request.uint32(7) + Request.string("/d") + Request.uint32(0)),
        Request.path(15, 7, "/d"), Request.packet(20, Request.uint32(7) + Request.string("/a") + Request.string("/b")),
    ]) func `refuses directories and links politely`(_ request: [UInt8]) {
        #expect(harness.send(request).map(\.status) == [3])
        #expect(harness.files.files.count == 1)
        expectAlive()
    }

    @Test(arguments: [("/a", 4), ("/nothing", 2)]) func `knows no links to read`(_ path: String, _ status: Int) {
        #expect(harness.send(Request.path(19, 7, path)).map(\.status) == [status])
        expectAlive()
    }

    @Test(arguments: [
        "hardlink@openssh.com", "lsetstat@openssh.com", "expand-path@openssh.com", "fstatvfs@openssh.com", "copy-data",
        "users-groups-by-id@openssh.com", "home-directory", "check-file-name", "space-available", "vendor-id",
        "md5-hash", "text-seek", "", "limits@openssh.com\0", "LIMITS@OPENSSH.COM",
    ]) func `answers OP_UNSUPPORTED to an extension that it does not announce`(_ name: String) {
        let answers = harness.send(extended(name, Request.string("/a") + Request.string("/b")))
        #expect(answers.map(\.status) == [8])
        #expect(answers.first?.sentence.isEmpty == false)
        expectAlive()
    }

    @Test func `answers OP_UNSUPPORTED to an extension whose name is no text`() {
        #expect(harness.send(Request.packet(200, Request.uint32(7) + Request.string([0xff, 0xfe]))).first?.status == 8)
        expectAlive()
    }

    @Test(arguments: [64, 128, 1 << 16, 0x8000_0002]) func `opens nothing with a flag that version 3 does not have`(
        _ flag: Int
    ) {
        #expect(harness.send(Request.open(7, "/new", flag | 26)).map(\.status) == [8])
        #expect(file("/new") == nil)
        expectAlive()
    }

    // MARK: Handles

    @Test func `a handle is gone once it is closed, and is never another's`() {
        #expect(harness.send(Request.close(2, 1)).first?.status == 0)
        for request in [
            Request.close(3, 1), Request.write(3, 1, 0, [1]),
            Request.packet(
                5, Request.uint32(3) + Request.string(Request.uint32(1)) + Request.uint64(0) + Request.uint32(1)),
            Request.packet(8, Request.uint32(3) + Request.string(Request.uint32(1))),
            extended("fsync@openssh.com", Request.string(Request.uint32(1))),
        ] { #expect(harness.send(request).map(\.status) == [4]) }
        let opened = harness.send(Request.open(4, "/b", 26)).first
        #expect(opened?.body.suffix(4) == Request.uint32(2)[...])
        #expect(harness.send(Request.write(5, 1, 0, [1])).first?.status == 4)
        #expect(file("/b")?.bytes == [])
    }

    @Test func `a file is no directory and a directory no file`() {
        let directory = harness.send(Request.path(11, 2, "/")).first
        #expect(directory?.body.suffix(4) == Request.uint32(2)[...])
        #expect(harness.send(Request.path(12, 3, "")).first?.status == 4)
        #expect(
            harness.send(Request.packet(12, Request.uint32(3) + Request.string(Request.uint32(1)))).first?.status == 4)
        #expect(harness.send(Request.write(4, 2, 0, [1])).first?.status == 4)
        #expect(file("/a")?.bytes == [])
        #expect(harness.send(Request.close(5, 2)).first?.status == 0)
        #expect(file("/a")?.isClosed == false)
    }

    @Test(arguments: [[], [1], [0, 0, 0, 1, 0], [UInt8](repeating: 0, count: 256)])
    func `a handle of another shape is no handle`(_ handle: [UInt8]) {
        let request = Request.packet(
            6, Request.uint32(2) + Request.string(handle) + Request.uint64(0) + Request.string([1]))
        #expect(harness.send(request).first?.status == 4)
        #expect(file("/a")?.bytes == [])
    }

    // MARK: Reading and attributes

    @Test(arguments: [0, 5, 1 << 40, 1 << 63, UInt64.max]) func `reads to the end and says where it is`(
        _ offset: UInt64
    ) {
        _ = harness.send(Request.write(2, 1, 0, Array("hello".utf8)))
        let request = Request.packet(
            5,
            Request.uint32(3) + Request.string(Request.uint32(1)) + Request.uint64(offset) + Request.uint32(0xffff_ffff)
        )
        let answer = harness.send(request).first
        if offset == 0 {
            #expect(answer?.type == 103)
            #expect(answer?.body.dropFirst(8) == Array("hello".utf8)[...])
        } else {
            #expect(answer?.status == 1)
        }
    }

    /// Every combination of the attribute groups of section 5, extended pairs included.
    @Test(arguments: 0..<32) func `takes every combination of attributes`(_ groups: Int) {
        let flags = groups & 15 | (groups & 16 == 0 ? 0 : 0x8000_0000)
        var body = Request.uint32(flags)
        if flags & 1 != 0 { body += Request.uint64(5) }
        if flags & 2 != 0 { body += Request.uint32(1000) + Request.uint32(1001) }
        if flags & 4 != 0 { body += Request.uint32(0o100640) }
        if flags & 8 != 0 { body += Request.uint32(11) + Request.uint32(12) }
        if groups & 16 != 0 { body += Request.uint32(1) + Request.string("acl@example.com") + Request.string("x") }
        let request = Request.packet(10, Request.uint32(2) + Request.string(Request.uint32(1)) + body)
        #expect(harness.send(request).first?.status == 0)
        let change = file("/a")?.changes.first
        #expect(change?.size == (flags & 1 != 0 ? 5 : nil))
        #expect(change?.owner?.group == (flags & 2 != 0 ? 1001 : nil))
        #expect(change?.permissions == (flags & 4 != 0 ? 0o100640 : nil))
        #expect(change?.times?.modified == (flags & 8 != 0 ? 12 : nil))
        #expect(
            harness.send(Request.packet(10, Request.uint32(2) + Request.string(Request.uint32(1)) + body.dropLast()))
                .first?.status == 5)
        #expect(file("/a")?.changes.count == 1)
    }

    // MARK: Names

    @Test func `lists everything once, in answers of a bounded size, then the end`() throws {
        for number in 0..<250 {
            let path = try #require(SFTPPath(Array("/f\(number)".utf8)))
            harness.files.files[path] = MemoryFileSystem.File()
        }
        #expect(harness.send(Request.path(11, 2, "/")).first?.type == 102)
        var names: [String] = []
        for round in 0..<4 {
            let answer = harness.send(Request.packet(12, Request.uint32(3) + Request.string(Request.uint32(2)))).first
            guard round < 3 else {
                #expect(answer?.status == 1)
                break
            }
            #expect(answer?.type == 104)
            names += NameAnswer.entries(answer?.body ?? []).map { entry in
                #expect(entry.line.hasSuffix(" " + entry.name))
                #expect(entry.line.hasPrefix("-rw-------"))
                return entry.name
            }
        }
        #expect(names.count == 251)
        #expect(Set(names).count == 251)
    }

    @Test func `shows directories as ls does`() {
        let attributes = SFTPAttributes(
            kind: .directory, size: 0, permissions: 0o755, modified: Timestamp(seconds: 1_789_990_000))
        let line = LongName.line(
            SFTPEntry(name: "inbox", attributes: attributes), now: Timestamp(seconds: 1_790_000_000))
        #expect(line.hasPrefix("drwxr-xr-x   1 "))
        #expect(line.hasSuffix(" Sep 21 11:26 inbox"))
    }

    @Test(arguments: [
        (".", "/"), ("", "/"), ("/", "/"), ("inbox/x", "/inbox/x"), ("/inbox/../..", "/"), ("/no/such", "/no/such"),
        ("//a///b/.", "/a/b"),
    ]) func `gives the real path of what exists and of what does not`(_ path: String, _ real: String) {
        let answer = harness.send(Request.path(16, 2, path)).first
        #expect(NameAnswer.entries(answer?.body ?? []).map(\.name) == [real])
    }

    // MARK: Extensions

    @Test func `renames as it is asked: over an older file only with posix-rename`() {
        let paths = Request.string("/a") + Request.string("/b")
        #expect(harness.send(Request.packet(18, Request.uint32(2) + paths)).first?.status == 0)
        let back = Request.string("/b") + Request.string("/a")
        #expect(harness.send(extended("posix-rename@openssh.com", back)).first?.status == 0)
        #expect(harness.files.calls.suffix(2) == ["rename /a /b", "rename /b /a replacing"])
    }

    @Test func `syncs the file that is meant`() {
        #expect(harness.send(extended("fsync@openssh.com", Request.string(Request.uint32(1)))).first?.status == 0)
        #expect(file("/a")?.syncs == 1)
    }

    @Test func `gives the eleven figures of statvfs in their order`() {
        let answer = harness.send(extended("statvfs@openssh.com", Request.string("/"))).first
        #expect(answer?.type == 201)
        let figures = (0..<11).map { index in
            (answer?.body.dropFirst(4 + 8 * index).prefix(8) ?? []).reduce(0) { $0 << 8 | Int($1) }
        }
        #expect(figures == [1, 1, 2, 3, 3, 4, 5, 5, 0, 0, 6])
        #expect(answer?.body.count == 4 + 88)
    }

    @Test(arguments: ["posix-rename@openssh.com", "fsync@openssh.com", "statvfs@openssh.com"])
    func `rejects an extension without its fields`(_ name: String) {
        #expect(harness.send(extended(name, [])).first?.status == 5)
        #expect(file("/a")?.syncs == 0)
        expectAlive()
    }
}

/// Takes a NAME answer apart.
enum NameAnswer {
    static func entries(_ body: [UInt8]) -> [(name: String, line: String)] {
        var rest = body.dropFirst(4)
        func number() -> Int {
            defer { rest = rest.dropFirst(4) }
            return rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        }
        func text() -> String {
            let count = number()
            defer { rest = rest.dropFirst(count) }
            return String(decoding: rest.prefix(count), as: UTF8.self)
        }
        return (0..<number()).map { _ in
            let entry = (text(), text())
            let flags = number()
            rest = rest.dropFirst((flags & 1) * 8 + (flags & 2) * 4 + (flags & 4) + (flags & 8))
            return entry
        }
    }
}
