import Catalogue
import Convention
import Crypto
import Envelope
import Foundation
import Ingestion
import Journal
import Ledger
import Platform
import Pseudonymisation
import Records
import Spool
import Support
import TestSupport
import Testing

/// An ingester in a home of its own, without receiver or processes: drops are laid into the inbox by hand.
final class IngestionHarness {
    static let account = "sidep-test"
    static let person = "sidep-person"
    /// A moment at which the example convention is in force.
    static let start = Timestamp(seconds: 1_795_000_000)

    let folder: TemporaryDirectory
    let ledger: SQLiteLedger
    let ingester: Ingester
    let convention: Convention
    /// The account that drops are laid into.
    let account: String
    let identity: AgeIdentity
    /// Stands still until a test sets it.
    let clock = SettableClock(IngestionHarness.start)
    private var sent: Int64 = 0

    /// A home whose ingester works with `workers` threads; `base` is a folder of `Conventions`; `secret` makes pseudonyms that two
    /// homes share; the table is sorted by the fields `sortedBy`; `schema` replaces that of the table, `keyBytes` is what keys may
    /// take in memory, `envelope` says who signs; `nomenclatures` are installed; `say` hears what the ingester says.
    init(
        base: String = "sidep", workers: Int = 2, secret: PseudonymSecret? = nil, sortedBy: [String] = [],
        schema: String? = nil,
        tolerance: Double? = nil, keyBytes: Int? = nil, envelope: EnvelopePolicy? = nil,
        tables: [(name: String, entry: String, schema: String)]? = nil, delivery: DeliveryRules? = nil,
        nomenclatures: NomenclatureLibrary = NomenclatureLibrary(),
        say: @escaping @Sendable (IngestionEvent) -> Void = { _ in }
    ) throws {
        folder = try TemporaryDirectory()
        account = base + "-test"
        for name in ["spool/\(account)/inbox", "archive", "catalogue", "journal"] {
            try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
        }
        var files: [String: [UInt8]] = [:]
        for path in Checkout.files(below: "Conventions/\(base)", suffix: "") where !path.hasSuffix("README.md") {
            files[path.split(separator: "/").last.map(String.init) ?? ""] = try Checkout.read(path)
        }
        if let schema { files["test.schema.json"] = Array(schema.utf8) }
        if schema != nil || tables != nil { try Self.change(&files) { $0["card"] = Self.card($0["card"]) } }
        if let tables { try Self.replace(tables, in: &files) }
        var convention = try #require(ConventionLoader.load(files).convention)
        if let tolerance { convention.tolerance = tolerance }
        if let envelope { convention.drops.envelope = envelope }
        if let delivery { convention.delivery = delivery }
        convention.tables[0].sortedBy = try sortedBy.map { name in
            try #require(convention.tables[0].schema.fields.firstIndex { $0.name == name })
        }
        self.convention = convention
        identity = try AgeIdentity.generate()
        ledger = try SQLiteLedger(path: folder.file("ledger.sqlite"))
        var settings = IngestionSettings(
            spool: folder.file("spool"), archive: folder.file("archive"), catalogue: folder.file("catalogue"),
            journal: folder.file("journal"), workers: workers, smallCountFloor: 1, errorLines: 10_000,
            crashesPerDrop: 3, unfinishedDays: 7,
            library: ConventionLibrary([convention]))
        if let keyBytes { settings.keyBytes = keyBytes }
        settings.nomenclatures = nomenclatures
        ingester = Ingester(
            settings: settings,
            keys: IngestionKeys(
                identities: EnvelopeIdentities(age: [identity]), receipt: try .generate(),
                pseudonyms: try PseudonymKeyRing(
                    secret.map { [$0] } ?? convention.domains.map { try .generate(domain: $0) })),
            ledger: ledger,
            journal: try JournalWriter(directory: folder.file("journal"), role: .ingester, clock: clock),
            clock: clock, say: say)
    }

    /// Puts other tables in the place of the convention's own; the first has the person, in `pseudo_patient`.
    private static func replace(
        _ tables: [(name: String, entry: String, schema: String)], in files: inout [String: [UInt8]]
    ) throws {
        try change(&files) { root in
            root["tables"] = try tables.map { try JSONSerialization.jsonObject(with: Data($0.entry.utf8)) }
            root["person"] = [
                "domain": person, "fields": [tables[0].name: "pseudo_patient"], "effect": "extraction",
            ]
        }
        files = files.filter { !$0.key.hasSuffix(".schema.json") && !$0.key.hasSuffix(".codes.csv") }
        for table in tables { files["\(table.name).schema.json"] = Array(table.schema.utf8) }
    }

    /// Changes members of `convention.json`.
    private static func change(_ files: inout [String: [UInt8]], _ change: (inout [String: Any]) throws -> Void) throws
    {
        let data = Data(files["convention.json"] ?? [])
        var root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        try change(&root)
        files["convention.json"] = Array(try JSONSerialization.data(withJSONObject: root))
    }

    /// A card that names no field of the convention's own tables.
    private static func card(_ card: Any?) -> [String: Any] {
        (card as? [String: Any] ?? [:]).filter { $0.key != "period" }
    }

    /// What became of a drop.
    struct End {
        let record: DropRecord
        let receipt: JSONValue
        let report: String

        var state: DropState { record.state }
        /// Counts of the receipt's only table.
        var counts: [String: Int] { counts(0) }

        /// Counts of table number `index` of the receipt.
        func counts(_ index: Int) -> [String: Int] {
            let table = receipt["tables"]?.array.flatMap { $0.indices.contains(index) ? $0[index] : nil }
            var counts: [String: Int] = [:]
            for name in ["read", "kept", "rejected", "excluded", "duplicate"] {
                counts[name] = table?[name]?.integer.map(Int.init)
            }
            return counts
        }
    }

    /// Lays a drop into the inbox and takes it.
    func ingest(_ plaintext: [UInt8], _ name: String = "SIDEP_20261119.csv.age", channel: DropChannel = .data) throws
        -> End
    {
        let id = try handOver(plaintext, name, channel: channel)
        _ = try ingester.sweep()
        return try end(id)
    }

    /// Lays a drop into the inbox.
    func handOver(_ plaintext: [UInt8], _ name: String, channel: DropChannel = .data) throws -> String {
        try handOver(sealed: seal(plaintext), name, channel: channel)
    }

    /// A file sealed to the ingester.
    func seal(_ plaintext: [UInt8]) throws -> [UInt8] { try AgeWriter.seal(plaintext, to: [identity.recipient]) }

    /// Lays a file into the inbox as it is.
    func handOver(sealed: [UInt8], _ name: String, channel: DropChannel = .data) throws -> String {
        sent += 1
        let moment = Self.start.advanced(seconds: sent - 1000)
        let id = try DropIdentifier.make(at: moment)
        let inbox = "spool/\(account)/inbox/\(id)/"
        try folder.write(inbox + "payload", sealed)
        try folder.write(
            inbox + "drop.json",
            JSONWriter.write(
                .object([
                    ("id", .text(id)), ("account", .text(account)), ("channel", .text(channel.rawValue)),
                    ("name", .text(name)), ("size", .count(sealed.count)), ("sha256", .text(try SHA256.hash(sealed))),
                    ("arrivedAt", .text(moment.iso8601(fraction: 6))), ("client", .text("test")),
                ])))
        return id
    }

    /// Where the sealed bytes of a drop wait.
    func payload(_ id: String) -> String { "spool/\(account)/inbox/\(id)/payload" }

    /// The lines of the journal that hold `text`.
    func journal(_ text: String) throws -> [String] {
        let bytes = try folder.allFiles().filter { $0.hasPrefix("journal/") }.flatMap(folder.read)
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
            .filter { $0.contains(text) }
    }

    /// What became of drop `id`.
    func end(_ id: String) throws -> End {
        let receipt = try #require(try ledger.receipts(drop: id).last)
        return End(
            record: try #require(try ledger.drop(id)), receipt: try JSONParser.parse(receipt.content.json),
            report: String(decoding: receipt.content.report ?? [], as: UTF8.self))
    }

    /// Rows of the table, 0 where there is none.
    func rows() throws -> Int {
        Int(try CatalogueStore(root: folder.file("catalogue")).list().reduce(0) { $0 + $1.rows })
    }

    /// Paths of data files, whatever their names.
    func dataFiles() -> [String] {
        folder.allFiles().filter { $0.hasPrefix("catalogue/") && $0.contains(".parquet") }
    }
}

/// A clock that a test sets.
final class SettableClock: Clock {
    private let moment: Lock<Timestamp>

    init(_ moment: Timestamp) { self.moment = Lock(moment) }

    func now() -> Timestamp { moment.withLock { $0 } }

    /// Lets `hours` go by.
    func advance(hours: Int64) { moment.withLock { $0 = $0.advanced(seconds: hours * 3600) } }
}

/// SI-DEP files, record by record.
enum Day {
    static let columns = [
        "pseudo_patient", "id_test", "nom", "prenom", "email", "telephone", "adresse", "nir", "date_naissance", "sexe",
        "cp_residence", "date_prelevement", "date_validation", "type_test", "code_loinc", "resultat", "criblage",
        "symptomes",
        "rpps_prescripteur", "finess_labo",
    ]

    static func person(_ index: Int) -> String { "5eed1e57" + pad(index, 32) }

    /// A good record, with some fields set otherwise.
    static func row(_ id: Int, person index: Int? = nil, _ changes: [String: String] = [:]) -> String {
        var fields = [
            "pseudo_patient": person(index ?? id), "id_test": "T\(id)", "date_naissance": "1980-05-17", "sexe": "F",
            "cp_residence": "75011", "date_prelevement": "2026-11-18T08:30:00",
            "date_validation": "2026-11-18T18:05:00",
            "type_test": "RT-PCR", "code_loinc": "94500-6", "resultat": "N", "finess_labo": "910019447",
        ]
        fields.merge(changes) { $1 }
        return columns.map { fields[$0] ?? "" }.joined(separator: ";")
    }

    static func file(_ rows: [String]) -> [UInt8] {
        Array(([columns.joined(separator: ";")] + rows).joined(separator: "\n").utf8) + [10]
    }

    static func oppositions(_ lines: [String]) -> [UInt8] {
        Array((["pseudo_patient;action;date_effet;portee"] + lines).joined(separator: "\n").utf8) + [10]
    }
}
