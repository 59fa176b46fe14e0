import Convention
import Foundation
import Ingestion
import Ledger
import Records
import Support
import TestSupport
import Testing

/// Drops whose codes are judged by installed nomenclatures.
@Suite struct NomenclatureDropTests {
    /// The schema of the example, with the codes of analyses out of a nomenclature.
    private static func schema(orPattern: Bool = false) throws -> String {
        let text = try Checkout.text("Conventions/sidep/test.schema.json")
        let member =
            #""treatment": {"kind": "keepCoded"}, "nomenclature": {"name": "loinc", "orPattern": \#(orPattern)}"#
        let start = try #require(text.range(of: #""name": "code_loinc""#))
        let place = try #require(
            text.range(of: #""treatment": {"kind": "keep"}"#, range: start.upperBound..<text.endIndex))
        return text.replacingCharacters(in: place, with: member)
    }

    private static func list(_ version: String, from day: String = "0001-01-01", _ codes: CodeSet) -> Nomenclature {
        Nomenclature(
            NomenclatureRecord(
                name: "loinc", version: version, validFrom: CivilDate(iso8601: day) ?? CivilDate(days: 0),
                importedAt: Timestamp(seconds: 0), count: codes.count, sha256: "",
                source: NomenclatureSource(file: "f", sha256: "", columns: ["C"], label: nil, rows: 1, repeated: 0))
        ) { codes }
    }

    private static let day = Day.file([
        Day.row(1), Day.row(2, ["code_loinc": "94558-4"]), Day.row(3, ["code_loinc": "1-8"]),
    ])

    @Test func `a code that is not in the version of the day is counted, and receipt and commit name the version`()
        throws
    {
        let library = NomenclatureLibrary([
            Self.list("2.80", ["94500-6", "94558-4"]), Self.list("2.79", from: "1990-01-01", ["1-8"]),
            Self.list("2.82", from: "2027-01-01", ["1-8"]),
        ])
        // The newest that had begun by the day of arrival.
        let harness = try IngestionHarness(schema: Self.schema(), tolerance: 1, nomenclatures: library)
        let end = try harness.ingest(Self.day)
        #expect(end.state == .partial)
        #expect(end.counts == ["read": 3, "kept": 1, "rejected": 2, "excluded": 0, "duplicate": 0])
        let used = end.receipt["nomenclatures"]?.array ?? []
        #expect(used.count == 1)
        #expect(used.first?["name"]?.string == "loinc" && used.first?["version"]?.string == "2.79")
        #expect(end.report.contains("field.code-list"))
        let log = try harness.folder.allFiles().filter { $0.contains("_delta_log") }.flatMap(harness.folder.read)
        #expect(String(decoding: log, as: UTF8.self).contains(#""nomenclatures":{"loinc":"2.79"}"#))
    }

    @Test func `where the pattern stands in, receipt and commit say so`() throws {
        let harness = try IngestionHarness(schema: Self.schema(orPattern: true), tolerance: 1)
        let end = try harness.ingest(Self.day)
        #expect(end.counts["kept"] == 3)
        #expect(end.receipt["nomenclatures"]?.array?.first?["version"]?.isNull == true)
    }

    @Test func `a drop waits where its nomenclature is gone, and nothing is published`() throws {
        let harness = try IngestionHarness(schema: Self.schema())
        let id = try harness.handOver(Self.day, "SIDEP_20261119.csv.age")
        #expect(try harness.ingester.sweep() == 0)
        #expect(try harness.ledger.drop(id)?.state == .processing)
        #expect(try harness.journal("nomenclature.not-installed").count == 1)
        #expect(try harness.rows() == 0)
    }

    @Test func `a code is looked up in a hundred thousand as in two`() throws {
        let codes = CodeSet((0..<100_000).map { "\($0)-1" } + ["94500-6"])
        let harness = try IngestionHarness(
            schema: Self.schema(), tolerance: 1, nomenclatures: NomenclatureLibrary([Self.list("1", codes)]))
        #expect(try harness.ingest(Self.day).counts["kept"] == 1)
    }
}
