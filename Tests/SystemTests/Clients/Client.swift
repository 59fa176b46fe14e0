import Foundation
import TestSupport
import Testing

/// One of the programs that producers send with, as data: how each thing is asked of it.
struct Client: Sendable, CustomTestStringConvertible {
    /// What is asked of a client.
    enum Action: Hashable, Sendable {
        case put
        /// As `put`, with the file's times and mode.
        case preserve
        /// Goes on with an upload that was cut.
        case resume
        case rename
    }

    /// A command line, and what it reads on standard input.
    struct Call: Sendable {
        var program: String
        var arguments: [String]
        var stdin = ""
        var environment: [String: String] = [:]
    }

    typealias Recipe = @Sendable (ClientJob) throws -> Call

    let name: String
    /// Prints the client's version.
    let version: Call
    /// Why it cannot run here; nil where it can.
    let absence: String?
    /// What it can be asked; an action that is missing is one that the client does not have.
    let recipes: [Action: Recipe]
    /// Whether it ends before the gateway has answered its last CLOSE: what it sent is a drop a moment later.
    var endsEarly = false

    var testDescription: String { name }

    /// A client made of a program in `PATH`; `versionProgram` is asked where the program does not say its version.
    init(
        _ name: String, program: String, version arguments: [String], by versionProgram: String? = nil,
        _ recipes: [Action: Recipe]
    ) {
        self.init(
            name, version: Call(program: versionProgram ?? program, arguments: arguments),
            absence: Tool.find(program) == nil ? "no \(program) here" : nil, recipes)
    }

    init(_ name: String, version: Call, absence: String?, _ recipes: [Action: Recipe]) {
        self.name = name
        self.version = version
        self.absence = absence
        self.recipes = recipes
    }

    /// Runs `action` to its end.
    func run(_ action: Action, _ job: ClientJob) throws -> ToolResult {
        let recipe = try #require(recipes[action], "\(name) cannot \(action)")
        let call = try recipe(job)
        return try Tool.run(
            call.program, call.arguments, stdin: Array(call.stdin.utf8),
            environment: ["HOME": job.desk, "LC_ALL": "C.UTF-8"].merging(call.environment) { $1 }, directory: job.desk)
    }

    /// The first thing in the client's own words that looks like a version.
    func versionText() -> String {
        guard let result = try? Tool.run(version.program, version.arguments) else { return "?" }
        let text = result.output + result.errors
        return text.firstMatch(of: /[0-9]+\.[0-9][0-9A-Za-z.]*/).map { String($0.output) } ?? "?"
    }

    /// Every client that is tried.
    static let all: [Client] = [
        sftp, scp, lftp, curl, psftp, pscp, rclone, sshfs, paramiko, asyncssh, ssh2, winSCPHabit, fileZilla,
    ]
}
