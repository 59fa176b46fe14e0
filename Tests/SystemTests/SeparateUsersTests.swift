import Foundation
import Home
import Support
import TestSupport
import Testing

/// What `deploy/` prepares is what the program knows.
@Suite struct PreparedHomeTests {
    @Test func `tmpfiles.conf makes every directory of a home and no other`() throws {
        let made = try Checkout.text("deploy/tmpfiles.conf").split(separator: "\n").filter { !$0.hasPrefix("#") }
            .compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) }
        let known = HomeLayout.directories.map { "/var/lib/ecluse/" + $0 }
        #expect(Set(made) == Set(known + ["/var/lib/ecluse"]))
    }
}

/// The three roles under users of their own, in a home prepared as `deploy/` says.
@Suite(.serialized, .enabled(if: SharedHome.absence == nil, "\(SharedHome.absence ?? "")"))
struct SeparateUsersTests {
    private func started(_ shared: SharedHome) throws -> (ingester: RunningTool, receiver: RunningTool, port: Int) {
        let made = try shared.root(
            [
                "init", shared.home, "--demo", "--example-keys", Checkout.root + "/keys-example", "--convention",
                Checkout.root + "/Conventions/sidep",
            ])
        try #require(made.status == 0, "init: \(made.errors)")
        // No network but a loopback device that is down.
        let ingester = try shared.start(.ingester, ["ingest"], network: false)
        try #require(ingester.waits(for: "ready"), "\(ingester.output) \(ingester.errors)")
        let receiver = try shared.start(.receiver, ["receive"])
        try #require(receiver.waits(for: "listening on "), "\(receiver.output) \(receiver.errors)")
        let line = receiver.output.components(separatedBy: "listening on ").last ?? ""
        let port = try #require(Int(line.prefix { !$0.isWhitespace }.split(separator: ":").last ?? ""))
        return (ingester, receiver, port)
    }

    @Test func `a drop goes its way between users who cannot reach each other's keys`() throws {
        let shared = try SharedHome()
        let (ingester, receiver, port) = try started(shared)

        try shared.put(Sidep.day(20), "SIDEP_20261120.csv.age", port: port)
        let receipt = try shared.receipt(of: "SIDEP_20261120.csv.age", ["outcome"])
        #expect(receipt.state == "ingested", "\(receipt.text)")
        // The producer fetches it, which the receiver's user reads; the text for persons is removed, as acknowledged.
        let name = URL(fileURLWithPath: receipt.path).lastPathComponent
        try shared.sftp(["get /receipts/\(name)", "rm /receipts/\(name)", "get /convention/README.md"], port: port)
        #expect(try shared.desk.read(name) == receipt.bytes)
        #expect(!FileManager.default.fileExists(atPath: receipt.path))

        let foreignToReceiver = [
            "keys/envelope", "keys/receipt", "keys/pseudonym", "ledger", "catalogue", "archive", "journal/ingester",
        ]
        for place in foreignToReceiver { #expect(try shared.allowed(.receiver, "-r", below: [place]) == []) }
        #expect(try shared.allowed(.receiver, "-r", below: ["keys/host"]).count == 5)
        #expect(
            try shared.allowed(
                .receiver, "-w", below: ["spool/\(Gateway.sidep)/convention", "conventions", "keys/receipt"]) == [])
        #expect(try shared.allowed(.ingester, "-r", below: ["keys/host", "journal/receiver"]) == [])
        #expect(
            try shared.allowed(
                .ingester, "-w",
                below: ["conventions", "spool/\(Gateway.sidep)/convention", "ecluse.json5", "keys/host"]) == [])

        receiver.send(SIGTERM)
        ingester.send(SIGTERM)
        #expect(try receiver.wait().status == 0)
        #expect(try ingester.wait().status == 0)
    }

    @Test func `an upload that nobody finishes goes from the receiver's user to the ingester's`() throws {
        let shared = try SharedHome()
        let (ingester, receiver, port) = try started(shared)
        ingester.send(SIGTERM)
        #expect(try ingester.wait().status == 0)
        let path = try shared.desk.write("left", "a part of a file")
        let name = "SIDEP_20261120.csv.age.part"
        try shared.sftp(["put \(path) /inbox/\(name)"], port: port)
        let upload = "\(shared.home)/spool/\(Gateway.sidep)/upload/inbox/\(name)"
        try #require(try Tool.run("touch", ["-d", "8 days ago", upload]).status == 0)

        let next = try shared.start(.ingester, ["ingest"], network: false)
        let receipt = try shared.receipt(of: name, ["outcome"])
        #expect(receipt.state == "rejected" && receipt.reasons == ["drop.never-finished"], "\(receipt.text)")
        #expect(!FileManager.default.fileExists(atPath: upload))
        // The name is free again.
        try shared.sftp(["put \(path) /inbox/\(name)", "rm /inbox/\(name)"], port: port)
        for role in [next, receiver] { role.send(SIGTERM) }
        #expect(try next.wait().status == 0 && receiver.wait().status == 0)
    }

    @Test func `the monitor reads what it shows and can write nothing`() throws {
        let shared = try SharedHome()
        let (ingester, receiver, port) = try started(shared)
        try shared.put(Sidep.day(20), "SIDEP_20261120.csv.age", port: port)
        _ = try shared.receipt(of: "SIDEP_20261120.csv.age", ["outcome"])

        // A folder of the monitor's own.
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("ecluse-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: place) }
        let commands = [
            ["drops", "list"], ["receipts", "list", Gateway.sidep], ["receipts", "verify"], ["journal", "verify"],
            ["journal", "tail"],
            ["catalogue", "list"], ["catalogue", "show", "sidep/test"], ["catalogue", "publish", place],
        ]
        let readAll = {
            for command in commands {
                let result = try shared.run(.monitor, command)
                #expect(result.status == 0, "\(command): \(result.output) \(result.errors)")
            }
            #expect(try shared.run(.monitor, ["drops", "list"]).output.contains("ingested"))
            #expect(try shared.run(.monitor, ["catalogue", "list"]).output.contains("sidep"))
        }
        try readAll()
        receiver.send(SIGTERM)
        ingester.send(SIGTERM)
        #expect(try ingester.wait().status == 0)
        // Nobody holds the ledger open now, and the monitor may not make the index of its log.
        try readAll()

        #expect(try shared.allowed(.monitor, "-w").filter { $0 != "journal/monitor" } == [])
        let readable = try shared.allowed(.monitor, "-r", below: ["keys", "spool", "archive"]).filter { path in
            !["keys", "keys/receipt", "keys/convention-signers"].contains(path)
        }
        #expect(readable.allSatisfy { $0.hasPrefix("keys/receipt/") && $0.hasSuffix(".pub") }, "\(readable)")
    }

    @Test func `a decision about a drop is the ingester's user's to leave, not the monitor's`() throws {
        let shared = try SharedHome()
        let (ingester, receiver, port) = try started(shared)
        try shared.put(Sidep.file([Sidep.row(1, ["nom": "CANARI"])]), "SIDEP_20261120.csv.age", port: port)
        let notice = try shared.receipt(of: "SIDEP_20261120.csv.age", ["quarantine"])
        let drop = try #require(notice.json["drop"]?["id"]?.string)

        let refused = try shared.run(.monitor, ["drops", "discard", drop])
        #expect(refused.status != 0)
        #expect(refused.errors.contains("database.access") || refused.errors.contains("ledger"), "\(refused.errors)")
        let taken = try shared.run(.ingester, ["drops", "discard", drop, "--note", "sent by mistake"])
        #expect(taken.status == 0, "\(taken.errors)")
        let outcome = try shared.receipt(of: "SIDEP_20261120.csv.age", ["outcome"])
        #expect(outcome.state == "rejected" || outcome.state == "discarded", "\(outcome.state)")
        _ = (ingester, receiver)
    }
}
