import Foundation
import TestSupport
import Testing

/// The `sshd` of `deploy/openssh` as root runs it, with one login name an account: changed in paths and port alone.
///
/// The names exist for this server only: it runs with user and group files of its own, mounted over the machine's where
/// nobody else sees them.
final class SharedFrontDoor {
    static let absence = SharedHome.absence ?? FrontDoor.absence

    let shared: SharedHome
    let port: Int
    private let server: RunningTool
    /// Any number that no file of the home is given to.
    private static let producersGroup = 64_090

    init() throws {
        shared = try SharedHome()
        port = try FrontDoor.freePort()
        let made = try shared.root(
            [
                "init", shared.home, "--demo", "--example-keys", Checkout.root + "/keys-example", "--convention",
                Checkout.root + "/Conventions/sidep",
            ])
        try #require(made.status == 0, "init: \(made.errors)")
        let folder = shared.folder
        let settings = try FrontDoor.changed([
            FrontDoor.listening(port), ("/etc/ecluse/openssh", folder.path + "/openssh"),
            ("/var/lib/ecluse", shared.home), ("/usr/bin/ecluse", shared.program),
        ])
        let configuration = try folder.write("openssh/sshd_config", settings)
        // The key would let root in too, were it not for the group.
        for name in [Gateway.sidep, "root"] {
            try folder.write(
                "openssh/keys/\(name)", try Checkout.read("keys-example/producer/producer_ed25519_key.pub"))
        }
        let files = try Self.writeNames(shared)
        let mounts = files.map { "mount --bind '\($0.own)' \($0.system)" }.joined(separator: " && ")
        let path = try #require(Tool.find("sshd"))
        // The folders of a test lie below one that all may write, which StrictModes is there to refuse.
        let script = "\(mounts) && exec \(path) -D -e -o StrictModes=no -f '\(configuration)'"
        server = try RunningTool("unshare", ["-m", "sh", "-c", script], environment: ["SWIFT_BACKTRACE": "enable=no"])
        try #require(server.waits(for: "Server listening on"), "sshd did not start: \(server.errors)")
    }

    deinit { server.send(SIGKILL, toGroup: true) }

    /// What the server said.
    var log: String { server.errors }

    /// Tries to come in as `user`.
    func login(_ user: String) throws -> ToolResult {
        try Tool.run(
            "sftp",
            [
                "-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o",
                "LogLevel=ERROR", "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-i",
                shared.desk.file("producer_key"), "-P", String(port), "-b", "/dev/null", "\(user)@127.0.0.1",
            ])
    }

    /// The machine's users and groups and, as README.md makes it, the login name of the account.
    private static func writeNames(_ shared: SharedHome) throws -> [(own: String, system: String)] {
        let receiver = try shared.identifier("ecluse-receiver")
        let name = Gateway.sidep
        let additions = [
            ("/etc/passwd", ["\(name):x:\(receiver):\(receiver)::/:/bin/sh"]),
            (
                "/etc/group",
                [
                    "ecluse-receiver:x:\(receiver):", "ecluse-spool:x:\(try shared.identifier("ecluse-spool")):\(name)",
                    "ecluse-producers:x:\(producersGroup):\(name)",
                ]
            ), ("/etc/shadow", ["\(name):*:19000:0:99999:7:::"]),
        ]
        return try additions.map { system, lines in
            let current = try String(contentsOfFile: system, encoding: .utf8)
            let own = try shared.folder.write("openssh" + system, current + lines.joined(separator: "\n") + "\n")
            if system == "/etc/shadow" { unsafe chmod(own, 0o600) }
            return (own, system)
        }
    }
}

/// The front door with the users that its README makes.
@Suite(.enabled(if: SharedFrontDoor.absence == nil, "\(SharedFrontDoor.absence ?? "")"))
struct SharedFrontDoorTests {
    @Test func `an account comes in under its own name and hands its drop to the ingester's user`() throws {
        let door = try SharedFrontDoor()
        let ingester = try door.shared.start(.ingester, ["ingest"], network: false)
        try #require(ingester.waits(for: "ready"), "\(ingester.output) \(ingester.errors)")
        let name = "SIDEP_20261120.csv.age"
        try door.shared.put(Sidep.day(20), name, port: door.port)
        #expect(try door.shared.receipt(of: name, ["outcome"]).state == "ingested", "\(door.log)")
        #expect(try door.shared.sftp(["ls -1 /receipts"], port: door.port).contains(".json"))
        let stranger = try door.login("root")
        #expect(try door.login(Gateway.sidep).status == 0)
        #expect(stranger.status == 255 && stranger.errors.contains("Permission denied (publickey)"))
        let journal = try door.shared.run(.monitor, ["journal", "tail", "-n", "50", "--json"]).output
        #expect(journal.contains("\"account\": \"\(Gateway.sidep)\""))
        #expect(journal.contains("\"source\": \"127.0.0.1\""))
        ingester.send(SIGTERM)
        #expect(try ingester.wait().status == 0)
    }
}
