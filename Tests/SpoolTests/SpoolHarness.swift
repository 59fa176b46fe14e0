import Foundation
import Platform
import SFTP
import Spool
import Support
import Testing

/// A spool in a temporary directory, and one account's view of it.
final class SpoolHarness {
    let path: String
    let tree: AccountTree
    var limits = SpoolLimits()
    private(set) var events: [UploadEvent] = []
    private(set) var files: AccountFileSystem

    init(account: String = "alpha", limits: SpoolLimits = SpoolLimits()) throws {
        path = NSTemporaryDirectory() + "ecluse-spool-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path + "/convention/schemas", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: path + "/spool", withIntermediateDirectories: true)
        try Data("{}".utf8).write(to: URL(filePath: path + "/convention/convention.json"))
        tree = try AccountTree(spool: path + "/spool", account: account)
        self.limits = limits
        var sink: (UploadEvent) -> Void = { _ in }
        files = AccountFileSystem(
            tree: tree, conventionDirectory: path + "/convention", limits: limits, client: "test",
            clock: FixedClock(Timestamp(seconds: 1_790_000_000)), listener: { sink($0) })
        sink = { [weak self] in self?.events.append($0) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var inbox: SpoolInbox { SpoolInbox(spool: path + "/spool") }

    /// The same account in another session.
    func otherSession() throws -> AccountFileSystem {
        AccountFileSystem(
            tree: try AccountTree(spool: path + "/spool", account: tree.account), conventionDirectory: nil,
            limits: limits,
            client: "other", clock: SystemClock(), listener: { _ in })
    }

    static func path(_ text: String) throws -> SFTPPath { try #require(SFTPPath(Array(text.utf8))) }

    static let create: SFTPOpenFlags = [.write, .create, .truncate]

    func open(_ name: String, _ flags: SFTPOpenFlags = create) throws -> any SFTPFile {
        try files.open(Self.path(name), flags, SFTPAttributes())
    }

    func put(_ name: String, _ text: String) throws {
        let file = try open(name)
        try Self.write(file, text, at: 0)
        try file.close()
    }

    /// An upload whose connection is lost: its handle goes without a CLOSE.
    func cutShort(_ name: String, after text: String) throws {
        let file = try open(name)
        try Self.write(file, text, at: 0)
        file.abandon()
    }

    static func write(_ file: any SFTPFile, _ text: String, at offset: UInt64) throws {
        let bytes = Array(text.utf8)
        try unsafe bytes.withUnsafeBytes { raw in try unsafe file.write(raw, at: offset) }
    }

    func payload(_ drop: HandedOverDrop) throws -> String {
        String(
            decoding: try inbox.openPayload(account: drop.account, id: drop.id).readAll(limit: 1 << 20), as: UTF8.self)
    }

    func code(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "accepted"
        } catch {
            return (error as? SFTPFailure)?.code.rawValue ?? "other"
        }
    }
}
