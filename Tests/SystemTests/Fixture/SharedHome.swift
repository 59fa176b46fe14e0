import Foundation
import TestSupport
import Testing

/// A home of several users, prepared as `deploy/tmpfiles.conf` and `deploy/sysusers.conf` say, with numbers for the names.
final class SharedHome {
    enum Role: String, CaseIterable { case receiver, ingester, monitor }

    /// Why the tests of several users are skipped; nil where they can run.
    static let absence: String? = {
        if geteuid() != 0 { return "only root can run processes as several users" }
        let missing = ["setpriv", "unshare", "sftp", "age"].filter { Tool.find($0) == nil }
        return missing.isEmpty ? nil : "not installed: " + missing.joined(separator: ", ")
    }()

    let folder: TemporaryDirectory
    let desk: TemporaryDirectory
    let home: String
    let program: String
    private let identifiers: [String: Int]
    private let memberships: [String: [String]]

    init() throws {
        folder = try TemporaryDirectory()
        desk = try TemporaryDirectory()
        home = folder.file("home")
        program = folder.file("ecluse")
        // The other users must reach the home and the program.
        unsafe chmod(folder.path, 0o755)
        // Copied by a process of its own: a child that another test starts meanwhile would hold the copy open for writing, and
        // what is open for writing cannot be run (ETXTBSY).
        let built = try #require(EcluseBinary.path, "the program is not built")
        try #require(Tool.run("cp", [built, program]).status == 0)
        var identifiers = ["root": 0]
        var memberships: [String: [String]] = [:]
        for line in try SharedHome.lines("deploy/sysusers.conf") where line.count >= 2 {
            switch line[0] {
            case "u", "g": identifiers[line[1]] = 64_100 + identifiers.count
            case "m": memberships[line[1], default: []].append(line[2])
            default: Issue.record("sysusers.conf: \(line)")
            }
        }
        self.identifiers = identifiers
        self.memberships = memberships
        for line in try SharedHome.lines("deploy/tmpfiles.conf") { try apply(line) }
        let key = try desk.write("producer_key", try Checkout.read("keys-example/producer/producer_ed25519_key"))
        unsafe chmod(key, 0o600)
    }

    /// The words of each line that is no comment.
    private static func lines(_ path: String) throws -> [[String]] {
        try Checkout.text(path).split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { $0.split(separator: " ").map(String.init) }
    }

    /// A line of tmpfiles.d(5): type, path, mode, user, group.
    private func apply(_ line: [String]) throws {
        try #require(line.count == 6 && line[0] == "d", "tmpfiles.conf: \(line)")
        let path = line[1].replacingOccurrences(of: "/var/lib/ecluse", with: home)
        let mode = try #require(UInt32(line[2], radix: 8))
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let user = try #require(identifiers[line[3]], "\(line[3])"),
            group = try #require(identifiers[line[4]], "\(line[4])")
        try #require(unsafe chown(path, uid_t(user), gid_t(group)) == 0)
        try #require(unsafe chmod(path, mode) == 0)
    }

    /// The number that stands for a user's or group's name here.
    func identifier(_ name: String) throws -> Int { try #require(identifiers[name], "\(name)") }

    /// The words that run a program as `role`.
    private func words(_ role: Role, network: Bool) throws -> [String] {
        let name = "ecluse-" + role.rawValue
        let own = try #require(identifiers[name])
        let groups = try memberships[name, default: []].map { try #require(identifiers[$0]) }
        let list = groups.map(String.init).joined(separator: ",")
        let change = ["setpriv", "--reuid", "\(own)", "--regid", "\(own)", "--groups", list, "--no-new-privs", "--"]
        return network ? change : ["unshare", "-n", "--"] + change
    }

    /// Starts `command` of the program as `role`.
    func start(_ role: Role, _ command: [String], network: Bool = true) throws -> RunningTool {
        var words = try words(role, network: network)
        words += [program] + command + ["--home", home]
        return try RunningTool(
            words[0], Array(words.dropFirst()), environment: ["SWIFT_BACKTRACE": "enable=no"], directory: "/")
    }

    /// Runs `command` of the program as `role`.
    @discardableResult
    func run(_ role: Role, _ command: [String]) throws -> ToolResult {
        var words = try words(role, network: true)
        words += [program] + command + ["--home", home]
        return try Tool.run(
            words[0], Array(words.dropFirst()), environment: ["SWIFT_BACKTRACE": "enable=no"], directory: "/")
    }

    /// Runs `command` of the program as root.
    @discardableResult
    func root(_ command: [String]) throws -> ToolResult {
        try Tool.run(program, command, environment: ["SWIFT_BACKTRACE": "enable=no"], directory: "/")
    }

    /// The paths below the home, directories too, that `role` may read (`-r`) or write (`-w`); where directories of `places` are
    /// given, only what lies in them.
    func allowed(_ role: Role, _ test: String, below places: [String] = [""]) throws -> [String] {
        let all = try FileManager.default.subpathsOfDirectory(atPath: home).filter { path in
            places.contains { $0.isEmpty || path == $0 || path.hasPrefix($0 + "/") }
        }
        try #require(!all.isEmpty, "nothing in \(places)")
        let script = "while IFS= read -r path; do if [ \(test) \"$path\" ]; then printf '%s\\n' \"$path\"; fi; done"
        let words = try words(role, network: true) + ["sh", "-c", script]
        let result = try Tool.run(
            words[0], Array(words.dropFirst()), stdin: Array((all.joined(separator: "\n") + "\n").utf8), directory: home
        )
        try #require(result.status == 0, "\(result.errors)")
        return result.output.split(separator: "\n").map(String.init)
    }

    // MARK: The producer's side

    /// Seals and puts `plaintext`, as a producer does.
    func put(_ plaintext: [UInt8], _ name: String, port: Int, account: String = Gateway.sidep) throws {
        let recipient = String(
            decoding: try folder.read("home/spool/\(account)/convention/recipient.txt"), as: UTF8.self)
        let sealed = try Tool.run(
            "age", ["-r", recipient.trimmingCharacters(in: .whitespacesAndNewlines), "-o", desk.file(name)],
            stdin: plaintext)
        try #require(sealed.status == 0, "age: \(sealed.errors)")
        try sftp(["put \(desk.file(name)) /inbox/"], port: port, account: account)
    }

    /// Runs `commands` in the real `sftp`, which must succeed.
    @discardableResult
    func sftp(_ commands: [String], port: Int, account: String = Gateway.sidep) throws -> String {
        let result = try Tool.run(
            "sftp",
            [
                "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o",
                "BatchMode=yes",
                "-o", "IdentitiesOnly=yes", "-i", desk.file("producer_key"), "-P", String(port), "-b", "-",
                "\(account)@127.0.0.1",
            ], stdin: Array((commands.joined(separator: "\n") + "\n").utf8), directory: desk.path)
        try #require(result.status == 0, "sftp: \(result.errors)")
        return result.output
    }

    /// Waits for a receipt of `name` that is of one of `kinds`.
    func receipt(of name: String, _ kinds: Set<String>, account: String = Gateway.sidep) throws -> Receipt {
        let directory = home + "/spool/\(account)/receipts"
        var found: Receipt?
        _ = wait(seconds: 60, watching: [directory]) {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
            found = names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }
                .compactMap { try? Receipt(file: directory + "/" + $0) }.first {
                    $0.name == name && kinds.contains($0.kind)
                }
            return found != nil
        }
        return try #require(found, "no receipt of \(name)")
    }
}
