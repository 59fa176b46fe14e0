import Convention
import Crypto
import Foundation
import Ledger
import Support
import TestSupport
import Testing

/// Persons, their visits and, perhaps, their deaths: three tables whose files come as one delivery.
enum Cohort {
    static let rules = DeliveryRules(
        manifestPattern: #"M_(?<period>\d{6})(_\d+)?\.json\.age"#, manifestExample: "M_202610.json.age", waitHours: 72,
        optionalTables: ["death"])

    static let tables: [(name: String, entry: String, schema: String)] = [
        (
            "person", entry("person"),
            """
            {"fields": [
              {"name": "pseudo_patient", "type": "string", "constraints": {"required": true},
                "treatment": {"kind": "rekey", "domain": "sidep-person"}},
              {"name": "id", "type": "integer", "constraints": {"required": true}, "treatment": {"kind": "keep"}},
              {"name": "nom", "type": "string", "treatment": {"kind": "forbid"}}],
            "primaryKey": ["id"]}
            """
        ), ("visit", entry("visit"), child("reject drop")),
        ("death", entry("death", #", "compression": "gzip""#), child("reject record")),
    ]

    private static func entry(_ name: String, _ more: String = "") -> String {
        let upper = name.uppercased()
        return """
            {"name": "\(name)", "title": "\(name)", "namePattern": "\(upper)(_\\\\d+)?\\\\.csv\\\\.age",
             "nameExample": "\(upper).csv.age", "dialect": {"delimiter": ";"}, "loadMode": "append"\(more)}
            """
    }

    /// A table whose records refer to persons.
    private static func child(_ action: String) -> String {
        """
        {"fields": [
          {"name": "id", "type": "integer", "constraints": {"required": true}, "treatment": {"kind": "keep"}},
          {"name": "person", "type": "integer", "treatment": {"kind": "keep"}}],
        "primaryKey": ["id"],
        "foreignKeys": [{"fields": "person", "reference": {"resource": "person", "fields": "id"}, "action": "\(action)"}]}
        """
    }

    static func persons(_ ids: [Int], named: Int? = nil) -> [UInt8] {
        file("pseudo_patient;id;nom", ids.map { "\(Day.person($0));\($0);\($0 == named ? "DUPONT" : "")" })
    }

    /// Children with number and person.
    static func children(_ rows: [(Int, Int)]) -> [UInt8] { file("id;person", rows.map { "\($0.0);\($0.1)" }) }

    private static func file(_ header: String, _ lines: [String]) -> [UInt8] {
        Array(([header] + lines).joined(separator: "\n").utf8) + [10]
    }
}

/// One delivery on the producer's side.
struct CohortDelivery {
    let harness: IngestionHarness
    var period = "202610"
    var manifestName = "M_202610.json.age"
    /// Table, name of the upload and plain file of each file.
    var files: [(table: String, name: String, bytes: [UInt8])] = [
        ("person", "PERSON.csv.age", Cohort.persons(Array(1...4))),
        ("visit", "VISIT.csv.age", Cohort.children([(10, 1), (11, 1), (12, 4)])),
    ]

    init(_ harness: IngestionHarness) { self.harness = harness }

    var manifest: DeliveryManifest {
        get throws {
            DeliveryManifest(
                of: harness.convention, period: period, sender: "Test",
                files: try files.map { file in
                    DeliveryManifest.File(
                        name: file.name, table: file.table, rows: Int64(file.bytes.count { $0 == 10 }) - 1,
                        bytes: Int64(file.bytes.count), sha256: try SHA256.hash(file.bytes).description)
                })
        }
    }

    /// Uploads the file of `table`, or its first bytes alone once it is sealed.
    func send(_ table: String, first count: Int? = nil) throws -> String {
        let file = try #require(files.first { $0.table == table })
        let plain = table == "death" ? try Tool.run("gzip", ["-c"], stdin: file.bytes).stdout : file.bytes
        let sealed = try harness.seal(plain)
        return try harness.handOver(sealed: count.map { Array(sealed.prefix($0)) } ?? sealed, file.name)
    }

    /// Uploads the manifest, changed by `change`.
    func sendManifest(_ change: (inout DeliveryManifest) -> Void = { _ in }) throws -> String {
        var manifest = try manifest
        change(&manifest)
        return try harness.handOver(manifest.json, manifestName)
    }

    /// Uploads every file, then the manifest; gives their drops in that order.
    func sendAll(_ change: (inout DeliveryManifest) -> Void = { _ in }) throws -> [String] {
        try files.map { try send($0.table) } + [sendManifest(change)]
    }
}

extension IngestionHarness {
    /// A home whose convention has deliveries.
    static func ofDeliveries() throws -> IngestionHarness {
        try IngestionHarness(tolerance: 0.5, tables: Cohort.tables, delivery: Cohort.rules)
    }

    /// The state of each drop.
    func states(_ ids: [String]) throws -> [DropState?] { try ids.map { try ledger.drop($0)?.state } }

    /// The kinds of receipts of a drop, in order.
    func kinds(_ id: String) throws -> [ReceiptKind] { try ledger.receipts(drop: id).map(\.kind) }

    /// Checks that no row is in the catalogue, and no file that could hold one.
    func expectNothingPublished(_ comment: String = "") throws {
        #expect(try rows() == 0, "\(comment)")
        #expect(dataFiles() == [], "\(comment)")
    }

    /// Checks that each drop has ended, with one outcome, and that the receipts of the account follow one another.
    func expectEnded(_ ids: [String], _ comment: String = "") throws {
        for id in ids {
            #expect(try ledger.drop(id)?.state.isFinal == true, "\(comment)")
            #expect(try kinds(id).count { $0 == .outcome } == 1, "\(comment)")
            #expect(try ledger.drop(id)?.closedAt != nil, "\(comment)")
            for receipt in try ledger.receipts(drop: id) {
                let text = String(decoding: receipt.content.text, as: UTF8.self)
                #expect(!text.contains("{") && !text.contains("DUPONT"), "\(comment): every sentence is filled")
            }
        }
        #expect(try ReceiptChain.check(ledger, account: Self.account).broken == nil, "\(comment)")
    }
}
