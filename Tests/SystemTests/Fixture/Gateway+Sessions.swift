import Foundation
import Support
import TestSupport
import Testing

/// What goes on at the door: sessions that are cut off, unfinished uploads, drops that wait.
extension Gateway {
    /// Starts an upload that a slow line holds up (8 Mbit/s) and waits until a part of it lies in the account.
    func startSlowUpload(_ path: String, as name: String, account: String = Gateway.sidep) throws -> RunningTool {
        let client = try RunningTool(
            "sftp", options + ["-l", "8000", "-b", "-", "\(account)@127.0.0.1"],
            stdin: Array("put \"\(path)\" \"/inbox/\(name)\"\n".utf8), directory: desk.path)
        let begun = wait(seconds: 60) { uploadSize(name, account: account) > 0 || !client.isRunning }
        try #require(begun && client.isRunning, "the upload did not begin: \(client.errors)")
        return client
    }

    /// Sets a setting of `ecluse.json5`; for the next start.
    func configure(_ name: String, _ value: String) throws {
        let lines = try text("ecluse.json5").components(separatedBy: "\n")
        let changed = lines.map { line in
            line.contains("// \(name): ") || line.trimmingCharacters(in: .whitespaces).hasPrefix("\(name): ")
                ? "\(name): \(value)," : line
        }
        try #require(changed != lines, "no setting \(name)")
        try folder.write("home/ecluse.json5", changed.joined(separator: "\n"))
    }

    /// The events of the receiver's journal, in order.
    func receiverEvents(_ kind: String? = nil) throws -> [JSONValue] {
        let files = folder.allFiles().filter { $0.hasPrefix("home/journal/receiver/") && $0.hasSuffix(".jsonl") }
        let lines = try files.sorted().flatMap { try folder.read($0).split(separator: UInt8(ascii: "\n")) }
        return try lines.map { try JSONParser.parse(Array($0)) }.filter {
            kind == nil || $0["event"]?.string == kind
        }
    }

    /// The processes of this home's receiver that run `command`.
    func processes(_ command: String) -> [pid_t] {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.compactMap { pid_t($0) }.filter { process in
            guard let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else { return false }
            let words = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            return words.contains(command) && words.contains(home)
        }
    }

    /// Where an unfinished upload lies.
    func uploadPath(_ name: String, account: String = Gateway.sidep) -> String {
        "\(home)/spool/\(account)/upload/inbox/\(name)"
    }

    /// Bytes of an unfinished upload, 0 where there is none.
    func uploadSize(_ name: String, account: String = Gateway.sidep) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: uploadPath(name, account: account))
        return (attributes?[.size] as? Int) ?? 0
    }

    /// Identifiers of the drops that wait in the inbox.
    func inbox(_ account: String = Gateway.sidep) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(home)/spool/\(account)/inbox")) ?? []
    }

    /// Names of unfinished uploads.
    func uploads(_ account: String = Gateway.sidep) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(home)/spool/\(account)/upload/inbox")) ?? []
    }

    /// Waits until the journal of the receiver holds `text`.
    func waitForReceiver(_ text: String) -> Bool {
        wait(seconds: 60) {
            let journal = (try? ecluse(["journal", "tail", "-n", "500", "--json"]))?.output ?? ""
            return journal.contains(text)
        }
    }

    /// The result of a command as JSON.
    func json(_ arguments: [String]) throws -> JSONValue {
        let result = try ecluse(arguments + ["--json"])
        try #require(!result.stdout.isEmpty, "\(arguments): \(result.errors)")
        return try JSONParser.parse(result.stdout)
    }

    /// The state and history of a drop as the ledger has them.
    func history(_ drop: String) throws -> [String] {
        try json(["drops", "show", drop])["history"]?.array?.compactMap { $0["to"]?.string } ?? []
    }

    /// Checks that nothing at all is published, not even a file under way.
    func expectNothingPublished(_ base: String = "sidep", _ table: String = "test") throws {
        #expect(try rows(base, table) == 0)
        #expect(dataFiles().isEmpty)
    }

    /// Most memory that the running role has held, in bytes.
    func peakMemory() throws -> Int {
        let process = try #require(roles?.processIdentifier)
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) << 10
    }

    /// Seals a good header and what the shell's `command` prints, without ever holding it whole.
    func sealOutput(_ command: String) throws -> String {
        let sealed = desk.file("SIDEP_20261120.csv.age")
        let header = try desk.write("header", Sidep.file([]))
        let script = "(cat \(header); \(command)) | age -r \(try recipient) -o \(sealed)"
        let made = try Tool.run("sh", ["-c", script], timeout: 300)
        try #require(made.status == 0, "\(made.errors)")
        return sealed
    }

    /// Sends the file at `sealed` and has it judged by an ingester that does nothing else.
    func ingestAlone(_ sealed: String) throws -> Receipt {
        try start(["receive"])
        try put(sealed)
        try stop()
        try start(["ingest"], listens: false)
        return try outcome(of: (sealed as NSString).lastPathComponent, seconds: 300)
    }
}
