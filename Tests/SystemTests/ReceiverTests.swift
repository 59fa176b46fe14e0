import Foundation
import Support
import TestSupport
import Testing

/// The door: what a producer's session may do, and what is left when it is cut off.
@Suite(.serialized) struct ReceiverTests {
    @Test(arguments: [".SIDEP_20261120", "day.part", "day.filepart", "DAY.TMP"])
    func `a temporary name is no drop until it is renamed`(_ temporary: String) throws {
        let gateway = try Gateway()
        try gateway.start(["receive"])
        let path = try gateway.seal(Sidep.day(20), "day.age")
        #expect(try gateway.sftp(["put \"\(path)\" /inbox/\(temporary)"]).status == 0)
        #expect(gateway.inbox().isEmpty)
        #expect(gateway.uploads() == [temporary])
        #expect(try gateway.sftp(["rename /inbox/\(temporary) /inbox/SIDEP_20261120.csv.age"]).status == 0)
        #expect(gateway.inbox().count == 1)
        #expect(gateway.uploads().isEmpty)
        #expect(try gateway.ecluse(["ingest", "--once"]).status == 0)
        #expect(try gateway.outcome(of: "SIDEP_20261120.csv.age").state == "ingested")
    }

    @Test func `a client killed on the way leaves an upload that can be resumed, and hands nothing over`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let path = try gateway.seal(Sidep.day(30_000), "day.age")
        let client = try gateway.startSlowUpload(path, as: "SIDEP_20261120.csv.age")
        client.send(SIGKILL, toGroup: true)
        #expect(gateway.waitForReceiver("upload.interrupted"))
        #expect(gateway.inbox().isEmpty)
        #expect(gateway.receiptsNow().isEmpty)
        let part = gateway.uploadSize("SIDEP_20261120.csv.age")
        let listed = try gateway.sftp(["ls -l /inbox"])
        #expect(listed.output.contains("SIDEP_20261120.csv.age") && listed.output.contains(" \(part) "))

        let resumed = try gateway.sftp(["reput \"\(path)\" /inbox/SIDEP_20261120.csv.age"])
        #expect(resumed.status == 0, "\(resumed.errors)")
        let receipt = try gateway.outcome(of: "SIDEP_20261120.csv.age")
        #expect(receipt.state == "ingested", "\(receipt.text)")
        #expect(receipt.sha256 == (try Reference.sha256(ofFile: path)))
        #expect(try gateway.rows("sidep", "test") == 30_000)
        #expect(gateway.output.contains("resumes"), "the second session went on where the first ended")
    }

    @Test func `SIGTERM lets an upload in progress come to its end, then everything stops in good order`() throws {
        let gateway = try Gateway()
        try gateway.start(["receive"])
        let path = try gateway.seal(Sidep.day(20_000), "day.age")
        let client = try gateway.startSlowUpload(path, as: "SIDEP_20261120.csv.age")
        let stopped = try gateway.stop()
        #expect(stopped?.status == 0, "\(stopped?.errors ?? "")")
        let sent = try client.wait()
        #expect(sent.status == 0, "\(sent.errors)")
        #expect(gateway.inbox().count == 1)
        #expect(try gateway.ecluse(["ingest", "--once"]).status == 0)
        let receipt = try gateway.outcome(of: "SIDEP_20261120.csv.age")
        #expect(receipt.state == "ingested")
        #expect(receipt.sha256 == (try Reference.sha256(ofFile: path)))
        #expect(try gateway.ecluse(["journal", "verify"]).status == 0)
    }

    @Test func `SIGTERM stops all roles in good order, and what arrived is kept`() throws {
        let gateway = try Gateway()
        try gateway.start()
        #expect(try gateway.send(Sidep.day(20), "SIDEP_20261120.csv.age").state == "ingested")
        #expect(try gateway.stop()?.status == 0)
        try gateway.start()
        #expect(try gateway.send(Sidep.day(20, from: 50), "SIDEP_20261121.csv.age").state == "ingested")
        #expect(try gateway.rows("sidep", "test") == 40)
    }

    @Test func `a drop is not read back, overwritten, appended to, renamed, removed or chmodded once it is complete`()
        throws
    {
        let gateway = try Gateway()
        try gateway.start(["receive"])
        let path = try gateway.seal(Sidep.day(5), "SIDEP_20261120.csv.age")
        let other = try gateway.seal(Sidep.day(9), "other.age")
        let name = "/inbox/SIDEP_20261120.csv.age"
        try gateway.put(path)
        let refused = [
            "get \(name) back", "put \"\(other)\" \(name)", "reput \"\(other)\" \(name)", "rename \(name) /inbox/x",
            "rename \(name) /inbox/x.part", "rm \(name)", "get /inbox/x back",
        ]
        for command in refused { #expect(try gateway.sftp([command]).status != 0, "\(command)") }
        #expect(!FileManager.default.fileExists(atPath: gateway.desk.file("back")))
        #expect(gateway.inbox().count == 1)
        let listed = try gateway.sftp(["ls -l /inbox"]).output
        let size = try gateway.desk.read("SIDEP_20261120.csv.age").count
        #expect(listed.contains(" \(size) "), "own names and sizes are listed: \(listed)")
        #expect(try gateway.ecluse(["ingest", "--once"]).status == 0)
        let receipt = try gateway.outcome(of: "SIDEP_20261120.csv.age")
        #expect(receipt.sha256 == (try Reference.sha256(ofFile: path)))
        #expect(receipt.counts("test")["kept"] == 5)
    }

    @Test func `an unfinished upload is not read back either, but its producer may remove it`() throws {
        let gateway = try Gateway()
        try gateway.start(["receive"])
        let path = try gateway.desk.write("x", [UInt8](repeating: 7, count: 1000))
        #expect(try gateway.sftp(["put \"\(path)\" /inbox/x.part"]).status == 0)
        #expect(try gateway.sftp(["get /inbox/x.part back"]).status != 0)
        #expect(try gateway.sftp(["rm /inbox/x.part"]).status == 0)
        #expect(gateway.uploads().isEmpty)
    }

    @Test func `an account sees four folders and nothing else exists`() throws {
        let gateway = try Gateway()
        try gateway.start(["receive"])
        let root = try gateway.sftp(["ls -1 /"])
        let names = root.output.split(separator: "\n").filter { !$0.hasPrefix("sftp>") }.map {
            $0.trimmingCharacters(in: .whitespaces).trimmingCharacters(in: ["/"])
        }
        #expect(names.sorted() == ["convention", "inbox", "oppositions", "receipts"])
        let absent = [
            "ls /upload", "ls /..//spool", "ls /keys", "ls /home", "cd /inbox/../upload", "get /ledger.sqlite x",
            "get /convention/../../../ledger.sqlite x", "ls /receipts/../../\(Gateway.oscour)", "get /etc/passwd x",
        ]
        for command in absent { #expect(try gateway.sftp([command]).status != 0, "\(command)") }
        for command in ["rm /convention/README.md", "put producer_key /convention/x", "put producer_key /receipts/x"] {
            #expect(try gateway.sftp([command]).status != 0, "\(command)")
        }
        #expect(try gateway.sftp(["get /convention/README.md guide"]).status == 0)
    }

    @Test func `two accounts cannot see, touch or find each other`() throws {
        let gateway = try Gateway()
        try gateway.start()
        #expect(try gateway.send(Sidep.day(5), "SIDEP_20261120.csv.age").state == "ingested")
        try gateway.sftp(["put producer_key /inbox/left.part"])
        let other = try gateway.sftp(
            ["ls -1 /inbox", "ls -1 /receipts", "ls -1 /oppositions"], account: Gateway.oscour)
        #expect(other.status == 0)
        #expect(other.output.split(separator: "\n").allSatisfy { $0.hasPrefix("sftp>") }, "\(other.output)")
        for command in ["ls /\(Gateway.sidep)", "rm /inbox/left.part", "reput producer_key /inbox/../left.part"] {
            #expect(try gateway.sftp([command], account: Gateway.oscour).status != 0)
        }
        #expect(gateway.uploads() == ["left.part"])
        // The same name in both accounts: each has its own file.
        #expect(try gateway.sftp(["put producer_key /inbox/left.part"], account: Gateway.oscour).status == 0)
        #expect(gateway.uploads(Gateway.oscour) == ["left.part"])
        #expect(gateway.receiptsNow(Gateway.oscour).isEmpty)
    }

    @Test func `a wrong key and an unknown account are refused in the same words`() throws {
        let gateway = try Gateway()
        try gateway.start(["receive"])
        let key = gateway.desk.file("stranger")
        #expect(try Tool.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]).status == 0)
        func attempt(_ account: String, key: String) throws -> ToolResult {
            let options = gateway.options.map { $0 == gateway.desk.file("producer_key") ? key : $0 }
            return try Tool.run("sftp", options + ["-b", "-", "\(account)@127.0.0.1"], stdin: Array("ls\n".utf8))
        }
        let wrongKey = try attempt(Gateway.sidep, key: key)
        let unknown = try attempt("nobody-here", key: gateway.desk.file("producer_key"))
        for result in [wrongKey, unknown] { #expect(result.status == 255, "\(result.output)") }
        #expect(
            wrongKey.errors.components(separatedBy: "@127.0.0.1").last
                == unknown.errors.components(separatedBy: "@127.0.0.1").last)
        #expect(wrongKey.errors.contains("publickey"))
        #expect(!wrongKey.errors.contains("password"), "keys alone are taken")
        #expect(try attempt(Gateway.sidep, key: gateway.desk.file("producer_key")).status == 0)
    }

    @Test func `no shell, no command, no forwarding`() throws {
        let gateway = try Gateway()
        try gateway.start(["receive"])
        let options = gateway.options.dropLast(2) + ["-p", String(gateway.port), "\(Gateway.sidep)@127.0.0.1"]
        let command = try Tool.run("ssh", options + ["id"])
        #expect(command.status != 0)
        #expect(!command.output.contains("uid="))
        #expect(try Tool.run("ssh", ["-W", "127.0.0.1:\(gateway.port)"] + options).status != 0)
        #expect(try Tool.run("ssh", options + ["-s", "netconf"]).status != 0)
    }

    @Test func `removing receipts acknowledges them: they are not written again, and the ledger keeps them`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let receipt = try gateway.send(Sidep.day(5), "SIDEP_20261120.csv.age")
        #expect(try gateway.sftp(["rm /receipts/*"]).status == 0)
        #expect(gateway.receiptsNow().isEmpty)
        let next = try gateway.send(Sidep.day(5, from: 10), "SIDEP_20261121.csv.age")
        #expect(next.number == receipt.number + 2)
        let acknowledged = wait(seconds: 60) {
            let list = (try? gateway.json(["receipts", "list", Gateway.sidep]))?["receipts"]?.array ?? []
            return list.prefix(2).allSatisfy { $0["acknowledgedAt"]?.string != nil }
        }
        #expect(acknowledged)
        try gateway.stop()
        #expect(try gateway.ecluse(["ingest", "--once"]).status == 0)
        #expect(try gateway.receipts(Gateway.sidep).map(\.number) == [3, 4])
        let list = try gateway.json(["receipts", "list", Gateway.sidep])["receipts"]?.array ?? []
        #expect(list.map { $0["acknowledgedAt"]?.string == nil } == [false, false, true, true])
        #expect(try gateway.ecluse(["receipts", "verify"]).status == 0)
        let text = try gateway.ecluse(["receipts", "show", Gateway.sidep, "2"])
        #expect(text.output.contains(receipt.drop), "the removed receipt can still be shown")
    }

    @Test func `the arrival receipt comes before the outcome and names size and SHA-256 of what was sent`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let outcome = try gateway.send(Sidep.day(5), "SIDEP_20261120.csv.age")
        let arrival = try #require(try gateway.receipts(Gateway.sidep).first)
        #expect(arrival.kind == "arrival")
        #expect(arrival.number == 1 && outcome.number == 2)
        let path = gateway.desk.file("SIDEP_20261120.csv.age")
        #expect(arrival.sha256 == (try Reference.sha256(ofFile: path)))
        #expect(arrival.json["drop"]?["size"]?.integer == Int64(try gateway.desk.read("SIDEP_20261120.csv.age").count))
        #expect(arrival.drop == outcome.drop)
    }
}
