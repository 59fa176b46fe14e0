import Foundation
import Support
import TestSupport
import Testing

/// Drops sent with the real `age` and `sftp` to the real binary, and what becomes of them.
@Suite(.serialized) struct DropTests {
    @Test func `a good day is ingested, its receipt balances and ssh-keygen verifies it`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let receipt = try gateway.send(Sidep.day(2000), "SIDEP_20261120.csv.age")
        #expect(receipt.state == "ingested")
        #expect(receipt.counts("test") == ["read": 2000, "kept": 2000, "rejected": 0, "excluded": 0, "duplicate": 0])
        #expect(try gateway.receipts(Gateway.sidep).map(\.kind) == ["arrival", "outcome"])
        let signers = gateway.home + "/spool/\(Gateway.sidep)/convention/allowed_signers"
        for receipt in try gateway.receipts(Gateway.sidep) {
            let verified = try Tool.run(
                "ssh-keygen",
                ["-Y", "verify", "-f", signers, "-I", "ecluse", "-n", "ecluse-receipt", "-s", receipt.path + ".sig"],
                stdin: receipt.bytes)
            #expect(verified.status == 0, "\(verified.errors)")
            var tampered = receipt.bytes
            tampered[tampered.count / 2] ^= 1
            let refused = try Tool.run(
                "ssh-keygen",
                ["-Y", "verify", "-f", signers, "-I", "ecluse", "-n", "ecluse-receipt", "-s", receipt.path + ".sig"],
                stdin: tampered)
            #expect(refused.status != 0)
        }
        try gateway.stop()
        #expect(try gateway.ecluse(["journal", "verify"]).status == 0)
        #expect(try gateway.rows("sidep", "test") == 2000)
    }

    @Test
    func `records that break a rule are left out and counted, with their line in the report and never their value`()
        throws
    {
        let gateway = try Gateway()
        try gateway.start()
        var rows = (1...1000).map { Sidep.row($0) }
        rows[9] = Sidep.row(10, ["sexe": "Q"])
        rows[19] = Sidep.row(20, ["date_prelevement": "2026-02-30T08:00:00"])
        rows[29] = Sidep.row(29)
        let receipt = try gateway.send(Sidep.file(rows, lineEnd: "\r\n"), "SIDEP_20261120.csv.age")
        #expect(receipt.state == "partial")
        #expect(receipt.counts("test") == ["read": 1000, "kept": 997, "rejected": 2, "excluded": 0, "duplicate": 1])
        let report = try gateway.errorReport(receipt)
        #expect(report.contains { $0.hasPrefix("test;11;sexe;field.enum;A;") })
        #expect(report.contains { $0.hasPrefix("test;21;date_prelevement;field.type;9999-99-99A99:99:99;") })
        #expect(report.contains { $0.hasPrefix("test;31;") && $0.contains(";key.duplicate;") })
        #expect(!report.joined().contains("2026-02-30"))
        #expect(try gateway.rows("sidep", "test") == 997)
    }

    @Test func `a drop over the tolerance is refused and nothing of it is published`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let rows = (1...1000).map { Sidep.row($0, $0 % 50 == 0 ? ["resultat": "?"] : [:]) }
        let receipt = try gateway.send(Sidep.file(rows), "SIDEP_20261120.csv.age")
        #expect(receipt.state == "rejected")
        #expect(receipt.reason == "drop.over-tolerance")
        #expect(receipt.counts("test")["rejected"] == 20)
        #expect(try gateway.rows("sidep", "test") == 0)
        #expect(gateway.dataFiles().isEmpty)
    }

    @Test func `a nominative value quarantines the whole drop until an operator discards it`() throws {
        let gateway = try Gateway()
        try gateway.start()
        var rows = (1...100).map { Sidep.row($0) }
        rows[41] = Sidep.row(42, ["nom": "DUPONT"])
        let notice = try gateway.send(Sidep.file(rows), "SIDEP_20261120.csv.age")
        #expect(notice.state == "quarantined")
        #expect(try gateway.rows("sidep", "test") == 0)
        #expect(gateway.dataFiles().isEmpty)
        #expect(!String(decoding: notice.bytes, as: UTF8.self).contains("DUPONT"))
        #expect(!notice.text.contains("DUPONT"))
        let id = notice.json["drop"]?["id"]?.string ?? ""
        #expect(try gateway.ecluse(["drops", "discard", id, "--note", "test"]).status == 0)
        let outcome = try gateway.outcome(of: "SIDEP_20261120.csv.age", after: 1)
        #expect(outcome.state == "discarded")
        #expect(try gateway.rows("sidep", "test") == 0)
    }

    @Test func `the same drop sent twice gets a duplicate receipt and is ingested once`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let sealed = try gateway.seal(Sidep.day(50), "SIDEP_20261120.csv.age")
        try gateway.put(sealed)
        #expect(try gateway.outcome(of: "SIDEP_20261120.csv.age").state == "ingested")
        try gateway.put(sealed)
        #expect(try gateway.outcome(of: "SIDEP_20261120.csv.age", after: 1).state == "duplicate")
        #expect(try gateway.rows("sidep", "test") == 50)
    }

    @Test func `persons who opposed are left out of the next drop, and come back after a withdrawal`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let update = Sidep.oppositions((1...15).map { ($0, "add") })
        let first = try gateway.send(update, "OPPOSITION_SIDEP_20261119.csv.age", folder: "oppositions")
        #expect(first.state == "ingested")
        let day = try gateway.send(Sidep.day(100), "SIDEP_20261120.csv.age")
        #expect(day.counts("test") == ["read": 100, "kept": 85, "rejected": 0, "excluded": 15, "duplicate": 0])
        let withdrawal = Sidep.oppositions((1...15).map { ($0, "withdraw") })
        #expect(
            try gateway.send(withdrawal, "OPPOSITION_SIDEP_20261120.csv.age", folder: "oppositions").state == "ingested"
        )
        let next = try gateway.send(Sidep.day(100, from: 1), "SIDEP_20261121.csv.age")
        #expect(next.counts("test")["kept"] == 100)
        #expect(try gateway.rows("sidep", "test") == 185)
    }

    @Test func `a flat RPU file in ISO-8859-1 is ingested`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let bytes = Oscour.file([Oscour.row(["commune": "Besan\u{e7}on"])])
        let receipt = try gateway.send(bytes, Oscour.name, account: Gateway.oscour)
        #expect(receipt.state == "ingested", "\(receipt.text)")
        #expect(try gateway.rows("oscour", "rpu") == 1)
    }
}
