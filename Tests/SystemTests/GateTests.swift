import Foundation
import Glibc
import Support
import TestSupport
import Testing

/// Who gets a session, what one session does to the others, and what the journal says of each.
@Suite(.serialized) struct GateTests {
    /// Options that let `sftp` come from another address of loopback.
    private func sftp(
        _ gateway: Gateway, from address: String, key: String? = nil, account: String = Gateway.sidep,
        _ commands: [String]
    ) throws -> ToolResult {
        var options = gateway.options + ["-o", "BindAddress=\(address)"]
        if let key { options = options.map { $0 == gateway.desk.file("producer_key") ? key : $0 } }
        return try Tool.run(
            "sftp", options + ["-b", "-", "\(account)@127.0.0.1"],
            stdin: Array((commands.joined(separator: "\n") + "\n").utf8), directory: gateway.desk.path)
    }

    private func stranger(_ gateway: Gateway) throws -> String {
        let key = gateway.desk.file("stranger")
        try #require(try Tool.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]).status == 0)
        return key
    }

    @Test(arguments: ["receive-connection", "receive-files"])
    func `one session killed leaves the upload of another untouched, and is written down`(_ process: String) throws {
        let gateway = try Gateway()
        try gateway.start(["receive"])
        let path = try gateway.seal(Sidep.day(20_000), "day.age")
        let victim = try gateway.startSlowUpload(path, as: "VICTIM.csv.age")
        let victims = gateway.processes(process)
        let other = try gateway.startSlowUpload(path, as: "SIDEP_20261120.csv.age")
        #expect(victims.count == 1)
        for pid in victims { kill(pid, SIGKILL) }
        #expect(try victim.wait().status != 0)
        #expect(try other.wait().status == 0)
        #expect(gateway.inbox().count == 1)
        #expect(gateway.uploads() == ["VICTIM.csv.age"])
        let reasons = wait(seconds: 20) {
            let ended = (try? gateway.receiverEvents("session.disconnected")) ?? []
            return Set(ended.compactMap { $0["reason"]?.string }) == ["session.killed", "session.finished"]
        }
        #expect(reasons)
        #expect(wait(seconds: 20) { gateway.processes("receive-files").isEmpty }, "no process is left behind")
        #expect(try gateway.sftp(["reput \"\(path)\" /inbox/VICTIM.csv.age"]).status == 0)
    }

    @Test func `an address that fails again and again is turned away for a time, others are not`() throws {
        let gateway = try Gateway()
        try gateway.start(["receive"])
        let key = try stranger(gateway)
        for _ in 0..<5 { #expect(try sftp(gateway, from: "127.0.0.3", key: key, ["ls"]).status == 255) }
        let refused = try sftp(gateway, from: "127.0.0.3", ["put producer_key /inbox/x.part"])
        #expect(refused.status == 255, "the right key comes too late")
        #expect(gateway.uploads().isEmpty)
        #expect(try sftp(gateway, from: "127.0.0.4", ["put producer_key /inbox/x.part"]).status == 0)
        try gateway.stop()
        let turnedAway = try gateway.receiverEvents("reception.turned-away")
        #expect(
            turnedAway.allSatisfy { $0["source"]?.string == "127.0.0.3" && $0["reason"]?.string == "reception.penalty" }
        )
        #expect(!turnedAway.isEmpty)
        let logins = try gateway.receiverEvents("session.login-refused")
        #expect(logins.count >= 3)
        #expect(logins.allSatisfy { $0["tried"]?.string == Gateway.sidep && $0["reason"]?.string == "login.wrong-key" })
    }

    @Test func `a login clears what came before it, and penalties can be switched off`() throws {
        let gateway = try Gateway()
        try gateway.configure("penaltySeconds", "0")
        try gateway.start(["receive"])
        let key = try stranger(gateway)
        for _ in 0..<6 { #expect(try sftp(gateway, from: "127.0.0.3", key: key, ["ls"]).status == 255) }
        #expect(try sftp(gateway, from: "127.0.0.3", ["ls"]).status == 0)
    }

    /// Opens `count` connections from `address` as fast as it can, closing what was refused, and says how many stayed open.
    private func flood(_ gateway: Gateway, from address: String, _ count: Int) throws -> [Int32] {
        var open: [Int32] = []
        for _ in 0..<count {
            let raw = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            try #require(raw >= 0)
            guard Self.join(raw, from: address, port: gateway.port) else {
                close(raw)
                continue
            }
            open.append(raw)
        }
        return open
    }

    private static func join(_ raw: Int32, from address: String, port: Int) -> Bool {
        func named(_ host: String, _ port: Int) -> sockaddr_in {
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = UInt16(port).bigEndian
            name.sin_addr.s_addr = unsafe inet_addr(host)
            return name
        }
        func call(_ name: sockaddr_in, _ body: (UnsafePointer<sockaddr>) -> Int32) -> Bool {
            unsafe withUnsafePointer(to: name) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0) } == 0
            }
        }
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        return unsafe call(named(address, 0)) { unsafe bind(raw, $0, size) }
            && call(named("127.0.0.1", port)) { unsafe connect(raw, $0, size) }
    }

    @Test func `a flood from one address gets a handful of processes, and another producer's upload goes through`()
        throws
    {
        let gateway = try Gateway()
        try gateway.start(["receive"])
        let path = try gateway.seal(Sidep.day(20_000), "SIDEP_20261120.csv.age")
        let upload = try gateway.startSlowUpload(path, as: "SIDEP_20261120.csv.age")
        var most = 0
        for _ in 0..<10 {
            let held = try flood(gateway, from: "127.0.0.9", 200)
            most = max(most, gateway.processes("receive-connection").count)
            for raw in held { close(raw) }
        }
        #expect(most <= 1 + 16, "no more than an address may have: \(most)")
        #expect(try upload.wait().status == 0)
        #expect(try gateway.sftp(["put producer_key /inbox/y.part"]).status == 0)
        #expect(gateway.inbox().count == 1)
        try gateway.stop()
        let events = try gateway.receiverEvents()
        let turnedAway = events.filter { $0["event"]?.string == "reception.turned-away" }
        #expect(turnedAway.compactMap { $0["connections"]?.integer }.reduce(0, +) > 1000)
        #expect(turnedAway.count < 20, "a flood does not fill the journal: \(turnedAway.count) lines")
        #expect(turnedAway.allSatisfy { $0["source"]?.string == "127.0.0.9" })
    }

    @Test func `an account reached from a network that is not its own is told nothing, the journal everything`() throws
    {
        let place = try TemporaryDirectory()
        let far = try ChangedConvention.make("sidep", table: "test", in: place) { convention in
            var accounts = convention["accounts"] as? [ChangedConvention.Object] ?? []
            for index in accounts.indices { accounts[index]["networks"] = ["192.0.2.0/24"] }
            convention["accounts"] = accounts
        }
        let gateway = try Gateway(conventions: [far])
        try gateway.start(["receive"])
        let refused = try gateway.sftp(["put producer_key /inbox/x.part"])
        let key = try stranger(gateway)
        let wrongKey = try sftp(gateway, from: "127.0.0.1", key: key, ["ls"])
        let unknown = try sftp(gateway, from: "127.0.0.1", account: "nobody-here", ["ls"])
        for result in [refused, wrongKey, unknown] {
            #expect(result.status == 255)
            #expect(result.errors.components(separatedBy: "@").last == refused.errors.components(separatedBy: "@").last)
        }
        #expect(gateway.uploads().isEmpty)
        try gateway.stop()
        let reasons = try gateway.receiverEvents("session.login-refused").compactMap { $0["reason"]?.string }
        #expect(reasons == ["login.wrong-network", "login.wrong-key", "login.unknown-account"])
        let tried = try gateway.receiverEvents("session.login-refused").compactMap { $0["tried"]?.string }
        #expect(tried == [Gateway.sidep, Gateway.sidep, "unknown"], "the name of nobody is not kept")
    }

    @Test func `every login, upload, refusal and end is one event that says who, whence, with what, how much and why`()
        throws
    {
        let gateway = try Gateway()
        try gateway.start(["receive"])
        let path = try gateway.seal(Sidep.day(20), "SIDEP_20261120.csv.age")
        let size = Int64(try gateway.desk.read("SIDEP_20261120.csv.age").count)
        #expect(try gateway.sftp(["put \"\(path)\" /inbox/", "-mkdir /inbox/x"]).status == 0)
        try gateway.stop()
        let events = try gateway.receiverEvents()
        let kinds = events.compactMap { $0["event"]?.string }
        #expect(
            kinds == [
                "reception.listening", "session.connected", "session.authenticated", "upload.started",
                "upload.handed-over", "session.refused", "session.disconnected", "reception.stopped",
            ])
        for event in events[2...6] {
            #expect(event["source"]?.string == "127.0.0.1")
            #expect(event["account"]?.string == Gateway.sidep)
            #expect(event["client"]?.string?.hasPrefix("SSH-2.0-OpenSSH") == true)
        }
        #expect(events[4]["bytes"]?.integer == size)
        #expect(events[4]["seconds"]?.double != nil)
        #expect(events[5]["reason"]?.string == "spool.no-directories")
        #expect(events[6]["reason"]?.string == "session.finished")
        #expect(events[6]["bytesIn"]?.integer ?? 0 > size)
        #expect(events[6]["refusedRequests"]?.integer == 1)
        #expect(events[6]["seconds"]?.double != nil)
        #expect(try gateway.ecluse(["journal", "verify"]).status == 0)
    }

    @Test func `of many refusals in a session the first are told, all are counted, and its end is not lost`() throws {
        let gateway = try Gateway()
        try gateway.start(["receive"])
        let commands = Array(repeating: "-mkdir /inbox/x", count: 150)
        #expect(try gateway.sftp(commands).status == 0)
        try gateway.stop()
        #expect(try gateway.receiverEvents("session.refused").count == 100)
        let ended = try gateway.receiverEvents("session.disconnected")
        #expect(ended.map { $0["reason"]?.string } == ["session.finished"])
        #expect(ended.first?["refusedRequests"]?.integer == 150)
    }

    @Test func `a client that does nothing is sent away at its deadline`() throws {
        let gateway = try Gateway()
        try gateway.configure("idleSeconds", "1")
        try gateway.start(["receive"])
        // The commands come from a pipe that stays open and brings none.
        let words = (gateway.options + ["\(Gateway.sidep)@127.0.0.1"]).map { "'\($0)'" }
        let client = try RunningTool("sh", ["-c", "tail -f /dev/null | sftp " + words.joined(separator: " ")])
        let left = wait(seconds: 30) {
            ((try? gateway.receiverEvents("session.disconnected")) ?? []).contains {
                $0["reason"]?.string == "session.idle"
            }
        }
        client.send(SIGKILL, toGroup: true)
        #expect(left)
    }

    @Test func `a name made to fool a terminal is escaped wherever it is written down`() throws {
        let gateway = try Gateway()
        try gateway.start(["receive"])
        let evil = "a\u{1b}[31m\u{202e}.part"
        let path = try gateway.desk.write("evil", Array("x".utf8))
        _ = try gateway.sftp(["put \"\(path)\" \"/inbox/\(evil)\""])
        try gateway.stop()
        let journal = gateway.folder.allFiles().filter { $0.hasPrefix("home/journal/receiver/") }
        for file in journal {
            let bytes = try gateway.folder.read(file)
            #expect(!bytes.contains(0x1b))
            #expect(!String(decoding: bytes, as: UTF8.self).unicodeScalars.contains("\u{202e}"))
        }
        #expect(!gateway.output.contains("\u{1b}[31m"))
    }
}
