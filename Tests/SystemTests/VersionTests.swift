import Foundation
import Support
import TestSupport
import Testing

/// A convention that evolves: drops are judged by the version of the period that their name says.
@Suite(.serialized) struct VersionTests {
    /// Version `version` of SI-DEP with the period in its names; `change` is made to the schema.
    private func folder(
        _ version: Int, from day: String, in desk: TemporaryDirectory,
        change: (inout ChangedConvention.Object) -> Void = { _ in }
    ) throws -> String {
        try ChangedConvention.make(
            "sidep", table: "test", in: desk, named: "v\(version)",
            convention: { object in
                object["version"] = version
                object["validFrom"] = day
                object["tolerance"] = 1
                guard var tables = object["tables"] as? [ChangedConvention.Object] else { return }
                tables[0]["namePattern"] = #"SIDEP_(?<period>\d{8})(_\d)?\.csv\.age"#
                object["tables"] = tables
            }, schema: change)
    }

    @Test func `each drop is judged by the version of its period, whenever it comes`() throws {
        let gateway = try Gateway(conventions: [])
        let first = try folder(1, from: "2026-01-01", in: gateway.desk)
        // From July on analyses must be of another kind.
        let second = try folder(2, from: "2026-07-01", in: gateway.desk) { schema in
            ChangedConvention.set(
                &schema, field: "code_loinc", ["constraints": ["pattern": "7[0-9]-1", "required": true]])
        }
        for path in [first, second] {
            let added = try gateway.ecluse(["convention", "add", path])
            #expect(added.status == 0, "\(added.errors)")
            #expect(added.output.contains("after version 1: ") == (path == second), "\(added.output)")
        }
        #expect(try gateway.text("spool/sidep-test/convention/README.md").contains("période ancienne"))
        let diff = try gateway.ecluse(["convention", "diff", first, second, "--json"], atHome: false)
        #expect(diff.status == 1, "\(diff.errors)")
        #expect(try JSONParser.parse(diff.stdout)["worst"]?.string == "breaking")
        try gateway.start()
        let rows = Sidep.file([Sidep.row(1), Sidep.row(2, ["code_loinc": "71-1"])])
        let june = try gateway.send(rows, "SIDEP_20260630.csv.age")
        #expect(june.state == "ingested" && june.json["schemaVersion"]?.string == "1", "\(june.text)")
        let july = try gateway.send(rows, "SIDEP_20260701.csv.age")
        #expect(july.state == "partial" && july.json["schemaVersion"]?.string == "2", "\(july.text)")
        #expect(july.broken("field.pattern", "code_loinc") == 1)
        // The old period again, after the new one.
        let again = try gateway.send(Sidep.file([Sidep.row(3)]), "SIDEP_20260630_2.csv.age")
        #expect(again.state == "ingested" && again.json["schemaVersion"]?.string == "1")
        #expect(try gateway.rows("sidep", "test") == 4)
        let early = try gateway.send(Sidep.file([Sidep.row(4)]), "SIDEP_20251231.csv.age")
        #expect(early.state == "rejected" && early.reason == "drop.period-not-covered", "\(early.text)")
        #expect(early.text.contains("2025-12-31"))
        let nonsense = try gateway.send(Sidep.file([Sidep.row(5)]), "SIDEP_20261399.csv.age")
        #expect(nonsense.state == "rejected" && nonsense.reason == "drop.period-malformed")
        #expect(try gateway.rows("sidep", "test") == 4)
    }

    @Test func `a version that is installed while drops wait judges those of its period`() throws {
        let place = try TemporaryDirectory()
        let gateway = try Gateway(conventions: [try folder(1, from: "2026-01-01", in: place)])
        try gateway.start(["receive"])
        let names = ["SIDEP_20260630.csv.age", "SIDEP_20260701.csv.age"]
        for (index, name) in names.enumerated() {
            try gateway.put(try gateway.seal(Sidep.file([Sidep.row(index + 1)]), name))
        }
        try gateway.stop()
        let second = try folder(2, from: "2026-07-01", in: gateway.desk) { schema in
            ChangedConvention.set(
                &schema, field: "code_loinc", ["constraints": ["pattern": "7[0-9]-1", "required": true]])
        }
        #expect(try gateway.ecluse(["convention", "add", second]).status == 0)
        #expect(try gateway.ecluse(["ingest", "--once"]).status == 0)
        let receipts = try names.map { try gateway.outcome(of: $0) }
        #expect(receipts.map { $0.json["schemaVersion"]?.string } == ["1", "2"])
        #expect(receipts.map { $0.counts("test")["kept"] } == [1, 0])
    }
}
