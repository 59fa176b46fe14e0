import Foundation
import Support
import TestSupport
import Testing

/// A client that breaks the rules of SSH, by hand (`Readers/ssh_client.py`): what it is told, that nothing is handed over, and that
/// another producer's upload goes on beside it.
@Suite(.serialized, .enabled(if: PythonReaders.areInstalled, "\(PythonReaders.absence)"))
struct SSHAbuseTests {
    /// Message numbers of RFC 4252, section 6, and RFC 4254, section 9.
    private static let authFailure = 51, keyFits = 60, loggedIn = 52
    private static let globalFailure = 82, openFailure = 92, channelFailure = 100

    /// Seconds for a login here: some scenarios wait for that deadline.
    private static let loginSeconds = 4

    private func gateway(conventions: [String]? = nil) throws -> Gateway {
        let gateway = try Gateway(conventions: conventions)
        let path = gateway.home + "/ecluse.json5"
        try String(contentsOfFile: path, encoding: .utf8)
            .replacing("// loginSeconds: 30", with: "loginSeconds: \(Self.loginSeconds)")
            // Everything comes from one address here.
            .replacing("// penaltySeconds: 600", with: "penaltySeconds: 0")
            .replacing("// connectionsPerSecond: 10", with: "connectionsPerSecond: 100")
            .write(toFile: path, atomically: true, encoding: .utf8)
        try gateway.start(["receive"])
        return gateway
    }

    /// Runs `body` while another producer's upload is under way, which must come to a good end.
    private func besideAnUpload(_ gateway: Gateway, _ body: () throws -> Void) throws {
        let path = try gateway.desk.write("beside.age", [UInt8](repeating: 7, count: 4 << 20))
        let beside = try gateway.startSlowUpload(path, as: "beside.age", account: Gateway.oscour)
        try body()
        let sent = try beside.wait(seconds: 60)
        #expect(sent.status == 0, "\(sent.errors)")
        #expect(gateway.inbox(Gateway.oscour).count == 1)
        #expect(gateway.inbox().isEmpty && gateway.uploads().isEmpty, "nothing of the abuser is left")
    }

    private func abuse(_ gateway: Gateway, _ scenario: String, _ arguments: [String] = []) throws -> JSONValue {
        let output = try PythonReaders.run(
            "ssh_client.py",
            [String(gateway.port), gateway.desk.file("producer_key"), Gateway.sidep, scenario] + arguments)
        return try JSONParser.parse(Array(output.utf8))
    }

    /// The members of an object by name.
    private func members(_ value: JSONValue?) -> [String: JSONValue] {
        (value?.members ?? []).reduce(into: [:]) { $0[$1.name] = $1.value }
    }

    /// The members of an object, as numbers.
    private func numbers(_ value: JSONValue?) -> [String: Int] {
        (value?.members ?? []).reduce(into: [:]) { $0[$1.name] = Int($1.value.integer ?? -1) }
    }

    @Test func `before login every proof but a key is refused, counted and ended, whatever the name is`() throws {
        let gateway = try gateway()
        try besideAnUpload(gateway) {
            for (method, answer) in members(try abuse(gateway, "methods")) {
                #expect(answer.array?[0].integer == Int64(Self.authFailure), "\(method)")
                #expect(answer.array?[1].string == "publickey", "\(method)")
            }
            for (method, answer) in members(try abuse(gateway, "tries")) {
                // The first `none` asks what there is (RFC 4252, section 5.2).
                let limit: Int64 = method == "none" ? 5 : 4
                #expect((answer.array?[0].integer ?? 0) <= limit, "\(method)")
                #expect(answer.array?[1].boolean == true, "\(method)")
            }
            let flood = try abuse(gateway, "flood")
            #expect(flood["ended"]?.boolean == true && flood["all"]?.boolean == false)
            let names = numbers(try abuse(gateway, "names"))
            #expect(names.count == 6)
            // libssh reads a name up to its NUL; the signature would still be over all of it.
            for (name, answer) in names where name != "nul" { #expect(answer == Self.authFailure, "\(name)") }
            let change = try abuse(gateway, "change_of_name")
            #expect(change["shown"]?.integer == Int64(Self.keyFits))
            #expect(change["signed"]?.integer == Int64(Self.authFailure))
            #expect(change["ended"]?.boolean == true)
            #expect(try abuse(gateway, "channel_before_login")["answer"]?.string == "end")
        }
    }

    @Test func `lines and packets that are not SSH end the connection`() throws {
        let gateway = try gateway()
        try besideAnUpload(gateway) {
            let cases = members(try abuse(gateway, "lines"))
            #expect(cases.count == 14)
            for (name, ended) in cases { #expect(ended.boolean == true, "\(name)") }
        }
    }

    @Test func `unknown account, wrong key and wrong network are answered alike, byte for byte`() throws {
        let near = try gateway()
        let folder = try TemporaryDirectory()
        let sidep = try ChangedConvention.make(
            "sidep", table: "test", in: folder,
            convention: { object in
                var accounts = object["accounts"] as? [ChangedConvention.Object] ?? []
                for index in accounts.indices { accounts[index]["networks"] = ["192.0.2.0/24"] }
                object["accounts"] = accounts
            })
        let far = try gateway(conventions: [sidep])
        for gateway in [near, far] {
            let made = try Tool.run(
                "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", gateway.desk.file("producer_key.other")])
            #expect(made.status == 0)
        }
        let here = try abuse(near, "refusals")
        let there = try abuse(far, "refusals")
        let unknown = JSONWriter.string(try #require(here["unknown account"]))
        #expect(here["unknown account"]?.array?.count == 2)
        #expect(here["unknown account"]?.array?[0].array?[0].integer == Int64(Self.authFailure))
        for answer in [here["wrong key"], there["unknown account"], there["wrong key"], there["own"]] {
            #expect(try JSONWriter.string(#require(answer)) == unknown)
        }
        #expect(here["own"]?.array?[1].array?[0].integer == Int64(Self.loggedIn), "the same key is good nearby")
        for gateway in [near, far] { #expect(gateway.inbox().isEmpty && gateway.uploads().isEmpty) }
    }

    @Test func `shell, commands, terminals, environment, forwarding and second channels are refused, and SFTP goes on`()
        throws
    {
        let gateway = try gateway()
        try besideAnUpload(gateway) {
            let requests = try abuse(gateway, "requests")
            #expect(numbers(requests["answers"]).count == 9)
            for (name, answer) in numbers(requests["answers"]) { #expect(answer == Self.channelFailure, "\(name)") }
            #expect(requests["served"]?.boolean == true && requests["still"]?.boolean == true)
            #expect(requests["second"]?.integer == Int64(Self.channelFailure))
            let channels = try abuse(gateway, "channels")
            #expect(numbers(channels["channels"]).count == 8)
            for (name, answer) in numbers(channels["channels"]) { #expect(answer == Self.openFailure, "\(name)") }
            for (name, answer) in numbers(channels["globals"]) { #expect(answer == Self.globalFailure, "\(name)") }
            #expect(channels["served"]?.boolean == true)
        }
    }

    @Test func `empty messages, strange channels, the error stream and new keys disturb nothing`() throws {
        let gateway = try gateway()
        try besideAnUpload(gateway) {
            for scenario in ["nothing", "strange_channels", "error_stream"] {
                #expect(try abuse(gateway, scenario)["served"]?.boolean == true, "\(scenario)")
            }
            let served = try abuse(gateway, "rekey")["served"]?.array ?? []
            #expect(served.count == 11 && served.allSatisfy { $0.boolean == true })
        }
    }

    @Test
    func `huge packets, data beyond the window, packets of ten bytes and half-open channels end their session alone`()
        throws
    {
        let gateway = try gateway()
        try besideAnUpload(gateway) {
            #expect(try abuse(gateway, "huge")["ended"]?.boolean == true)
            let overrun = try abuse(gateway, "overrun")
            #expect(overrun["ended"]?.boolean == true && overrun["all"]?.boolean == false)
            let sizes = try abuse(gateway, "small_packets")
            #expect(sizes["10"]?.string == "end", "libssh would compute for ever")
            #expect(sizes["20"]?.integer == 94)
            #expect(try abuse(gateway, "half_open")["ended"]?.boolean == true)
            #expect(try abuse(gateway, "end")["ended"]?.boolean == true)
        }
        #expect(gateway.waitForReceiver("ssh.window-exceeded"))
    }

    @Test func `messages in any order and of any content end their session alone, and in order`() throws {
        let gateway = try gateway()
        let seconds = ProcessInfo.processInfo.environment["ECLUSE_FUZZ_SECONDS"] ?? "0"
        try besideAnUpload(gateway) {
            let done = try abuse(gateway, "fuzz", ["20261121", "60", seconds])
            #expect(done["rounds"]?.integer ?? 0 >= 60)
            if seconds != "0" { print("ssh, encrypted: \(JSONWriter.string(done))") }
        }
        let journal = try gateway.ecluse(["journal", "tail", "-n", "10000", "--json"])
        #expect(journal.output.contains("session.authenticated"))
        #expect(!journal.output.contains("session.killed"), "a process crashed")
        #expect(try gateway.sftp(["ls"]).status == 0)
    }

    @Test func `a client may know the service by each of its host keys, from the convention folder`() throws {
        let gateway = try gateway()
        let lines = try gateway.text("spool/\(Gateway.sidep)/convention/known_hosts")
        let known = try gateway.desk.write(
            "known_hosts", lines.replacing("localhost ", with: "[127.0.0.1]:\(gateway.port) "))
        let options = gateway.options.map { $0 == "UserKnownHostsFile=/dev/null" ? "UserKnownHostsFile=\(known)" : $0 }
            .map { $0 == "StrictHostKeyChecking=no" ? "StrictHostKeyChecking=yes" : $0 }
        for algorithm in ["ssh-ed25519", "rsa-sha2-512", "rsa-sha2-256"] {
            let listed = try Tool.run(
                "sftp",
                ["-o", "HostKeyAlgorithms=\(algorithm)"] + options + ["-b", "-", "\(Gateway.sidep)@127.0.0.1"],
                stdin: Array("ls\n".utf8))
            #expect(listed.status == 0, "\(algorithm): \(listed.errors)")
        }
    }

    @Test func `an RSA key of a producer has 3072 bits, or its convention is refused in his language`() throws {
        for (bits, isTaken) in [("3072", true), ("2048", false)] {
            let folder = try TemporaryDirectory()
            let key = folder.file("key")
            let made = try Tool.run("ssh-keygen", ["-q", "-t", "rsa", "-b", bits, "-N", "", "-f", key])
            #expect(made.status == 0)
            let line = String(decoding: try folder.read("key.pub"), as: UTF8.self)
            let sidep = try ChangedConvention.make(
                "sidep", table: "test", in: folder,
                convention: { object in
                    var accounts = object["accounts"] as? [ChangedConvention.Object] ?? []
                    for index in accounts.indices {
                        accounts[index]["publicKeys"] = [line.trimmingCharacters(in: .newlines)]
                    }
                    object["accounts"] = accounts
                })
            let check = try Tool.run(try #require(EcluseBinary.path), ["convention", "check", sidep])
            #expect((check.status == 0) == isTaken, "\(check.output)")
            guard isTaken else {
                #expect((check.output + check.errors).contains("3072"))
                continue
            }
            let gateway = try gateway(conventions: [sidep])
            let options = gateway.options.map { $0 == gateway.desk.file("producer_key") ? key : $0 }
            let listed = try Tool.run(
                "sftp", options + ["-b", "-", "\(Gateway.sidep)@127.0.0.1"], stdin: Array("ls\n".utf8))
            #expect(listed.status == 0, "\(listed.errors)")
        }
    }

    @Test func `control characters of a client's identification are escaped in the journal`() throws {
        let gateway = try gateway()
        #expect(try abuse(gateway, "version")["served"]?.boolean == true)
        #expect(gateway.waitForReceiver("client\""))
        let journal = try gateway.ecluse(["journal", "tail", "-n", "100", "--json"])
        #expect(journal.output.contains("evil") && journal.output.contains("u{1b}"))
        for text in [journal.output, try gateway.ecluse(["journal", "tail", "-n", "100"]).output, gateway.output] {
            #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" || $0.value == 0x7f })
        }
    }

    @Test func `an upload with new keys every 64 KiB arrives whole`() throws {
        let gateway = try gateway()
        let path = try gateway.seal(Sidep.day(20_000), "day.age")
        let put = try Tool.run(
            "sftp", gateway.options + ["-o", "RekeyLimit=64K", "-b", "-", "\(Gateway.sidep)@127.0.0.1"],
            stdin: Array("put \"\(path)\" /inbox/SIDEP_20261120.csv.age\n".utf8), timeout: 60)
        #expect(put.status == 0, "\(put.errors)")
        #expect(try gateway.ecluse(["ingest", "--once"]).status == 0)
        let receipt = try gateway.outcome(of: "SIDEP_20261120.csv.age")
        #expect(receipt.state == "ingested")
        #expect(receipt.sha256 == (try Reference.sha256(ofFile: path)))
    }

    @Test func `ssh-audit finds nothing to say but that a key exchange against quantum computers is missing`() throws {
        let gateway = try gateway()
        let output = try PythonReaders.output(
            """
            import json, runpy, sys
            from contextlib import redirect_stdout
            import io
            port, text = sys.argv[1], io.StringIO()
            sys.argv = ["ssh-audit", "-j", "-p", port, "127.0.0.1"]
            with redirect_stdout(text):
                try:
                    runpy.run_module("ssh_audit", run_name="__main__", alter_sys=False)
                except SystemExit:
                    pass
            print(text.getvalue())
            """, [String(gateway.port)])
        let audit = try JSONParser.parse(Array(output.utf8))
        var warnings: Set<String> = []
        var algorithms: [String: [String]] = [:]
        for section in ["kex", "key", "enc", "mac"] {
            for entry in audit[section]?.array ?? [] {
                let name = entry["algorithm"]?.string ?? ""
                algorithms[section, default: []].append(name)
                #expect(entry["notes"]?["fail"] == nil, "\(name)")
                for note in entry["notes"]?["warn"]?.array ?? [] {
                    #expect(section == "kex", "\(name): \(note.string ?? "")")
                    warnings.insert(note.string ?? "")
                }
            }
        }
        #expect(warnings == ["does not provide protection against post-quantum attacks"])
        #expect(algorithms["key"] == ["ssh-ed25519", "rsa-sha2-512", "rsa-sha2-256"])
        #expect(algorithms["mac"] == ["hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com"])
        #expect(algorithms["enc"]?.count == 4)
        #expect(audit["cves"]?.array?.isEmpty == true)
        for key in audit["key"]?.array ?? [] { #expect((key["keysize"]?.integer ?? 3072) >= 3072) }
    }
}
