import SFTP
import Spool
import Support
import Testing

/// OPEN with each of the 64 combinations of flags, on each thing that a name can mean.
struct OpenFlagsTests {
    /// What lies under the name before the OPEN.
    enum Before: String, CaseIterable, Sendable { case nothing, unfinished, finished }

    private static let text = "hello"

    /// What must come of it, from the rules of the view: an upload is opened by writers alone, a finished drop by nobody.
    private static func expected(_ flags: SFTPOpenFlags, _ before: Before) -> String {
        guard flags.contains(.write) else {
            return before == .nothing && !flags.contains(.create) ? "sftp.no-such-file" : "spool.no-read-back"
        }
        switch before {
        case .nothing: return flags.contains(.create) ? "accepted" : "sftp.no-such-file"
        case .unfinished: return flags.contains([.create, .exclusive]) ? "spool.exists" : "accepted"
        case .finished: return "spool.already-waiting"
        }
    }

    @Test(arguments: (0..<64).map { SFTPOpenFlags(rawValue: $0) }, Before.allCases)
    func `opens what the rules allow and changes nothing where they do not`(_ flags: SFTPOpenFlags, _ before: Before)
        throws
    {
        let spool = try SpoolHarness()
        switch before {
        case .nothing: break
        case .unfinished: try spool.cutShort("/inbox/day", after: Self.text)
        case .finished: try spool.put("/inbox/day", Self.text)
        }
        var file: (any SFTPFile)?
        let code = spool.code { file = try spool.open("/inbox/day", flags) }
        #expect(code == Self.expected(flags, before))

        let listed = try spool.files.list(SpoolHarness.path("/inbox"))
        let isNew = before == .nothing && code == "accepted"
        #expect(listed.map(\.name) == (before == .nothing && !isNew ? [] : ["day"]))
        let isEmptied = code == "accepted" && flags.contains(.truncate)
        #expect(listed.first?.attributes.size.map { $0 == (isNew || isEmptied ? 0 : 5) } ?? true)
        #expect(try spool.inbox.drops(account: "alpha").count == (before == .finished ? 1 : 0))

        guard let file else { return }
        #expect(throws: SFTPFailure(.permissionDenied, "spool.no-read-back")) {
            var byte: [UInt8] = [0]
            _ = try unsafe byte.withUnsafeMutableBytes { raw in try unsafe file.read(into: raw, at: 0) }
        }
        try SpoolHarness.write(file, "XY", at: 0)
        try file.close()
        let drop = try #require(try spool.inbox.drops(account: "alpha").first)
        let kept = isNew || isEmptied ? "" : Self.text
        #expect(try spool.payload(drop) == (flags.contains(.append) ? kept + "XY" : "XY" + kept.dropFirst(2)))
    }

    @Test func `opens twice in one session only what nobody writes`() throws {
        let spool = try SpoolHarness()
        let file = try spool.open("/inbox/day")
        #expect(spool.code { _ = try spool.open("/inbox/day", [.write]) } == "spool.busy")
        try SpoolHarness.write(file, "x", at: 0)
        try file.close()
        #expect(try spool.inbox.drops(account: "alpha").count == 1)
    }

    @Test(
        arguments: [SFTPOpenFlags.read, [.read, .exclusive]], ["/receipts/0001.json", "/convention/convention.json"])
    func `opens for reading what is there to be read`(_ flags: SFTPOpenFlags, _ path: String) throws {
        let spool = try SpoolHarness()
        try spool.inbox.writeReceiptFiles(account: "alpha", [("0001.json", [123, 125])])
        #expect(try spool.open(path, flags).attributes().size == 2)
    }

    @Test(arguments: (0..<64).map { SFTPOpenFlags(rawValue: $0) }.filter { !$0.isDisjoint(with: [.write, .create]) })
    func `opens nothing for writing where the producer only reads`(_ flags: SFTPOpenFlags) throws {
        let spool = try SpoolHarness()
        try spool.inbox.writeReceiptFiles(account: "alpha", [("0001.json", [123, 125])])
        for path in ["/receipts/0001.json", "/receipts/new", "/convention/convention.json", "/convention/new"] {
            #expect(spool.code { _ = try spool.open(path, flags) } == "spool.read-only", "\(path)")
        }
        #expect(try spool.files.list(SpoolHarness.path("/receipts")).map(\.attributes.size) == [2])
        #expect(try spool.files.list(SpoolHarness.path("/convention")).map(\.name) == ["convention.json", "schemas"])
    }
}
