import Foundation
import Support
import TestSupport
import Testing

/// Oppositions: who is left out, since when, of what, and what receipts and ledger say of it.
@Suite(.serialized) struct OppositionTests {
    private static func day(_ offset: Int) -> String {
        let date = Date(timeIntervalSinceNow: Double(offset) * 86400)
        return String(ISO8601DateFormatter().string(from: date).prefix(10))
    }

    @Test func `an opposition with a future date leaves nobody out yet`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let update = Sidep.oppositions((1...20).map { ($0, "add") }, date: Self.day(30))
        let receipt = try gateway.send(update, "OPPOSITION_SIDEP_20261119.csv.age", folder: "oppositions")
        #expect(receipt.state == "ingested", "\(receipt.text)")
        #expect(receipt.json["oppositions"]?["added"]?.integer == 20)
        let day = try gateway.send(Sidep.day(100), "SIDEP_20261120.csv.age")
        #expect(day.counts("test")["kept"] == 100)
        #expect(day.counts("test")["excluded"] == 0)
    }

    @Test func `fewer excluded rows than the floor are not counted out in the receipt, and its sum still balances`()
        throws
    {
        let gateway = try Gateway()
        try gateway.start()
        let update = Sidep.oppositions((1...10).map { ($0, "add") })
        #expect(
            try gateway.send(update, "OPPOSITION_SIDEP_20261119.csv.age", folder: "oppositions").state == "ingested")
        var rows = (1...100).map { Sidep.row($0) }
        rows.append(Sidep.row(100))
        rows.append(Sidep.row(101, ["sexe": "Q"]))
        let receipt = try gateway.send(Sidep.file(rows), "SIDEP_20261120.csv.age")
        let counts = receipt.counts("test")
        #expect(counts == ["read": 102, "keptOrExcluded": 100, "rejected": 1, "duplicate": 1], "\(receipt.text)")
        #expect(receipt.table("test")?["excluded"]?.string == "<11")
        #expect(!receipt.text.contains(" 90 "), "the text does not tell the number of kept rows either")
        #expect(try gateway.rows("sidep", "test") == 90)
        let logs = gateway.output
        #expect(!logs.contains("10 excluded") && !logs.contains("90 kept"))
        let journal = try gateway.ecluse(["journal", "tail", "-n", "100", "--json"]).output
        #expect(!journal.contains("\"excluded\""))
    }

    @Test func `excluded persons who appear again are a notice in the producer's receipt, a count and no more`() throws
    {
        let gateway = try Gateway()
        try gateway.start()
        let update = Sidep.oppositions((1...12).map { ($0, "add") })
        #expect(
            try gateway.send(update, "OPPOSITION_SIDEP_20261119.csv.age", folder: "oppositions").state == "ingested")
        let receipt = try gateway.send(Sidep.day(50), "SIDEP_20261120.csv.age")
        #expect(receipt.json["reappeared"]?.integer == 12, "\(receipt.text)")
        #expect(receipt.state == "ingested", "being excluded is no error")
        #expect(receipt.text.contains("12 lignes"))
        for person in 1...12 { #expect(!receipt.text.contains(Sidep.person(person))) }
    }

    @Test func `oppositions are taken before data drops that arrived earlier`() throws {
        let gateway = try Gateway()
        try gateway.start(["receive"])
        try gateway.put(try gateway.seal(Sidep.day(50), "SIDEP_20261120.csv.age"))
        let update = try gateway.seal(
            Sidep.oppositions((1...20).map { ($0, "add") }), "OPPOSITION_SIDEP_20261119.csv.age")
        try gateway.put(update, folder: "oppositions")
        try gateway.stop()
        #expect(try gateway.ecluse(["ingest", "--once"]).status == 0)
        let receipt = try gateway.outcome(of: "SIDEP_20261120.csv.age")
        #expect(receipt.counts("test")["excluded"] == 20, "\(receipt.text)")
        #expect(receipt.counts("test")["kept"] == 30)
    }

    @Test func `an opposition to all bases holds in each base of the domain, one to its own base only there`() throws {
        let folder = try TemporaryDirectory()
        let second = try ChangedConvention.make("sidep", table: "test", in: folder, named: "second") { object in
            object["id"] = "second"
            guard var card = object["card"] as? [String: Any], var accounts = object["accounts"] as? [[String: Any]]
            else {
                return
            }
            (card["base"], card["urlName"]) = ("second", "second")
            accounts[0]["name"] = "second-test"
            (object["card"], object["accounts"]) = (card, accounts)
        }
        let gateway = try Gateway(conventions: [Checkout.root + "/Conventions/sidep", second])
        try gateway.start()
        let lines =
            (1...15).map { "\(Sidep.person($0));add;2026-01-01;" }
            + (16...35).map { "\(Sidep.person($0));add;2026-01-01;all" }
        let update = Array((["pseudo_patient;action;date_effet;portee"] + lines).joined(separator: "\n").utf8)
        let receipt = try gateway.send(update, "OPPOSITION_SIDEP_20261119.csv.age", folder: "oppositions")
        #expect(receipt.json["oppositions"]?["added"]?.integer == 35, "\(receipt.text)")
        let own = try gateway.send(Sidep.day(100), "SIDEP_20261120.csv.age")
        #expect(own.counts("test")["excluded"] == 35)
        let other = try gateway.send(Sidep.day(100, from: 1), "SIDEP_20261121.csv.age", account: "second-test")
        #expect(other.counts("test")["excluded"] == 20, "\(other.text)")
        #expect(try gateway.rows("second", "test") == 80)
    }

    @Test func `withdrawing what was never opposed is counted as unknown; a bad line does not hold up the others`()
        throws
    {
        let gateway = try Gateway()
        try gateway.start()
        let lines = [
            "\(Sidep.person(1));add;2026-01-01;", "\(Sidep.person(2));withdraw;2026-01-01;",
            "\(Sidep.person(3));forget;2026-01-01;", "\(Sidep.person(4));add;2026-13-01;",
            "\(Sidep.person(5));add;2026-01-01;",
        ]
        let update = Array((["pseudo_patient;action;date_effet;portee"] + lines).joined(separator: "\n").utf8)
        let receipt = try gateway.send(update, "OPPOSITION_SIDEP_20261119.csv.age", folder: "oppositions")
        #expect(receipt.state == "partial", "\(receipt.text)")
        let counts = receipt.json["oppositions"]
        #expect(counts?["added"]?.integer == 2)
        #expect(counts?["unknown"]?.integer == 1)
        #expect(counts?["withdrawn"]?.integer == 0)
        #expect(receipt.broken("field.enum", "action") == 1)
        #expect(receipt.broken("field.type", "date_effet") == 1)
        let report = try gateway.errorReport(receipt)
        #expect(report.contains { $0.hasPrefix("oppositions;4;action;") })
        #expect(report.contains { $0.hasPrefix("oppositions;5;date_effet;") })
    }

    @Test
    func `an opposition of nobody is rejected by its line, not lost; a row of nobody is kept without a pseudonym`()
        throws
    {
        let gateway = try Gateway()
        try gateway.start()
        let lines = ["\(Sidep.person(1));add;2026-01-01;", "\(Sidep.nobody);add;2026-01-01;"]
        let update = Array((["pseudo_patient;action;date_effet;portee"] + lines).joined(separator: "\n").utf8)
        let receipt = try gateway.send(update, "OPPOSITION_SIDEP_20261119.csv.age", folder: "oppositions")
        #expect(receipt.state == "partial", "\(receipt.text)")
        #expect(receipt.json["oppositions"]?["added"]?.integer == 1)
        #expect(receipt.json["oppositions"]?["rejected"]?.integer == 1)
        #expect(
            try gateway.errorReport(receipt).contains {
                $0.hasPrefix("oppositions;3;pseudo_patient;identifier.placeholder")
            })
        let rows = [Sidep.row(1, ["pseudo_patient": Sidep.nobody]), Sidep.row(2)]
        #expect(try gateway.send(Sidep.file(rows), "SIDEP_20261120.csv.age").counts("test")["kept"] == 2)
    }

    @Test func `the lines of an update balance in its receipt, those that change nothing among them`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let first = Sidep.oppositions((1...20).map { ($0, "add") })
        #expect(try gateway.send(first, "OPPOSITION_SIDEP_20261118.csv.age", folder: "oppositions").state == "ingested")
        let again = Sidep.oppositions((1...25).map { ($0, "add") } + [(26, "withdraw"), (27, "forget")])
        let receipt = try gateway.send(again, "OPPOSITION_SIDEP_20261119.csv.age", folder: "oppositions")
        let counts = receipt.json["oppositions"]
        func count(_ name: String) -> Int64 { counts?[name]?.integer ?? -1 }
        #expect(count("read") == 27, "\(receipt.text)")
        #expect(count("added") == 5)
        #expect(count("alreadyThere") == 20)
        #expect(count("unknown") == 1)
        #expect(count("rejected") == 1)
        #expect(count("withdrawn") == 0)
        #expect(
            count("read")
                == count("added") + count("withdrawn") + count("alreadyThere") + count("unknown") + count("rejected"))
    }

    @Test func `the ledger keeps the history of additions and withdrawals with the drops that made them`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let added = try gateway.send(
            Sidep.oppositions([(1, "add")], date: "2026-01-01"), "OPPOSITION_SIDEP_20261118.csv.age",
            folder: "oppositions")
        let withdrawn = try gateway.send(
            Sidep.oppositions([(1, "withdraw")], date: "2026-02-01"), "OPPOSITION_SIDEP_20261119.csv.age",
            folder: "oppositions")
        let again = try gateway.send(
            Sidep.oppositions([(1, "add")], date: "2026-03-01"), "OPPOSITION_SIDEP_20261120.csv.age",
            folder: "oppositions")
        try gateway.stop()
        let rows = try Matrix.rows(gateway)
        let pseudonym = try Reference.pseudonym(Sidep.person(1)).dropFirst(3)
        #expect(rows.map(\.pseudonym) == [String(pseudonym), String(pseudonym)])
        #expect(rows.map(\.since) == ["2026-01-01", "2026-03-01"])
        #expect(rows.map(\.until) == ["2026-02-01", nil])
        #expect(rows.map(\.source) == [added.drop, again.drop])
        #expect(rows.map(\.closing) == [withdrawn.drop, nil])
    }

    @Test func `a base without oppositions says so, and a data file in /oppositions is not taken for one`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let none = try gateway.send(
            Oscour.file([Oscour.row()]), Oscour.name, account: Gateway.oscour, folder: "oppositions")
        #expect(none.state == "rejected")
        #expect(none.reason == "drop.no-oppositions")
        let wrong = try gateway.send(Sidep.day(5), "SIDEP_20261120.csv.age", folder: "oppositions")
        #expect(wrong.reason == "drop.unknown-name")
        try gateway.expectNothingPublished()
    }
}

/// The exclusion matrix as the ledger has it.
private enum Matrix {
    struct Row {
        let pseudonym: String
        let since: String
        let until: String?
        let source: String
        let closing: String?
    }

    static func rows(_ gateway: Gateway) throws -> [Row] {
        let script = """
            import datetime, json, sqlite3, sys
            day = lambda n: None if n is None else str(datetime.date(1970, 1, 1) + datetime.timedelta(days=n))
            query = '''select lower(hex(m.pseudonym)), m.since, m.until, s.id, c.id from matrix m
                join drops s on s.sequence = m.source left join drops c on c.sequence = m.closing order by m.since'''
            for row in sqlite3.connect(sys.argv[1]).execute(query):
                print(json.dumps([row[0], day(row[1]), day(row[2]), row[3], row[4]]))
            """
        let result = try Tool.run("python3", ["-c", script, gateway.home + "/ledger/ledger.sqlite"])
        try #require(result.status == 0, "\(result.errors)")
        return try result.output.split(separator: "\n").map { line in
            let cells = try JSONDecoder().decode([String?].self, from: Data(line.utf8))
            return Row(
                pseudonym: cells[0] ?? "", since: cells[1] ?? "", until: cells[2], source: cells[3] ?? "",
                closing: cells[4])
        }
    }
}
