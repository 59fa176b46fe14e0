internal import Glibc
internal import Platform

/// OpenSSH's `sftp` as the client of a benchmark.
struct SFTPClient {
    /// Tries before a server counts as absent, and microseconds between them.
    private static let tries = 100
    private static let pause: UInt32 = 50_000

    let workbench: Workbench
    let user: String
    let port: UInt16
    var cipher: String?

    /// Runs the commands in one connection; the time is that of the whole client.
    @discardableResult
    func run(_ commands: String) throws -> BenchTool.Run {
        try workbench.tool("sftp", log: "client").run(try arguments(commands, batch: "batch"))
    }

    /// Starts a client that runs the commands; `name` tells clients that run at once apart.
    func start(_ commands: String, name: String) throws -> ChildProcess {
        try workbench.tool("sftp", log: name).start(try arguments(commands, batch: name + ".batch"))
    }

    private func arguments(_ commands: String, batch: String) throws -> [String] {
        try workbench.batch(commands, name: batch)
        var arguments = [
            "-q", "-b", workbench.path(batch), "-P", String(port), "-i", workbench.path("client"),
            "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "IdentitiesOnly=yes",
            "-F", "/dev/null",
        ]
        if let cipher { arguments += ["-c", cipher] }
        return arguments + [user + "@127.0.0.1"]
    }

    /// Waits until the server lets the client in.
    func waitForServer() throws {
        for _ in 0..<SFTPClient.tries {
            if (try? run("pwd\n")) != nil { return }
            usleep(SFTPClient.pause)
        }
        throw BenchFault.late("the server on port \(port)")
    }

    /// The port that our receiver names in its log.
    static func port(of receiver: BenchTool) throws -> UInt16 {
        for _ in 0..<tries {
            let words = try receiver.output().split { $0 == " " || $0 == "\n" }
            if let index = words.firstIndex(of: "listening"), index + 2 < words.count,
                let port = words[index + 2].split(separator: ":").last.flatMap({ UInt16($0) })
            {
                return port
            }
            usleep(pause)
        }
        throw BenchFault.late("the receiver's port")
    }
}
