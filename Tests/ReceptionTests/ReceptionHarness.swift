import Envelope
import Foundation
import Platform
import Reception
import SSH
import Spool
import Support
import Synchronization
import Testing

/// A receiver inside the test's process: a thread that accepts, one thread a session.
///
/// Keys are made for each test.
final class ReceptionHarness: Sendable {
    let path: String
    let port: UInt16
    let events = Mutex<[String]>([])
    private let isOver = Mutex(false)

    /// Whether the real clients are there; the tests that drive them are skipped otherwise.
    static let hasClients = ["/usr/bin/sftp", "/usr/bin/ssh-keygen"].allSatisfy(FileManager.default.isExecutableFile)

    static func has(_ program: String) -> Bool { FileManager.default.isExecutableFile(atPath: program) }

    init(change: (inout ReceptionSettings) -> Void = { _ in }) throws {
        path = NSTemporaryDirectory() + "ecluse-reception-" + UUID().uuidString
        for name in ["spool", "convention"] {
            try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
        }
        try Data("{}".utf8).write(to: URL(filePath: path + "/convention/convention.json"))
        for name in ["host", "alpha", "evil"] {
            let made = try Self.run("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", "\(path)/\(name)"])
            try #require(made.status == 0)
        }
        let line = try String(contentsOfFile: path + "/alpha.pub", encoding: .utf8)
        var settings = ReceptionSettings(spoolPath: path + "/spool")
        settings.hostKeyPaths = [path + "/host"]
        settings.accounts = [
            AccountAccess(
                name: "alpha", publicKeyBlobs: [try SSHPublicKey(line: line).blob],
                conventionDirectory: path + "/convention", language: .english, limits: SpoolLimits())
        ]
        change(&settings)
        let socket = try ListeningSocket(address: "127.0.0.1", port: 0)
        port = socket.port
        let chosen = settings
        let box = SocketBox(socket)
        Thread.detachNewThread { [weak self] in
            while let self, !self.isOver.withLock({ $0 }) {
                _ = try? Poll.readable([box.socket.descriptor.raw], milliseconds: 50)
                guard let connection = try? box.socket.accept() else { continue }
                let raw = dup(connection.descriptor.raw)
                Thread.detachNewThread { [weak self] in
                    let session = SplitSession(chosen) { [weak self] report in
                        self?.events.withLock { $0.append(ReceptionHarness.name(report)) }
                    }
                    session.serve(raw)
                }
            }
        }
    }

    private static func name(_ report: SessionReport) -> String {
        switch report {
        case .authenticated: SessionEvent.Kind.authenticated.rawValue
        case .event(let event): event.kind.rawValue
        case .ended(let ending): ending.reason.rawValue
        }
    }

    deinit {
        isOver.withLock { $0 = true }
        try? FileManager.default.removeItem(atPath: path)
    }

    private final class SocketBox: Sendable {
        let socket: ListeningSocket
        init(_ socket: consuming ListeningSocket) { self.socket = socket }
    }

    var drops: [HandedOverDrop] { get throws { try SpoolInbox(spool: path + "/spool").drops(account: "alpha") } }

    var sshOptions: [String] {
        [
            "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes", "-o",
            "LogLevel=ERROR", "-o", "IdentitiesOnly=yes", "-F", "none",
        ]
    }

    func sftp(_ commands: String, key: String = "alpha", user: String = "alpha") throws -> (
        status: Int32, output: String
    ) {
        try Self.run(
            "/usr/bin/sftp", sshOptions + ["-i", "\(path)/\(key)", "-P", String(port), "-b", "-", "\(user)@127.0.0.1"],
            input: commands)
    }

    static func run(_ program: String, _ arguments: [String], input: String = "") throws -> (
        status: Int32, output: String
    ) {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stdout
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    /// A file of `count` bytes that are not all the same.
    func file(_ name: String, count: Int) throws -> (path: String, bytes: Data) {
        let bytes = Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) })
        try bytes.write(to: URL(filePath: "\(path)/\(name)"))
        return ("\(path)/\(name)", bytes)
    }

    func payload(_ drop: HandedOverDrop) throws -> Data {
        try Data(contentsOf: URL(filePath: "\(path)/spool/alpha/inbox/\(drop.id)/payload"))
    }
}
