import Foundation
import TestSupport
import Testing

/// A real `sshd` with the configuration of `deploy/openssh`, changed in paths, port and user alone.
final class FrontDoor {
    let gateway: Gateway
    let port: Int
    private let server: RunningTool
    /// An unprivileged sshd lets in nobody but the user that it runs as.
    private static let user = NSUserName()

    static let absence: String? =
        Tool.find("sshd") == nil
        ? "no sshd here" : getuid() == 0 && !hasPrivilegeSeparation ? "no /run/sshd for the sshd of root" : nil

    /// What the unit of the package makes at its start.
    private static var hasPrivilegeSeparation: Bool {
        unsafe mkdir("/run/sshd", 0o755) == 0 || FileManager.default.fileExists(atPath: "/run/sshd")
    }

    /// Opens the door; where `acceptsCertificates`, no key opens it any more.
    init(acceptsCertificates: Bool = false) throws {
        gateway = try Gateway()
        port = try Self.freePort()
        let folder = gateway.folder
        let configuration = try folder.write(
            "openssh/sshd_config",
            try Self.configuration(home: gateway.home, folder: folder.path, port: port, acceptsCertificates))
        let key = try Checkout.read("keys-example/producer/producer_ed25519_key.pub")
        try folder.write("openssh/keys/\(Self.user)", acceptsCertificates ? [] : key)
        try folder.write("openssh/principals/\(Self.user)", "producer-of-sidep\n")
        if acceptsCertificates { try Self.makeAuthority(folder.file("openssh/user_ca")) }
        let path = try #require(Tool.find("sshd"))
        // The folders of a test lie below one that all may write, which StrictModes is there to refuse.
        server = try RunningTool(
            path, ["-D", "-e", "-o", "StrictModes=no", "-f", configuration],
            environment: ["SWIFT_BACKTRACE": "enable=no"])
        try #require(server.waits(for: "Server listening on"), "sshd did not start: \(server.errors)")
    }

    deinit { server.send(SIGKILL, toGroup: true) }

    /// What the server said.
    var log: String { server.errors }

    /// Options of the producer's ssh, with `identity`.
    func options(identity: String? = nil) throws -> [String] {
        var job = try ClientJob(gateway)
        job.port = port
        let options = job.sshOptions + ["-o", "Port=\(port)", "-o", "HostKeyAlgorithms=ssh-ed25519"]
        return identity.map { identity in options.map { $0 == job.key ? identity : $0 } } ?? options
    }

    var target: String { "\(Self.user)@127.0.0.1" }

    /// Runs `commands` in the real `sftp` through the door.
    func sftp(_ commands: [String], identity: String? = nil, more: [String] = []) throws -> ToolResult {
        try Tool.run(
            "sftp", more + (try options(identity: identity)) + ["-b", "-", target],
            stdin: Array((commands.joined(separator: "\n") + "\n").utf8), directory: gateway.desk.path)
    }

    /// A key of a producer with a certificate of the authority for `principal`.
    func certifiedKey(_ principal: String) throws -> String {
        let key = gateway.desk.file("certified-" + principal)
        try #require(try Tool.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]).status == 0)
        let signed = try Tool.run(
            "ssh-keygen",
            [
                "-q", "-s", gateway.folder.file("openssh/user_ca"), "-I", "test", "-n", principal, "-V", "+1h",
                key + ".pub",
            ])
        try #require(signed.status == 0, "\(signed.errors)")
        return key
    }

    private static func makeAuthority(_ path: String) throws {
        try #require(try Tool.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", path]).status == 0)
    }

    /// A port that nobody listened on a moment ago: sshd says which it was given only for a port that it is told.
    static func freePort() throws -> Int {
        let script = "import socket; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1])"
        let found = try Tool.run("python3", ["-c", script])
        return try #require(Int(found.output.trimmingCharacters(in: .newlines)), "\(found.errors)")
    }

    /// The change that makes it listen on `port` of this machine alone.
    static func listening(_ port: Int) -> (String, String) { ("Port 2222", "Port \(port)\nListenAddress 127.0.0.1") }

    private static func configuration(
        home: String, folder: String, port: Int, _ acceptsCertificates: Bool
    ) throws -> String {
        let binary = try #require(EcluseBinary.path, "the program is not built")
        var changes = [
            listening(port), ("/etc/ecluse/openssh", folder + "/openssh"),
            ("/var/lib/ecluse", home), ("/usr/bin/ecluse", binary),
            ("AllowGroups ecluse-producers", "AllowUsers \(user)"),
            ("Match Group ecluse-producers", "Match User \(user)"), ("\"$LOGNAME\"", Gateway.sidep),
            ("PermitRootLogin no", "PermitRootLogin prohibit-password"),
        ]
        if acceptsCertificates {
            changes += [("#TrustedUserCAKeys", "TrustedUserCAKeys"), ("#AuthorizedPrincipals", "AuthorizedPrincipals")]
        }
        return try changed(changes)
    }

    /// The configuration of `deploy/openssh` with each text of `changes` replaced, which must be there.
    static func changed(_ changes: [(String, String)]) throws -> String {
        var text = try Checkout.text("deploy/openssh/sshd_config")
        for (from, to) in changes {
            try #require(text.contains(from), "\(from) is no longer in sshd_config")
            text = text.replacingOccurrences(of: from, with: to)
        }
        return text
    }
}
