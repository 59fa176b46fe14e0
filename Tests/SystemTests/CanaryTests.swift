import Foundation
import Platform
import Support
import TestSupport
import Testing

/// Marked values never show in any file of the home, in any log, receipt or operator's view (design §11, first sentence).
@Suite(.serialized) struct CanaryTests {
    @Test func `marked values of good and of bad drops are nowhere but, where kept, in the catalogue`() throws {
        let gateway = try Gateway()
        let names = try fill(gateway)
        try gateway.ingestOnce()
        try expectClean(gateway, "at rest")
        let states = Set(try gateway.knownDrops().map(\.state))
        #expect(states == ["ingested", "partial", "rejected", "quarantined"])
        #expect(try gateway.knownDrops().count == names)
        #expect(try kept(gateway), "the search finds what is there")
    }

    @Test(arguments: [
        "ingester.processing-started:3", "ingester.data-file-written:1", "ingester.outcome-prepared:2",
        "ingester.table-committed:2", "ingester.outcome-recorded:6", "ingester.journal-appended:20",
    ])
    func `a crash leaves no marked value behind, before and after the restart`(_ point: String) throws {
        let gateway = try Gateway()
        _ = try fill(gateway)
        let killed = try gateway.ecluse(["ingest", "--once"], environment: ["ECLUSE_CRASH_AT": point])
        #expect(killed.status == 137, "\(killed.errors)")
        try gateway.note("killed ingester", killed)
        try expectClean(gateway, "after the crash")
        try gateway.ingestOnce()
        try expectClean(gateway, "after the restart")
    }

    @Test func `a drop that was never sealed is refused, and not kept`() throws {
        let gateway = try Gateway()
        try gateway.start(["receive"])
        try gateway.put(try gateway.desk.write("SIDEP_20261101.csv.age", Sidep.file([Canary.row(1)])))
        try gateway.put(
            try gateway.desk.write("OPPOSITION_SIDEP_20261101.csv.age", Array(Canary.oppositions)),
            folder: "oppositions")
        try gateway.note("receiver", try gateway.stop())
        try gateway.ingestOnce()
        #expect(try gateway.outcome(of: "SIDEP_20261101.csv.age").reason == "envelope.not-sealed")
        try expectClean(gateway, "at rest")
        #expect(gateway.folder.allFiles().filter { $0.hasPrefix("home/archive/") }.isEmpty)
    }

    @Test func `an ingester may not dump core, and leaves none when it aborts`() throws {
        let gateway = try Gateway()
        _ = try fill(gateway)
        try gateway.start(["ingest"], listens: false)
        let process = try #require(gateway.roles?.processIdentifier)
        try #require(gateway.roles?.waits(for: "ready") == true)
        let limits = try String(contentsOfFile: "/proc/\(process)/limits", encoding: .utf8)
        let core = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
        #expect(core.split(separator: " ").suffix(3).prefix(2) == ["0", "0"])
        gateway.roles?.send(SIGABRT)
        let ended = try #require(try gateway.roles?.wait(seconds: 20))
        #expect(ended.status == 128 + SIGABRT)
        try gateway.note("aborted ingester", ended)
        let places = [gateway.home, FileManager.default.currentDirectoryPath]
        let cores = places.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
            .filter { $0 == "core" || $0.hasPrefix("core.") }
        #expect(cores.isEmpty)
        try expectClean(gateway, "after the abort")
    }

    // MARK: what is sent

    /// Sends every variant, and says how many drops that were.
    private func fill(_ gateway: Gateway) throws -> Int {
        try gateway.start(["receive"])
        var count = 0
        for (index, bytes) in Canary.files.enumerated() {
            try gateway.put(try gateway.seal(bytes, "SIDEP_202611\(pad(index + 1, 2)).csv.age"))
            count += 1
        }
        let whole = try gateway.seal(Sidep.file((1...3000).map { Canary.row($0) }), "whole")
        let sealed = try gateway.desk.read("whole")
        try #require(!whole.isEmpty)
        try gateway.put(try gateway.desk.write("SIDEP_20261228.csv.age", Array(sealed.prefix(sealed.count * 2 / 3))))
        try gateway.put(
            try gateway.seal(Canary.oppositions, "OPPOSITION_SIDEP_20261101.csv.age"), folder: "oppositions")
        try gateway.note("receiver", try gateway.stop())
        return count + 2
    }

    // MARK: what is searched

    /// Runs every view of an operator, then looks for every marker in every file and every text.
    private func expectClean(_ gateway: Gateway, _ comment: String) throws {
        try gateway.noteViews()
        let hits = try Canary.hits(in: [gateway.home, gateway.notes], gateway.desk)
        let leaks = hits.filter { hit in
            !(hit.path.hasPrefix(gateway.home + "/catalogue/") && Canary.kept.contains(hit.text))
        }
        #expect(leaks.isEmpty, "\(comment): \(leaks)")
        if PythonReaders.areInstalled {
            let values = try gateway.desk.write("values.txt", try Self.values(gateway))
            let published = try Canary.hits(in: [values], gateway.desk).filter { !Canary.kept.contains($0.text) }
            #expect(published.isEmpty, "\(comment): \(published)")
        }
    }

    /// Every value of every data file, decompressed.
    private static func values(_ gateway: Gateway) throws -> String {
        let paths = gateway.folder.allFiles().filter { $0.hasPrefix("home/catalogue/") && $0.hasSuffix(".parquet") }
        return try PythonReaders.output(
            """
            import sys, pyarrow.parquet as pq
            for path in sys.argv[1:]:
                for column in pq.ParquetFile(path).read().columns:
                    for value in column.to_pylist(): print(value)
            """, paths.map(gateway.folder.file))
    }

    /// Whether the search sees a kept value where it must be: the smallest and greatest values stand in the table's log.
    private func kept(_ gateway: Gateway) throws -> Bool {
        try Canary.hits(in: [gateway.home], gateway.desk).contains { Canary.kept.contains($0.text) }
    }
}

extension Gateway {
    /// Folder of what programs printed.
    var notes: String { desk.file("notes") }

    /// Keeps what a program printed.
    func note(_ name: String, _ result: ToolResult?) throws {
        try desk.write("notes/\(name).txt", (result?.stdout ?? []) + (result?.stderr ?? []))
    }

    /// Keeps what the operators' commands print, as text and as JSON.
    func noteViews() throws {
        var views = [
            ["drops", "list"], ["journal", "tail", "-n", "500"], ["journal", "verify"],
            ["receipts", "list", Gateway.sidep],
            ["receipts", "verify"], ["catalogue", "list"],
        ]
        views += try knownDrops().map { ["drops", "show", $0.id] }
        if let last = receiptsNow().last?.json["number"]?.integer {
            views.append(["receipts", "show", Gateway.sidep, String(last)])
        }
        for view in views {
            try note(view.joined(separator: " "), try ecluse(view))
            if view[0] != "receipts" { try note("json " + view.joined(separator: " "), try ecluse(view + ["--json"])) }
        }
    }
}

/// The marked values, the files that hold them, and the search.
enum Canary {
    /// A social security number with its key.
    static let nir: String = {
        let number = 1_85_05_78_006_084
        return "\(number)" + pad(97 - number % 97, 2)
    }()
    /// Level-1 pseudonyms: never those of the catalogue.
    static let persons = (0..<3).map { index in
        var generator = SeededGenerator(UInt64(1000 + index))
        return Hex.encode(generator.bytes(32))
    }
    /// Values that treatments keep as they are.
    static let kept: Set<String> = ["98765-4"]

    /// Field by field, what is marked in good and in bad records.
    private static let nominative = [
        "nom": "NOMCANARYMARTINEZ", "prenom": "PRENOMCANARYANNE", "email": "canary.martinez@exemple.fr",
        "telephone": "0611223344556", "adresse": "12 RUE DES CANARIS", "nir": nir,
    ]
    private static let wrong: [String: String] = [
        "pseudo_patient": "PSEUDOCANARYVALUE", "date_naissance": "DATECANARYNAISSANCE", "sexe": "SEXECANARYVALUE",
        "cp_residence": "POSTCODECANARY", "date_prelevement": "PRELEVEMENTCANARY",
        "date_validation": "VALIDATIONCANARY",
        "type_test": "TYPETESTCANARY", "code_loinc": "LOINCCANARYVALUE", "resultat": "RESULTATCANARY",
        "criblage": "CRIBLAGECANARY", "symptomes": "SYMPTOMECANARY", "rpps_prescripteur": "RPPSCANARYVALUE",
        "finess_labo": "FINESSCANARYVALUE", "id_test": String(repeating: "IDENTIFIERCANARY", count: 8),
    ]
    private static let good = [
        "id_test": "TESTCANARYNUMBER", "date_naissance": "1943-07-19", "date_prelevement": "2026-11-18T04:17:33",
        "date_validation": "2026-11-18T05:18:34", "rpps_prescripteur": "10987654321", "code_loinc": "98765-4",
    ]
    private static let loose = [
        "RAGGEDCANARYVALUE", "QUOTECANARYVALUE", "AFTERQUOTECANARY", "LONGCANARYVALUE", "NULCANARYVALUE",
        "UTFCANARYVALUE",
        "canary.header@exemple.fr", "OPPOSITIONCANARY", "ACTIONCANARYVALUE", "OPPDATECANARY", "SCOPECANARYVALUE",
    ]

    /// Everything that is searched for.
    static var markers: [String] {
        Array(nominative.values) + wrong.values + good.values + loose + persons
    }

    /// A good, marked row; its key differs by `id`.
    static func row(_ id: Int, _ changes: [String: String] = [:]) -> [String] {
        var fields = good
        fields["id_test"] = "TESTCANARYNUMBER\(id)"
        fields["pseudo_patient"] = persons[0]
        return Sidep.row(id, fields.merging(changes) { $1 })
    }

    /// What the producer sends, sealed, as one drop each.
    static var files: [[UInt8]] {
        let clean = (1...1600).map { row($0) }
        let broken = wrong.keys.sorted().enumerated().map { row(5000 + $0, [$1: wrong[$1] ?? ""]) }
        let header = Array(Sidep.columns.joined(separator: ";").utf8) + [10]
        func text(_ row: [String]) -> [UInt8] { Array(row.joined(separator: ";").utf8) + [10] }
        func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
        let named = Array(Sidep.columns.dropLast())
        var files: [[UInt8]] = [
            Sidep.file(Array(clean.prefix(50))), Sidep.file(clean + broken + [row(1)]), Sidep.file(broken),
        ]
        // Each nominative field alone, then all with broken records around them.
        for name in nominative.keys.sorted() {
            files.append(Sidep.file([row(1), row(2, [name: nominative[name] ?? ""])]))
        }
        files.append(Sidep.file(broken + [row(1, nominative)] + clean.prefix(20)))
        // A file without a header: its first record stands in the place of the names.
        files.append(text(row(1, nominative)) + text(row(2)))
        files.append(Sidep.file([row(1)], columns: named + ["canary.header@exemple.fr"]))
        files.append(Sidep.file([row(1)], columns: named + [nir]))
        // Records that are no records.
        files.append(header + bytes("RAGGEDCANARYVALUE;\(persons[1]);\(nir)\n"))
        files.append(header + text(row(9001)) + bytes("\"QUOTECANARYVALUE;\(nir)\n"))
        files.append(header + bytes("\"AFTERQUOTECANARY\"AFTERQUOTECANARY;\(nir)\n"))
        files.append(header + text(row(9003, ["criblage": String(repeating: "LONGCANARYVALUE", count: 80_000)])))
        files.append(header + bytes("NULCANARYVALUE\u{0};\(nir)\n"))
        files.append(header + bytes("UTFCANARYVALUE") + [0xff, 0xfe] + bytes(";\(nir)\n"))
        return files
    }

    /// An opposition update with good and bad lines.
    static var oppositions: [UInt8] {
        let lines = [
            "pseudo_patient;action;date_effet;portee", "\(persons[2]);add;2026-01-01;",
            "OPPOSITIONCANARY;add;2026-01-01;",
            "\(persons[1]);ACTIONCANARYVALUE;2026-01-01;", "\(persons[1]);add;OPPDATECANARY;",
            "\(persons[1]);add;2026-01-01;SCOPECANARYVALUE", "RAGGEDCANARYVALUE",
        ]
        return Array(lines.joined(separator: "\n").utf8) + [10]
    }

    /// A marker that was found.
    struct Hit: Sendable, CustomStringConvertible {
        let path: String
        let text: String
        var description: String { "\(text) in \(path)" }
    }

    /// Looks for the markers in all files below `paths`: as they are in any case, in hexadecimal, in base64 at any offset.
    static func hits(in paths: [String], _ desk: TemporaryDirectory) throws -> [Hit] {
        let needles = Set(markers.flatMap(forms))
        let patterns = try desk.write("patterns", needles.sorted().joined(separator: "\n") + "\n")
        let found = try Tool.run(
            "grep", ["-raoiFZ", "-f", patterns] + paths, environment: ["LC_ALL": "C"], timeout: 120)
        try #require(found.status < 2, "\(found.errors)")
        return found.output.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\0", maxSplits: 1)
            return parts.count == 2 ? Hit(path: String(parts[0]), text: String(parts[1])) : nil
        }
    }

    private static func forms(_ marker: String) -> [String] {
        let bytes = Array(marker.utf8)
        var forms = [marker, Hex.encode(bytes)]
        for offset in 0..<3 where bytes.count >= 12 {
            // The digits at both ends depend on what stands beside the marker.
            let digits = Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedString()
            forms.append(String(digits.dropFirst(offset == 0 ? 0 : 4).dropLast(4)))
        }
        return forms
    }
}
