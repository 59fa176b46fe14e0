import Foundation
import Support
import TestSupport
import Testing

/// A session of the real program between a real `sftp` and a real disk, with faults in between that a tool puts there.
///
/// The client starts `ecluse sftp-session` itself, so that the tool (strace, faketime, env) holds that process alone; what the
/// program answers is recorded, because OpenSSH's client shows the status and not the sentence.
struct FaultySession {
    /// Why such sessions are skipped; nil where they can be made.
    static let absence: String? = Machine.missing("strace", "sftp", "age")

    /// What the client ended with.
    let result: ToolResult
    let replies: [Status]

    /// An answer SSH_FXP_STATUS (draft-ietf-secsh-filexfer-02, section 7).
    struct Status {
        let code: UInt32
        let sentence: String
        let language: String
    }

    /// What refused something; a name that is not there is no refusal, clients ask for names all the time.
    var refusals: [Status] { replies.filter { ![0, 1, 2].contains($0.code) } }

    /// The answers among the packets of a session.
    static func statuses(_ bytes: [UInt8]) -> [Status] {
        var rest = bytes[...]
        var found: [Status] = []
        func number() -> Int? {
            guard rest.count >= 4 else { return nil }
            defer { rest = rest.dropFirst(4) }
            return rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        }
        func text() -> String {
            guard let count = number() else { return "" }
            defer { rest = rest.dropFirst(count) }
            return String(decoding: rest.prefix(count), as: UTF8.self)
        }
        while let length = number(), rest.count >= length {
            let next = rest.dropFirst(length)
            if rest.popFirst() == 101, number() != nil, let code = number() {
                found.append(Status(code: UInt32(code), sentence: text(), language: text()))
            }
            rest = next
        }
        return found
    }
}

/// What the machine of the tests has and may.
enum Machine {
    /// Which of `programs` are not installed, in words; nil where all are.
    static func missing(_ programs: String...) -> String? {
        let missing = programs.filter { Tool.find($0) == nil }
        return missing.isEmpty ? nil : "not installed: " + missing.joined(separator: ", ")
    }

    /// Why file systems cannot be mounted; nil where they can.
    static let mounting: String? = {
        guard geteuid() == 0 else { return "only root can mount a file system" }
        guard let folder = try? TemporaryDirectory(),
            (try? Tool.run("mount", ["-t", "tmpfs", "none", folder.path]))?.status == 0
        else { return "this machine lets nobody mount a file system" }
        _ = try? Tool.run("umount", [folder.path])
        return nil
    }()
}

extension Gateway {
    /// Runs `commands` in the real `sftp` against a session that `tool` starts.
    func session(_ commands: [String], under tool: [String] = [], account: String = Gateway.sidep) throws
        -> FaultySession
    {
        let binary = try #require(EcluseBinary.path, "the program is not built")
        let record = desk.file("replies")
        let words = tool + [binary, "sftp-session", "--account", account, "--home", home]
        let quoted = words.map { "'" + $0.replacingOccurrences(of: "'", with: "'\\''") + "'" }.joined(separator: " ")
        let script = try desk.write("session.sh", "\(quoted) | tee '\(record)'\n")
        let result = try Tool.run(
            "sftp", ["-b", "-", "-D", "sh \(script)", "nobody@nowhere"],
            stdin: Array((commands.joined(separator: "\n") + "\n").utf8),
            environment: ["SWIFT_BACKTRACE": "enable=no"], directory: desk.path)
        return FaultySession(result: result, replies: FaultySession.statuses((try? desk.read("replies")) ?? []))
    }

    /// The words of strace that put `fault` in; only on what lies at `path` below the account's directory, where one is given.
    func strace(_ call: String, _ fault: String, path: String? = nil, account: String = Gateway.sidep) -> [String] {
        ["strace", "-f", "-qq", "-o", desk.file("trace"), "-e", "trace=\(call)", "-e", "inject=\(call):\(fault)"]
            + (path.map { ["-P", "\(home)/spool/\(account)/\($0)"] } ?? [])
    }

    /// Whether strace has put a fault in, in the last session.
    func wasInjected() throws -> Bool {
        String(decoding: try desk.read("trace"), as: UTF8.self).contains("(INJECTED)")
    }

    /// The drops in the inbox, each of which must be as whole as its description says; gives their bytes.
    func wholeDrops(_ account: String = Gateway.sidep, _ comment: String = "") throws -> [[UInt8]] {
        try inbox(account).map { id in
            let folder = "home/spool/\(account)/inbox/\(id)/"
            let payload = try self.folder.read(folder + "payload")
            let description = try JSONParser.parse(try self.folder.read(folder + "drop.json"))
            #expect(description["size"]?.integer == Int64(payload.count), "\(comment): \(id)")
            #expect(
                description["sha256"]?.string == (try Reference.sha256(ofFile: self.folder.file(folder + "payload"))),
                "\(comment): \(id)")
            return payload
        }
    }

    /// Expects that a client which was refused could read why and what to do.
    func expectExplained(_ session: FaultySession, _ comment: String) {
        #expect(session.result.status != 0, "\(comment)")
        for refusal in session.refusals {
            #expect(refusal.language == "fr", "\(comment)")
            // Not the client's own word for the number, but a sentence and what to do about it.
            #expect(
                refusal.sentence.count > 40 && refusal.sentence.hasSuffix("."), "\(comment): \(refusal.sentence)")
        }
    }
}
