import Foundation
import Support
import TestSupport
import Testing

/// Receipts as a chain, the journal as a chain, and the states of the ledger.
@Suite(.serialized) struct JournalAndReceiptTests {
    /// A gateway after an ingested, a rejected and a duplicate drop.
    private static func used() throws -> Gateway {
        let gateway = try Gateway()
        try gateway.start()
        let sealed = try gateway.seal(Sidep.day(20), "SIDEP_20261120.csv.age")
        try gateway.put(sealed)
        #expect(try gateway.outcome(of: "SIDEP_20261120.csv.age").state == "ingested")
        #expect(try gateway.send([], "SIDEP_20261121.csv.age").state == "rejected")
        try gateway.put(sealed)
        #expect(try gateway.outcome(of: "SIDEP_20261120.csv.age", after: 1).state == "duplicate")
        try gateway.stop()
        return gateway
    }

    @Test func `receipts are numbered from 1 without a gap, each with the SHA-256 of the one before`() throws {
        let gateway = try Self.used()
        let receipts = try gateway.receipts(Gateway.sidep)
        #expect(receipts.map(\.number) == Array(1...6))
        #expect(receipts.map(\.kind) == ["arrival", "outcome", "arrival", "outcome", "arrival", "outcome"])
        #expect(receipts[0].json["previous"]?.string == nil)
        for (before, receipt) in zip(receipts, receipts.dropFirst()) {
            #expect(receipt.json["previous"]?.string == (try Reference.sha256(ofFile: before.path)))
        }
        let verified = try gateway.json(["receipts", "verify"])
        #expect(verified.array?.first?["sound"]?.integer == 6)
    }

    @Test func `every receipt verifies with ssh-keygen, and none after a byte of it was changed`() throws {
        let gateway = try Self.used()
        let signers = gateway.home + "/spool/\(Gateway.sidep)/convention/allowed_signers"
        for receipt in try gateway.receipts(Gateway.sidep) {
            func verify(_ bytes: [UInt8]) throws -> Int32 {
                try Tool.run(
                    "ssh-keygen",
                    [
                        "-Y", "verify", "-f", signers, "-I", "ecluse", "-n", "ecluse-receipt", "-s",
                        receipt.path + ".sig",
                    ], stdin: bytes
                ).status
            }
            #expect(try verify(receipt.bytes) == 0)
            var changed = receipt.bytes
            changed[changed.count / 3] ^= 1
            #expect(try verify(changed) != 0)
            #expect(receipt.text.contains("ssh-keygen -Y verify"), "the text says how")
        }
    }

    @Test func `a receipt changed in the ledger is found by receipts verify`() throws {
        let gateway = try Self.used()
        #expect(try gateway.ecluse(["receipts", "verify"]).status == 0)
        let script = """
            import sqlite3, sys
            base = sqlite3.connect(sys.argv[1])
            base.execute("update receipts set json = cast(replace(cast(json as text), 'rejected', 'ingested') as blob) where number = 4")
            base.commit()
            """
        let changed = try Tool.run("python3", ["-c", script, gateway.home + "/ledger/ledger.sqlite"])
        try #require(changed.status == 0, "\(changed.errors)")
        let found = try gateway.ecluse(["receipts", "verify"])
        #expect(found.status == 1)
        #expect(found.output.contains("4"))
    }

    @Test func `the chains go on after a restart`() throws {
        let gateway = try Self.used()
        try gateway.start()
        let next = try gateway.send(Sidep.day(5, from: 900), "SIDEP_20261122.csv.age")
        #expect(next.number == 8)
        try gateway.stop()
        #expect(try gateway.ecluse(["receipts", "verify"]).status == 0)
        let report = try gateway.json(["journal", "verify"]).array ?? []
        #expect(report.contains { $0["role"]?.string == "ingester" && ($0["lines"]?.integer ?? 0) > 6 })
        #expect(report.contains { $0["role"]?.string == "receiver" && ($0["lines"]?.integer ?? 0) > 6 })
    }

    /// What someone might do to a journal.
    static let tamperings: [(title: String, change: @Sendable ([String]) -> [String])] = [
        ("a changed word", { lines in lines.map { $0.replacingOccurrences(of: "ingested", with: "rejected") } }),
        ("a line taken away", { lines in Array(lines.prefix(2) + lines.dropFirst(3)) }),
        ("a line doubled", { lines in Array(lines.prefix(2)) + lines.dropFirst(1) }),
        ("two lines exchanged", { lines in [lines[1], lines[0]] + lines.dropFirst(2) }),
        ("a first line taken away", { lines in Array(lines.dropFirst()) }),
    ]

    @Test(arguments: tamperings.indices) func `journal verify finds what was done to a line`(_ index: Int) throws {
        let tampering = Self.tamperings[index]
        let gateway = try Self.used()
        #expect(try gateway.ecluse(["journal", "verify"]).status == 0)
        let files = gateway.folder.allFiles().filter {
            $0.hasPrefix("home/journal/ingester/") && $0.hasSuffix(".jsonl")
        }
        let file = try #require(files.first)
        let text = String(decoding: try gateway.folder.read(file), as: UTF8.self)
        let lines = tampering.change(text.split(separator: "\n").map(String.init))
        try gateway.folder.write(file, lines.joined(separator: "\n") + "\n")
        let found = try gateway.ecluse(["journal", "verify"])
        #expect(found.status == 1, "\(tampering.title)")
        #expect(found.output.contains("broken at"), "\(found.output)")
    }

    @Test func `a drop's states are in the ledger in order, and its end in the journal`() throws {
        let gateway = try Self.used()
        let drops = try gateway.json(["drops", "list"])["drops"]?.array ?? []
        #expect(drops.compactMap { $0["state"]?.string } == ["duplicate", "rejected", "ingested"])
        for drop in drops {
            let state = drop["state"]?.string ?? ""
            let id = drop["drop"]?.string ?? ""
            #expect(try gateway.history(id) == ["received", "processing", state])
            #expect(drop["closedAt"]?.string != nil)
            let sealed = gateway.folder.allFiles().filter { $0.contains("/archive/") && $0.contains(id) }
            #expect(sealed.count == 1, "the sealed original is kept")
        }
        let journal = try gateway.ecluse(["journal", "tail", "-n", "100", "--json"]).output
        for event in ["drop.received", "drop.ended", "upload.handed-over", "session.authenticated"] {
            #expect(journal.contains(event), "\(event)")
        }
        #expect(gateway.inbox().isEmpty)
    }

    @Test func `a table's commit carries the drop, the convention and the counts, so that a replay is seen`() throws {
        let gateway = try Self.used()
        let shown = try gateway.json(["catalogue", "show", "sidep/test"])
        let commit = JSONWriter.string(try #require(shown["lastCommit"]))
        let drops = try gateway.json(["drops", "list", "--state", "ingested"])["drops"]?.array ?? []
        #expect(commit.contains(drops.first?["drop"]?.string ?? "?"))
        #expect(drops.first?["tables"]?.array?.first?["version"]?.integer == shown["version"]?.integer)
    }
}
