import Foundation
import Support
import TestSupport
import Testing

/// The producer's commands against a gateway that runs, from a copy of the account's `/convention` alone.
@Suite(.serialized) struct PushTests {
    private static let name = "SIDEP_20261120.csv"

    /// What a push says and how it ends.
    @discardableResult
    private func push(
        _ gateway: Gateway, _ arguments: [String], command: String = "push", port: Int? = nil,
        account: String = Gateway.sidep, convention: String = "convention", stdin: [UInt8] = []
    ) throws -> ToolResult {
        let binary = try #require(EcluseBinary.path, "the program is not built")
        return try Tool.run(
            binary, words(gateway, arguments, command, port, account, convention), stdin: stdin,
            environment: ["SWIFT_BACKTRACE": "enable=no", "TMPDIR": gateway.desk.path], directory: gateway.desk.path,
            timeout: 120)
    }

    private func words(
        _ gateway: Gateway, _ arguments: [String], _ command: String, _ port: Int?, _ account: String,
        _ convention: String
    ) -> [String] {
        [command] + arguments + [
            "--convention", convention, "--host", "127.0.0.1:\(port ?? gateway.port)", "--account", account,
            "--identity", gateway.desk.file("producer_key"), "--wait", "1",
        ]
    }

    /// A running gateway whose account's `/convention` lies on the desk.
    private func gateway(conventions: [String]? = nil) throws -> Gateway {
        let gateway = try Gateway(conventions: conventions)
        try gateway.start()
        try copy(gateway)
        return gateway
    }

    private func copy(_ gateway: Gateway) throws {
        try FileManager.default.copyItem(
            atPath: gateway.home + "/spool/\(Gateway.sidep)/convention", toPath: gateway.desk.file("convention"))
    }

    /// A convention of which an account may send so many bytes a second.
    private func slow(_ folder: TemporaryDirectory, rate: Int) throws -> String {
        try ChangedConvention.make("sidep", table: "test", in: folder) { convention in
            guard var accounts = convention["accounts"] as? [ChangedConvention.Object] else { return }
            accounts[0]["limits"] = ["rateBytesPerSecond": rate]
            convention["accounts"] = accounts
        }
    }

    @Test func `a file goes the whole way, and its receipts are kept as OpenSSH verifies them`() throws {
        let gateway = try gateway()
        try gateway.desk.write(Self.name, Sidep.day(500))
        let pushed = try push(gateway, [Self.name])
        #expect(pushed.status == 0, "\(pushed.errors)")
        #expect(pushed.output.contains("Intégré : le dépôt est dans le catalogue."))
        #expect(!pushed.errors.contains("\u{1b}") && !pushed.errors.contains("\r"), "no bar where there is no terminal")
        #expect(try gateway.rows("sidep", "test") == 500)
        let kept = gateway.desk.allFiles().filter { $0.hasPrefix("receipts/") && $0.hasSuffix(".json") }.sorted()
        #expect(kept.count == 2)
        for file in kept {
            let verified = try Tool.run(
                "ssh-keygen",
                [
                    "-Y", "verify", "-f", gateway.desk.file("convention/allowed_signers"), "-I", "ecluse", "-n",
                    "ecluse-receipt", "-s", gateway.desk.file(file + ".sig"),
                ], stdin: try gateway.desk.read(file))
            #expect(verified.status == 0, "\(verified.errors)")
        }
        #expect(!gateway.desk.allFiles().contains { $0.hasSuffix(".sealed") }, "nothing is left to be resumed")
        let again = try push(gateway, [Self.name])
        #expect(again.status == 1 && again.errors.contains("producer.already-taken"))
        #expect(try gateway.receipts(Gateway.sidep).count == 2)

        let binary = try #require(EcluseBinary.path)
        func verify(_ files: [String]) throws -> ToolResult {
            try Tool.run(
                binary, ["receipt", "verify", "--convention", "convention"] + files, directory: gateway.desk.path)
        }
        #expect(try verify(kept).status == 0)
        var changed = try gateway.desk.read(kept[1])
        changed[changed.count - 4] ^= 1
        try gateway.desk.write(kept[1], changed)
        let found = try verify(kept)
        #expect(found.status == 1 && found.output.contains("producer.receipt-forged"))
    }

    @Test(.enabled(if: FrontDoor.absence == nil, "no sshd that can be started here"))
    func `it goes through a real sshd as well`() throws {
        let door = try FrontDoor()
        try copy(door.gateway)
        try door.gateway.start(["ingest"], listens: false)
        try door.gateway.desk.write(Self.name, Sidep.day(50))
        let pushed = try push(door.gateway, [Self.name], port: door.port, account: NSUserName())
        #expect(pushed.status == 0, "\(pushed.errors) \(door.log)")
        #expect(try door.gateway.outcome(of: Self.name + ".age").state == "ingested")
    }

    @Test func `a server with another key is told nothing`() throws {
        let gateway = try gateway()
        try gateway.desk.write(Self.name, Sidep.day(5))
        let made = try Tool.run(
            "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", gateway.desk.file("other")])
        try #require(made.status == 0)
        let key = String(decoding: try gateway.desk.read("other.pub"), as: UTF8.self)
        try gateway.desk.write("convention/known_hosts", "localhost " + key)
        let refused = try push(gateway, [Self.name])
        #expect(refused.status == 1 && refused.errors.contains("ssh.unknown-host"), "\(refused.errors)")
        #expect(try gateway.receiverEvents("session.authenticated").isEmpty)
        #expect(gateway.uploads().isEmpty)
        try gateway.desk.write("convention/known_hosts", "")
        #expect(try push(gateway, [Self.name]).errors.contains("convention.not-a-copy"))
        try gateway.expectNothingPublished()
    }

    @Test(arguments: [1, 5])
    func `an upload whose session is killed goes on, in the next run or in the same`(attempts: Int) throws {
        let folder = try TemporaryDirectory()
        let gateway = try gateway(conventions: [try slow(folder, rate: 2 << 20)])
        try gateway.desk.write(Self.name, Sidep.day(40_000))
        let binary = try #require(EcluseBinary.path)
        let running = try RunningTool(
            binary,
            words(
                gateway, [Self.name, "--attempts", String(attempts)], "push", nil, Gateway.sidep, "convention"),
            environment: ["SWIFT_BACKTRACE": "enable=no"], directory: gateway.desk.path)
        let begun = wait(seconds: 60) {
            gateway.uploads().contains { gateway.uploadSize($0) > 1 << 20 } || !running.isRunning
        }
        try #require(begun && running.isRunning, "\(running.errors)")
        for process in gateway.processes("receive-connection") + gateway.processes("receive-files") {
            kill(process, SIGKILL)
        }
        let first = try running.wait(seconds: 60)
        var words = first.errors
        if attempts == 1 {
            #expect(first.status == 1 && first.errors.contains("ssh.connection-lost"), "\(first.errors)")
            #expect(gateway.inbox().isEmpty)
            let second = try push(gateway, [Self.name])
            #expect(second.status == 0, "\(second.errors)")
            words = second.errors
        } else {
            #expect(first.status == 0, "\(first.errors)")
            #expect(first.errors.contains("Connexion perdue"))
        }
        #expect(words.contains("Reprise à"), "\(words)")
        #expect(try gateway.outcome(of: Self.name + ".age").state == "ingested")
        #expect(try gateway.rows("sidep", "test") == 40_000)
        #expect(gateway.uploads().isEmpty)
    }

    @Test func `what the gateway would refuse is not sent, and why is said`() throws {
        let gateway = try gateway()
        try gateway.desk.write(Self.name, Sidep.file([Sidep.row(1), Sidep.row(2, ["nom": "DURAND"])]))
        let refused = try push(gateway, [Self.name, "--errors", "errors.csv"])
        #expect(refused.status == 1, "\(refused.errors)")
        #expect(refused.output.contains("Dangereux") && refused.output.contains("nom"))
        #expect(!refused.output.contains("DURAND") && !refused.errors.contains("DURAND"))
        #expect(gateway.desk.allFiles().contains("errors.csv"))
        #expect(!gateway.desk.allFiles().contains { $0.hasSuffix(".sealed") || $0.hasSuffix(".new") })
        #expect(try gateway.receiverEvents("session.authenticated").isEmpty)
        try gateway.expectNothingPublished()
    }

    @Test func `a refusal of the gateway is shown with its reasons`() throws {
        let gateway = try gateway()
        let sealed = try gateway.seal(Sidep.file((1...20).map { Sidep.row($0, ["sexe": "X"]) }), Self.name + ".age")
        let pushed = try push(gateway, [sealed])
        #expect(pushed.status == 1, "\(pushed.errors)")
        #expect(pushed.output.contains("drop.over-tolerance") && pushed.output.contains("field.enum"))
        #expect(gateway.desk.allFiles().contains { $0.hasPrefix("receipts/") && $0.contains("-errors-") })
        try gateway.expectNothingPublished()
    }

    @Test func `an opposition from standard input takes effect`() throws {
        let gateway = try gateway()
        let list = Array("\(Sidep.person(1))\n\(Sidep.person(2))\n".utf8)
        let opposed = try push(gateway, ["--add", "-", "--from", "2026-01-01"], command: "oppose", stdin: list)
        #expect(opposed.status == 0, "\(opposed.errors)")
        try gateway.desk.write("back", Array("\(Sidep.person(2))\n".utf8))
        let withdrawn = try push(
            gateway, ["--withdraw", "back", "--from", "2026-01-02", "--name", "OPPOSITION_SIDEP_20260102.csv"],
            command: "oppose")
        #expect(withdrawn.status == 0, "\(withdrawn.errors)")
        try gateway.desk.write(Self.name, Sidep.day(100))
        #expect(try push(gateway, [Self.name]).status == 0)
        #expect(try gateway.rows("sidep", "test") == 99)
        #expect(!gateway.desk.allFiles().contains { $0.hasPrefix(".ecluse-") })
    }

    @Test func `a drop is signed where the convention asks for it`() throws {
        let folder = try TemporaryDirectory()
        let made = try Tool.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", folder.file("signer")])
        try #require(made.status == 0)
        let signer = String(decoding: try folder.read("signer.pub"), as: UTF8.self).trimmingCharacters(in: .newlines)
        let convention = try ChangedConvention.make("sidep", table: "test", in: folder) { convention in
            convention["drops"] = [
                "envelopes": ["age"], "signature": ["required": true, "signers": [["ssh": signer]]],
            ]
        }
        let gateway = try gateway(conventions: [convention])
        try gateway.desk.write(Self.name, Sidep.day(10))
        let unsigned = try push(gateway, [Self.name])
        #expect(unsigned.status == 1 && unsigned.errors.contains("producer.signature-needed"))
        let signed = try push(gateway, [Self.name, "--sign", folder.file("signer")])
        #expect(signed.status == 0, "\(signed.errors)")
        #expect(try gateway.receipts(Gateway.sidep).count == 2)
        #expect(signed.output.contains("ssh SHA256:"))

        let other = "SIDEP_20261119.csv"
        try gateway.desk.write(other, Sidep.day(10, from: 100))
        let binary = try #require(EcluseBinary.path)
        let sealed = try Tool.run(
            binary, ["seal", other, "--convention", "convention", "--sign", folder.file("signer")],
            directory: gateway.desk.path)
        #expect(sealed.status == 0, "\(sealed.errors)")
        #expect(try gateway.sftp(["put \(other).age /inbox/", "put \(other).age.sig /inbox/"]).status == 0)
        #expect(try gateway.outcome(of: other + ".age").state == "ingested")
    }

    @Test(arguments: ["zip", "tar.zst"])
    func `the files of an archive are packed, checked and sent as one drop`(_ format: String) throws {
        let folder = try TemporaryDirectory()
        let gateway = try gateway(conventions: [try PackedSidep.archive(format, in: folder)])
        try gateway.desk.write("tests.csv", Sidep.day(30))
        try gateway.desk.write("controls.csv", Sidep.day(20))
        let pushed = try push(gateway, ["tests.csv", "controls.csv", "--name", "LOT_1.\(format)"])
        #expect(pushed.status == 0, "\(pushed.errors)")
        #expect(try gateway.rows("sidep", "test") == 30)
        #expect(try gateway.rows("sidep", "control") == 20)
    }

    @Test func `no value of a file shows in what the commands say or leave`() throws {
        let gateway = try gateway()
        let inputs = try TemporaryDirectory()
        var said = ""
        for (index, bytes) in Canary.files.enumerated() {
            let path = try inputs.write("SIDEP_202611\(pad(index + 1, 2)).csv", bytes)
            for command in ["check", "push"] {
                let more = ["--errors", gateway.desk.file("\(command)-\(index).csv")]
                let binary = try #require(EcluseBinary.path)
                let result =
                    command == "push"
                    ? try push(gateway, [path] + more)
                    : try Tool.run(
                        binary, ["check", path, "--convention", "convention"] + more, directory: gateway.desk.path)
                #expect(result.status < 2, "\(result.errors)")
                said += result.output + result.errors
            }
        }
        let list = try inputs.write("list", Canary.persons.joined(separator: "\n"))
        let opposed = try push(gateway, ["--add", list], command: "oppose")
        #expect(opposed.status == 0, "\(opposed.errors)")
        let bad = try push(gateway, ["--add", "-"], command: "oppose", stdin: Array("\(Canary.persons[0]);add".utf8))
        #expect(bad.status == 1)
        said += opposed.output + opposed.errors + bad.output + bad.errors
        try gateway.desk.write("said", said)
        for file in inputs.allFiles() where file.hasSuffix(".csv") {
            try FileManager.default.removeItem(atPath: inputs.file(file))
        }
        try FileManager.default.removeItem(atPath: list)
        let patterns = try TemporaryDirectory()
        let hits = try Canary.hits(in: [gateway.desk.path, inputs.path], patterns)
        #expect(hits.filter { !Canary.kept.contains($0.text) }.isEmpty, "\(hits)")
        #expect(said.contains("Conforme"))
    }
}
