import Foundation
import Reception
import Spool
import Support
import Synchronization
import Testing

@Suite(.enabled(if: ReceptionHarness.hasClients, "the OpenSSH client is not installed"))
struct ClientTests {
    @Test func `takes a file from OpenSSH's sftp and shows it`() throws {
        let harness = try ReceptionHarness()
        let (path, bytes) = try harness.file("day", count: 700_000)
        let result = try harness.sftp("put -p \(path) /inbox/day.csv\nls -l /inbox\nget /convention/convention.json \(path).got\n")
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("700000"))
        let drop = try #require(try harness.drops.first)
        #expect(drop.name == "day.csv")
        #expect(try harness.payload(drop) == bytes)
        #expect(drop.client.contains("OpenSSH"))
        #expect(FileManager.default.fileExists(atPath: path + ".got"))
    }

    @Test func `takes a temporary name and its rename`() throws {
        let harness = try ReceptionHarness()
        let (path, _) = try harness.file("day", count: 10)
        let result = try harness.sftp("put \(path) /inbox/day.part\nrename /inbox/day.part /inbox/day\n")
        #expect(result.status == 0, "\(result.output)")
        #expect(try harness.drops.map(\.name) == ["day"])
    }

    @Test func `lets an upload be resumed`() throws {
        let harness = try ReceptionHarness()
        let (path, bytes) = try harness.file("day", count: 500_000)
        let upload = "\(harness.path)/spool/alpha/upload/inbox"
        #expect(try harness.sftp("ls /\n").status == 0)
        try bytes.prefix(200_000).write(to: URL(filePath: upload + "/day"))
        let result = try harness.sftp("reput \(path) /inbox/day\n")
        #expect(result.status == 0, "\(result.output)")
        let drop = try #require(try harness.drops.first)
        #expect(try harness.payload(drop) == bytes)
    }

    @Test func `refuses with a status and lives on`() throws {
        let harness = try ReceptionHarness()
        let (path, _) = try harness.file("day", count: 10)
        let result = try harness.sftp(
            "-mkdir /inbox/x\n-ln -s a /inbox/l\n-get /inbox/nothing\n-put \(path) /receipts/x\nput \(path) /inbox/good\n")
        #expect(result.status == 0, "\(result.output)")
        #expect(try harness.drops.map(\.name) == ["good"])
    }

    @Test(arguments: [("evil", "alpha"), ("alpha", "nobody"), ("evil", "nobody")])
    func `lets nobody else in`(key: String, user: String) throws {
        let harness = try ReceptionHarness()
        let result = try harness.sftp("ls\n", key: key, user: user)
        #expect(result.status == 255)
        #expect(result.output.contains("Permission denied (publickey)"))
        #expect(harness.events.withLock { !$0.contains("session.authenticated") })
    }

    @Test func `refuses commands, shells and forwarding`() throws {
        let harness = try ReceptionHarness()
        let common = harness.sshOptions + ["-i", harness.path + "/alpha", "-p", String(harness.port), "alpha@127.0.0.1"]
        let command = try ReceptionHarness.run("/usr/bin/ssh", common + ["id"])
        #expect(command.status != 0)
        #expect(!command.output.contains("uid="))
        let tunnel = try ReceptionHarness.run("/usr/bin/ssh", ["-W", "127.0.0.1:22"] + common)
        #expect(tunnel.status != 0)
    }

    @Test(.enabled(if: ReceptionHarness.has("/usr/bin/scp"), "scp is not installed"))
    func `takes a file from scp`() throws {
        let harness = try ReceptionHarness()
        let (path, bytes) = try harness.file("day", count: 100_000)
        let result = try ReceptionHarness.run(
            "/usr/bin/scp",
            harness.sshOptions + ["-s", "-p", "-i", harness.path + "/alpha", "-P", String(harness.port), path, "alpha@127.0.0.1:/inbox/"])
        #expect(result.status == 0, "\(result.output)")
        #expect(try harness.payload(#require(try harness.drops.first)) == bytes)
    }

    @Test(.enabled(if: ReceptionHarness.has("/usr/bin/lftp"), "lftp is not installed"))
    func `takes a file from lftp`() throws {
        let harness = try ReceptionHarness()
        let (path, bytes) = try harness.file("day", count: 100_000)
        let program = (["ssh", "-a", "-x", "-i", harness.path + "/alpha"] + harness.sshOptions).joined(separator: " ")
        let script = "set net:max-retries 2; set sftp:connect-program \"\(program)\"; put \(path) -o /inbox/day; exit"
        let result = try ReceptionHarness.run(
            "/usr/bin/lftp", ["-e", script, "-u", "alpha,", "sftp://127.0.0.1:\(harness.port)"])
        #expect(result.status == 0, "\(result.output)")
        #expect(try harness.payload(#require(try harness.drops.first)) == bytes)
    }

    @Test(.enabled(if: ReceptionHarness.has("/usr/bin/curl"), "curl is not installed"))
    func `takes a file from curl`() throws {
        let harness = try ReceptionHarness()
        let (path, bytes) = try harness.file("day", count: 100_000)
        let result = try ReceptionHarness.run(
            "/usr/bin/curl",
            [
                "-sS", "-k", "--key", harness.path + "/alpha", "--pubkey", harness.path + "/alpha.pub", "-u", "alpha:", "-T",
                path, "sftp://127.0.0.1:\(harness.port)/inbox/day",
            ])
        #expect(result.status == 0, "\(result.output)")
        #expect(try harness.payload(#require(try harness.drops.first)) == bytes)
    }

    /// `.build/venv` below the checkout, with paramiko from PyPI.
    static let python = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../.build/venv/bin/python")
        .standardizedFileURL.path

    @Test(.enabled(if: ReceptionHarness.has(ClientTests.python), "no .build/venv with paramiko"))
    func `takes a file from paramiko`() throws {
        let harness = try ReceptionHarness()
        let (path, bytes) = try harness.file("day", count: 100_000)
        let script = """
            import paramiko
            t = paramiko.Transport(('127.0.0.1', \(harness.port)))
            t.connect(username='alpha', pkey=paramiko.Ed25519Key.from_private_key_file('\(harness.path)/alpha'))
            s = paramiko.SFTPClient.from_transport(t)
            s.put('\(path)', '/inbox/day')
            print(s.listdir('/inbox'))
            t.close()
            """
        let result = try ReceptionHarness.run(Self.python, ["-c", script])
        #expect(result.status == 0, "\(result.output)")
        #expect(try harness.payload(#require(try harness.drops.first)) == bytes)
    }
}
