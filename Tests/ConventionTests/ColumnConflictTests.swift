import Convention
import Foundation
import Testing

@Suite struct ColumnConflictTests {
    private static func convention(_ version: Int, _ find: String, _ put: String) throws -> Convention {
        var files = try LintVector.base()
        for (name, find, put) in [
            ("convention.json", "\"version\": 1", "\"version\": \(version)"), ("visit.schema.json", find, put),
        ] {
            let text = String(decoding: files[name] ?? [], as: UTF8.self)
            try #require(text.contains(find))
            files[name] = Array(text.replacing(find, with: put).utf8)
        }
        return try #require(ConventionLoader.load(files).convention)
    }

    private static let doctor = #"{"name": "doctor", "type": "string", "treatment": {"kind": "drop"}}"#
    private static let bed = #", {"name": "bed", "type": "integer", "treatment": {"kind": "keep"}}"#

    @Test(
        arguments: [
            (doctor, doctor, nil), (doctor, doctor + bed, nil),
            (
                #"{"name": "smoker", "type": "boolean", "trueValues": ["O"], "falseValues": ["N"], "treatment": {"kind": "keep"}},"#,
                "", nil
            ),
            (
                #""name": "site", "type": "string", "check": "finess""#, #""name": "site", "type": "integer""#,
                "site: string|site: long"
            ),
            (#""as": "stay""#, #""as": "Stay""#, "stay: integer|Stay: integer"),
            (#""minLength": 5"#, #""minLength": 4"#, nil),
        ] as [(String, String, String?)])
    func `finds a column that one table cannot have`(_ find: String, _ put: String, _ conflict: String?) throws {
        let old = try Self.convention(1, Self.doctor, Self.doctor)
        let found = ConventionLibrary([try Self.convention(2, find, put), old]).columnConflict()
        #expect(found.map { $0.before + "|" + $0.after } == conflict)
        guard let found else { return }
        #expect(found.table == "visits/visit")
        #expect(found.earlier.description == "visits 1")
        #expect(found.later.description == "visits 2")
    }

    @Test func `finds a conflict between versions that do not follow each other`() throws {
        let text = Self.bed.replacing("integer", with: "string")
        let library = ConventionLibrary([
            try Self.convention(1, Self.doctor, Self.doctor + Self.bed),
            try Self.convention(2, Self.doctor, Self.doctor),
            try Self.convention(3, Self.doctor, Self.doctor + text),
        ])
        let conflict = try #require(library.columnConflict())
        #expect(conflict.before == "bed: long")
        #expect(conflict.after == "bed: string")
        #expect(conflict.earlier.description == "visits 1")
        #expect(conflict.later.description == "visits 3")
    }
}
