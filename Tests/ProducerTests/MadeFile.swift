import Convention
import Producer
import Records
import Support
import Treatment

let syntheticDay = CivilDate(year: 2026, month: 11, day: 20) ?? CivilDate(days: 0)

/// A convention of nothing but one CSV table.
func convention(
    _ schema: TableSchema, _ treatments: [FieldTreatment]? = nil, person: String? = nil
) throws -> Convention {
    let text = """
        {"id": "made", "version": 1, "validFrom": "2026-01-01", "producer": {"name": "Example", "language": "en"},
         "card": {"base": "made", "title": "t", "acronym": "t", "urlName": "t", "medicalDomain": "t", "keywords": ["t"], "summary": "t"},
         "accounts": [{"name": "made", "publicKeys": ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKuoXjSbNR1JujjW5+yB8w5oXpk5OMosymywzakE4FWx k"]}],
         "calendar": {"period": "daily", "timeZone": "UTC"}, "drops": {"envelopes": ["age"]},
         "tables": [{"name": "t", "title": "t", "namePattern": "T", "nameExample": "T", "loadMode": "append"}],
         "tolerance": 1, "person": {"domain": "person", "fields": {"t": "a"}, "effect": "extraction"}, "retentionYears": 1}
        """
    let own = #"{"fields": [{"name": "a", "type": "string", "treatment": {"kind": "rekey", "domain": "person"}}]}"#
    let files = ["convention.json": Array(text.utf8), "t.schema.json": Array(own.utf8)]
    guard var convention = ConventionLoader.load(files).convention else { throw SynthesisFault.unknownTable("t") }
    convention.tables[0].schema = schema
    convention.tables[0].treatments = treatments ?? schema.fields.map { _ in .keep }
    convention.tables[0].outputNames = schema.fields.map { _ in nil }
    convention.person?.fields = person.map { ["t": $0] } ?? [:]
    return convention
}

/// The file of one CSV table, line by line.
func made(
    _ schema: TableSchema, _ treatments: [FieldTreatment]? = nil, person: String? = nil, rows: Int,
    _ change: (inout SyntheticDrop.Options) -> Void = { _ in }
) throws -> (lines: [String], summary: SyntheticDrop.Summary, drop: SyntheticDrop) {
    var options = SyntheticDrop.Options(rows: rows, day: syntheticDay)
    change(&options)
    let drop = try SyntheticDrop.one(of: try convention(schema, treatments, person: person), table: nil, options)
    var bytes: [UInt8] = []
    let summary = try drop.write { bytes += $0 }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    return (lines.dropLast().map(String.init), summary, drop)
}
