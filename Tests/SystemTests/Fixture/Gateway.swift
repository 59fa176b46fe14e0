import Foundation
import Support
import TestSupport
import Testing

/// A gateway of the real binary in a temporary home, with the two conventions and the example keys, and the tools of a producer.
final class Gateway {
    /// The account of each convention.
    static let sidep = "sidep-test"
    static let oscour = "oscour-test"

    let folder: TemporaryDirectory
    let home: String
    /// Where the producer keeps his files.
    let desk: TemporaryDirectory
    private(set) var roles: RunningTool?
    private(set) var port = 0

    /// A home that is initialised; nothing runs yet.
    ///
    /// `conventions` are folders, those of the checkout where nothing else is said.
    init(conventions: [String]? = nil) throws {
        folder = try TemporaryDirectory()
        desk = try TemporaryDirectory()
        home = folder.file("home")
        let folders = conventions ?? ["sidep", "oscour"].map { Checkout.root + "/Conventions/" + $0 }
        let made = try ecluse(
            ["init", home, "--demo", "--example-keys", Checkout.root + "/keys-example"]
                + folders.flatMap { ["--convention", $0] },
            atHome: false)
        try #require(made.status == 0, "init: \(made.errors)")
        let key = try desk.write("producer_key", try Checkout.read("keys-example/producer/producer_ed25519_key"))
        unsafe chmod(key, 0o600)
    }

    deinit { roles?.send(SIGKILL, toGroup: true) }

    /// What the roles wrote on the terminal.
    var output: String { (roles?.output ?? "") + (roles?.errors ?? "") }

    /// Runs `ecluse` with `arguments` on this home.
    @discardableResult
    func ecluse(
        _ arguments: [String], atHome: Bool = true, environment: [String: String] = [:],
        stdin: [UInt8] = [], timeout: Double = 120
    ) throws -> ToolResult {
        let binary = try #require(EcluseBinary.path, "the program is not built")
        return try Tool.run(
            binary, arguments + (atHome ? ["--home", home] : []), stdin: stdin,
            environment: ["SWIFT_BACKTRACE": "enable=no"].merging(environment) { $1 }, timeout: timeout)
    }

    /// Starts all roles (or one of them) and waits until the receiver listens.
    ///
    /// `wrapper` is a program with its options that runs the real one.
    func start(
        _ command: [String] = ["run"], environment: [String: String] = [:], listens: Bool = true,
        wrapper: [String] = []
    ) throws {
        let binary = try #require(EcluseBinary.path, "the program is not built")
        let words = wrapper + [binary] + command + ["--home", home]
        let tool = try RunningTool(
            words[0], Array(words.dropFirst()),
            environment: ["SWIFT_BACKTRACE": "enable=no"].merging(environment) { $1 })
        roles = tool
        guard listens else { return }
        try #require(tool.waits(for: "listening on "), "the receiver did not start: \(tool.output) \(tool.errors)")
        let line = try #require(
            (tool.output + tool.errors).split(separator: "\n").first { $0.contains("listening on ") })
        let address = line.components(separatedBy: "listening on ")[1].prefix { !$0.isWhitespace }
        let digits = address.split(separator: ":").last ?? ""
        port = try #require(Int(digits), "no port in \(line)")
    }

    /// Stops the roles as an operator does, with SIGTERM, and says how they ended.
    @discardableResult
    func stop() throws -> ToolResult? {
        guard let tool = roles else { return nil }
        tool.send(SIGTERM)
        let result = try tool.wait(seconds: 30)
        roles = nil
        return result
    }

    /// Rows of a table in its newest version, 0 where the table does not exist.
    func rows(_ base: String, _ table: String) throws -> Int {
        let result = try ecluse(["catalogue", "list", "--json"])
        try #require(result.status == 0, "\(result.errors)")
        let list = try JSONParser.parse(result.stdout)
        let tables = list["tables"]?.array ?? []
        let found = tables.first { $0["base"]?.string == base && $0["table"]?.string == table }
        return Int(found?["rows"]?.integer ?? 0)
    }

    /// Parquet files anywhere in the catalogue, temporary ones included.
    func dataFiles() -> [String] {
        folder.allFiles().filter { $0.contains("/catalogue/") && $0.contains("part") }
    }

    /// Receipts that lie in the account at this moment.
    func receiptsNow(_ account: String = Gateway.sidep) -> [Receipt] { (try? receipts(account)) ?? [] }

    /// Lines of the error report beside an outcome receipt, its header left out.
    func errorReport(_ receipt: Receipt) throws -> [String] {
        let name = try #require(receipt.json["errorReport"]?.string)
        let path = (receipt.path as NSString).deletingLastPathComponent + "/" + name
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline)
        return lines.dropFirst().map(String.init)
    }

    // MARK: The producer's side

    /// The recipient that the convention folder of the account names.
    var recipient: String {
        get throws { try text("spool/\(Gateway.sidep)/convention/recipient.txt").trimmingCharacters(in: .newlines) }
    }

    /// A file of the home as text.
    func text(_ path: String) throws -> String { String(decoding: try folder.read("home/" + path), as: UTF8.self) }

    /// Options that the OpenSSH clients share.
    var options: [String] {
        [
            "-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o",
            "LogLevel=ERROR",
            "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-i", desk.file("producer_key"), "-P", String(port),
        ]
    }

    /// Runs `commands` in the real `sftp`.
    @discardableResult
    func sftp(_ commands: [String], account: String = Gateway.sidep) throws -> ToolResult {
        try Tool.run(
            "sftp", options + ["-b", "-", "\(account)@127.0.0.1"],
            stdin: Array((commands.joined(separator: "\n") + "\n").utf8), directory: desk.path)
    }

    /// Seals `plaintext` with the real `age` into the file `name` on the desk.
    func seal(_ plaintext: [UInt8], _ name: String, armored: Bool = false) throws -> String {
        let path = desk.file(name)
        let result = try Tool.run(
            "age", (armored ? ["-a"] : []) + ["-r", try recipient, "-o", path], stdin: plaintext, timeout: 120)
        try #require(result.status == 0, "age: \(result.errors)")
        return path
    }

    /// Puts the file at `path` into the account's folder.
    func put(_ path: String, account: String = Gateway.sidep, folder: String = "inbox") throws {
        let result = try sftp(["put \"\(path)\" /\(folder)/"], account: account)
        try #require(result.status == 0, "sftp: \(result.errors)")
    }

    /// Seals and puts, then gives the outcome.
    func send(
        _ plaintext: [UInt8], _ name: String, account: String = Gateway.sidep, folder: String = "inbox"
    ) throws -> Receipt {
        let before = try receipts(account).filter { $0.kind != "arrival" && $0.name == name }.count
        try put(try seal(plaintext, name), account: account, folder: folder)
        return try outcome(of: name, account: account, after: before)
    }

    /// All receipts that lie in the account, by number.
    func receipts(_ account: String) throws -> [Receipt] {
        let directory = home + "/spool/\(account)/receipts"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return try names.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.sorted().map { name in
            try Receipt(file: directory + "/" + name)
        }
    }

    /// Waits for the outcome receipt (or quarantine notice) of the drop called `name`, the one after `count` earlier ones.
    func outcome(
        of name: String, account: String = Gateway.sidep, after count: Int = 0, seconds: Double = 60
    ) throws -> Receipt {
        var found: Receipt?
        _ = wait(seconds: seconds, watching: [home + "/spool/\(account)/receipts"]) {
            let outcomes = receiptsNow(account).filter { !["arrival", "notice"].contains($0.kind) && $0.name == name }
            if outcomes.count > count { found = outcomes.last }
            return found != nil
        }
        return try #require(found, "no outcome of \(name): \(roles?.output ?? "") \(roles?.errors ?? "")")
    }
}
