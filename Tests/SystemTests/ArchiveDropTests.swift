import Foundation
import Platform
import Support
import TestSupport
import Testing

/// Compressed drops and archives, sealed with the real `age`, the whole way.
@Suite(.serialized) struct ArchiveDropTests {
    private let place: TemporaryDirectory

    init() throws { place = try TemporaryDirectory() }

    /// 303 rows, two of them wrong, and 12 of persons who will have opposed.
    private static func tests() -> [UInt8] {
        var rows = (1...303).map { Sidep.row($0) }
        rows[100] = Sidep.row(101, ["sexe": "Q"])
        rows[200] = Sidep.row(201, ["resultat": ""])
        return Sidep.file(rows)
    }

    /// 151 rows, the last a repetition, and 12 of the same persons.
    private static func controls(_ last: [String: String] = [:]) -> [UInt8] {
        Sidep.file((1...150).map { Sidep.row($0) } + [Sidep.row(150, last)])
    }

    private static let opposed = Sidep.oppositions((11...22).map { ($0, "add") })

    /// A gateway that takes archives of `format`.
    private func gateway(_ format: String) throws -> Gateway {
        let gateway = try Gateway(conventions: [PackedSidep.archive(format, in: place)])
        try gateway.start(["receive"])
        return gateway
    }

    @Test(arguments: [("gzip", "gzip -c tests.csv", "gz"), ("zstd", "zstd -qc tests.csv", "zst")])
    func `a compressed file is read as what is in it`(compression: String, command: String, suffix: String) throws {
        let gateway = try Gateway(conventions: [PackedSidep.compressed(compression, in: place)])
        try gateway.start(["receive"])
        let good = try PackedSidep.pack(Self.tests(), [], command)
        let sealed = [
            try gateway.seal(good, "SIDEP_1.csv.\(suffix).age"),
            try gateway.seal(Self.tests(), "SIDEP_2.csv.\(suffix).age"),
            try gateway.seal(Array(good.dropLast(5)), "SIDEP_3.csv.\(suffix).age"),
            try gateway.seal(good + [10], "SIDEP_4.csv.\(suffix).age"),
            try gateway.seal(
                PackedSidep.pack(
                    Self.tests(), [],
                    "(head -1 tests.csv; yes \"$(printf %20000s x)\" | head -c 30000000) | \(command.prefix(4)) -q"),
                "SIDEP_5.csv.\(suffix).age"),
        ]
        for path in sealed { try gateway.put(path) }
        try gateway.stop()
        try gateway.ingestOnce()
        let receipt = try gateway.outcome(of: "SIDEP_1.csv.\(suffix).age")
        #expect(receipt.counts("test") == ["read": 303, "kept": 301, "rejected": 2, "excluded": 0, "duplicate": 0])
        let reasons = try (2...5).map { try gateway.outcome(of: "SIDEP_\($0).csv.\(suffix).age").reason }
        #expect(
            reasons == ["container.mismatch", "container.truncated", "container.trailing-data", "container.ratio"])
        #expect(try gateway.rows("sidep", "test") == 301)
        #expect(gateway.dataFiles().count == 1)
    }

    @Test(arguments: ["zip", "tar", "tar.gz", "tar.zst"])
    func `an archive fills two tables, and the receipt balances for each`(_ format: String) throws {
        let gateway = try gateway(format)
        try gateway.put(try gateway.seal(Self.opposed, "OPPOSITION_SIDEP_20261119.csv.age"), folder: "oppositions")
        let command = try #require(PackedSidep.commands[format])
        let archive = try PackedSidep.pack(Self.tests(), Self.controls(), command)
        let name = "LOT_1.\(format).age"
        try gateway.put(try gateway.seal(archive, name))
        try gateway.stop()
        try gateway.ingestOnce()
        let receipt = try gateway.outcome(of: name)
        #expect(receipt.state == "partial")
        #expect(receipt.counts("test") == ["read": 303, "kept": 289, "rejected": 2, "excluded": 12, "duplicate": 0])
        #expect(receipt.counts("control") == ["read": 151, "kept": 138, "rejected": 0, "excluded": 12, "duplicate": 1])
        #expect(try gateway.rows("sidep", "test") == 289)
        #expect(try gateway.rows("sidep", "control") == 138)
        for table in ["test", "control"] {
            let shown = try gateway.json(["catalogue", "show", "sidep/\(table)"])
            #expect(shown["version"]?.integer == receipt.table(table)?["version"]?.integer)
            guard PythonReaders.areInstalled else { continue }
            let rows = try PythonReaders.rows("delta-rs", gateway.home + "/catalogue/sidep/\(table)")
            #expect(rows.count == (table == "test" ? 289 : 138))
        }
        let lines = try gateway.errorReport(receipt)
        #expect(lines.contains { $0.hasPrefix("test;") } && lines.contains { $0.hasPrefix("control;") })
        let drops = try gateway.json(["drops", "list"])["drops"]?.array ?? []
        let tables = drops.first { $0["name"]?.string == name }?["tables"]?.array ?? []
        #expect(tables.compactMap { $0["name"]?.string } == ["sidep/test", "sidep/control"])
        try gateway.expectSound(
            [name: "partial", "OPPOSITION_SIDEP_20261119.csv.age": "ingested"], rows: 289, format)
    }

    @Test func `an archive is held against the manifest in it`() throws {
        let gateway = try Gateway(conventions: [PackedSidep.archive("zip", in: place, manifestEntry: "manifest.json")])
        try gateway.start(["receive"])
        let guide = try gateway.text("spool/\(Gateway.sidep)/convention/README.md")
        let make = try #require(guide.components(separatedBy: "```").first { $0.contains("jq -s") })
        let zip = "zip -q o.zip"
        let archives: [(reason: String, command: String)] = [
            ("", "\(make)\n\(zip) manifest.json tests.csv controls.csv; cat o.zip"),
            ("delivery.no-manifest-entry", "\(zip) tests.csv controls.csv; cat o.zip"),
            (
                "delivery.other-digest",
                "\(make)\nsed -i 's/;75011;/;75012;/' tests.csv; \(zip) tests.csv controls.csv manifest.json; cat o.zip"
            ),
            (
                "delivery.other-bytes",
                "\(make)\nsed -i '$d' controls.csv; \(zip) tests.csv manifest.json controls.csv; cat o.zip"
            ),
            (
                "delivery.other-rows",
                "\(make)\nsed -i 's/\"rows\": 303/\"rows\": 302/' manifest.json; "
                    + "\(zip) tests.csv controls.csv manifest.json; cat o.zip"
            ),
            ("manifest.not-json", "echo x > manifest.json; \(zip) manifest.json tests.csv controls.csv; cat o.zip"),
        ]
        for (index, archive) in archives.enumerated() {
            let bytes = try PackedSidep.pack(Self.tests(), Self.controls(), archive.command)
            try gateway.put(try gateway.seal(bytes, "LOT_\(index).zip.age"))
        }
        try gateway.stop()
        try gateway.ingestOnce()
        for (index, archive) in archives.enumerated() {
            #expect(try gateway.outcome(of: "LOT_\(index).zip.age").reason == archive.reason)
        }
        #expect(try gateway.outcome(of: "LOT_0.zip.age").state == "partial")
        #expect(try gateway.rows("sidep", "test") == 301)
        #expect(gateway.dataFiles().count == 2)
    }

    @Test func `what is wrong with one file of an archive keeps the whole of it out`() throws {
        let gateway = try gateway("zip")
        let zip = try #require(PackedSidep.commands["zip"])
        let good = (Self.tests(), Self.controls())
        let bad = Sidep.file((1...100).map { Sidep.row($0, $0 < 5 ? ["sexe": "Q"] : [:]) })
        let header = Array("a;b\n1;2\n".utf8)
        var flipped = try PackedSidep.pack(good.0, good.1, zip)
        flipped[flipped.count / 2] ^= 4
        let drops: [(state: String, reason: String, archive: [UInt8])] = [
            ("quarantined", "treatment.forbidden", try PackedSidep.pack(good.0, Self.controls(["nom": "DUPONT"]), zip)),
            ("rejected", "drop.over-tolerance", try PackedSidep.pack(good.0, bad, zip)),
            ("rejected", "csv.header", try PackedSidep.pack(good.0, header, zip)),
            ("rejected", "drop.missing-entries", try PackedSidep.pack(good.0, [], "zip -q o.zip tests.csv; cat o.zip")),
            (
                "rejected", "drop.unknown-entry",
                try PackedSidep.pack(good.0, good.1, "cp tests.csv DUPONT.csv; zip -q o.zip *.csv; cat o.zip")
            ),
            (
                "rejected", "container.entry-kind",
                try PackedSidep.pack(good.0, good.1, "mkdir d; zip -q o.zip d tests.csv controls.csv; cat o.zip")
            ),
            (
                "rejected", "container.encrypted",
                try PackedSidep.pack(good.0, good.1, "zip -q -P x o.zip tests.csv controls.csv; cat o.zip")
            ),
            ("rejected", "container.mismatch", try PackedSidep.pack(good.0, good.1, "tar -c tests.csv controls.csv")),
            (
                "rejected", "container.nested",
                try PackedSidep.pack(good.0, good.1, "gzip -c tests.csv > t; mv t tests.csv; " + zip)
            ),
            ("rejected", "container.damaged", flipped),
        ]
        for (index, drop) in drops.enumerated() {
            try gateway.put(try gateway.seal(drop.archive, "LOT_\(index).zip.age"))
        }
        try gateway.stop()
        try gateway.ingestOnce()
        for (index, drop) in drops.enumerated() {
            let receipt = try gateway.outcome(of: "LOT_\(index).zip.age")
            #expect(receipt.state == drop.state, "\(drop.reason)")
            #expect(receipt.reason.hasPrefix(drop.reason), "\(drop.reason): \(receipt.reasons)")
            #expect(!receipt.text.contains("DUPONT"))
        }
        #expect(try gateway.rows("sidep", "test") == 0)
        #expect(try gateway.rows("sidep", "control") == 0)
        #expect(gateway.dataFiles().isEmpty)
    }

    @Test func `a file of no records is one of the drop, for totals and for what refers to it`() throws {
        let path = try PackedSidep.archive("zip", in: place)
        let url = URL(fileURLWithPath: path + "/test.schema.json")
        var schema = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? ChangedConvention.Object)
        schema["rules"] = [["name": "declared", "holds": "rows() = rows(control)"]]
        schema["foreignKeys"] = [
            ["fields": "id_test", "reference": ["resource": "control", "fields": "id_test"], "action": "warn"]
        ]
        try JSONSerialization.data(withJSONObject: schema).write(to: url)
        let gateway = try Gateway(conventions: [path])
        try gateway.start(["receive"])
        let zip = try #require(PackedSidep.commands["zip"])
        let tests = Sidep.file((1...20).map { Sidep.row($0) })
        try gateway.put(try gateway.seal(PackedSidep.pack(tests, Sidep.file([]), zip), "LOT_1.zip.age"))
        try gateway.stop()
        try gateway.ingestOnce()
        let receipt = try gateway.outcome(of: "LOT_1.zip.age")
        #expect(receipt.state == "rejected")
        let rules = receipt.json["rules"]?.array ?? []
        #expect(rules.first { $0["code"]?.string == "key.reference" }?["count"]?.integer == 20)
        #expect(rules.contains { $0["code"]?.string?.contains("declared") == true }, "\(receipt.reasons)")
        #expect(try gateway.rows("sidep", "test") == 0)
        #expect(gateway.dataFiles().isEmpty)
    }

    // MARK: crashes

    /// Points at which something of the two tables is done already.
    private static let points: [CrashPoint] = [
        .dataFileWritten, .outcomePrepared, .logEntryWritten, .tableLinked, .tableCommitted, .outcomeRecorded,
    ]
    /// More often than any point is reached.
    private static let mostTimes = 12

    @Test(arguments: points)
    func `an ingester killed between the tables finishes the drop, once and as it was`(_ point: CrashPoint) throws {
        let gateway = try gateway("tar.gz")
        let name = "LOT_1.tar.gz.age"
        let command = try #require(PackedSidep.commands["tar.gz"])
        try gateway.put(try gateway.seal(PackedSidep.pack(Self.tests(), Self.controls(), command), name))
        try gateway.stop()
        let store = try gateway.keepCopy()
        var crashes = 0
        var seen: Set<[Int]> = []
        for time in 1...Self.mostTimes {
            try gateway.restore(store)
            let killed = try gateway.ecluse(
                ["ingest", "--once"], environment: ["ECLUSE_CRASH_AT": "\(point.rawValue):\(time)"])
            if killed.status == 0 { break }
            #expect(killed.status == 137, "\(killed.errors)")
            crashes += 1
            let rows = [try gateway.rows("sidep", "test"), try gateway.rows("sidep", "control")]
            seen.insert(rows)
            #expect([[0, 0], [301, 0], [301, 150]].contains(rows), "each table has all or nothing: \(rows)")
            try gateway.ingestOnce()
            try gateway.expectSound([name: "partial"], rows: 301, "\(point.rawValue):\(time)")
            #expect(try gateway.rows("sidep", "control") == 150)
            let receipt = try gateway.outcome(of: name)
            #expect(receipt.counts("test")["kept"] == 301)
            #expect(receipt.counts("control")["kept"] == 150)
        }
        #expect(crashes > 0 && crashes < Self.mostTimes)
        if point == .tableLinked { #expect(seen.contains([301, 0]), "the moment between the two was there") }
    }

    @Test func `an opposition that comes between two tables leaves both as they were counted together`() throws {
        let gateway = try gateway("zip")
        let name = "LOT_1.zip.age"
        let command = try #require(PackedSidep.commands["zip"])
        try gateway.put(try gateway.seal(PackedSidep.pack(Self.tests(), Self.controls(), command), name))
        try gateway.stop()
        let killed = try gateway.ecluse(
            ["ingest", "--once"], environment: ["ECLUSE_CRASH_AT": CrashPoint.tableLinked.rawValue])
        #expect(killed.status == 137)
        #expect(try gateway.rows("sidep", "test") == 301)
        #expect(try gateway.rows("sidep", "control") == 0)
        try gateway.start(["receive"])
        try gateway.put(try gateway.seal(Self.opposed, "OPPOSITION_SIDEP_20261120.csv.age"), folder: "oppositions")
        try gateway.stop()
        try gateway.ingestOnce()
        let receipt = try gateway.outcome(of: name)
        #expect(receipt.counts("test")["kept"] == 301)
        #expect(receipt.counts("control") == ["read": 151, "kept": 150, "rejected": 0, "excluded": 0, "duplicate": 1])
        #expect(try gateway.rows("sidep", "control") == 150)
    }
}
