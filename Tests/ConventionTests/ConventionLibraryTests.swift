import Convention
import Support
import Testing

@Suite struct ConventionLibraryTests {
    private func convention(version: Int, from: String, until: String? = nil) throws -> Convention {
        var convention = try #require(ConventionLoader.load(try LintVector.base()).convention)
        convention.version = version
        convention.validFrom = try #require(CivilDate(iso8601: from))
        convention.validUntil = until.flatMap { CivilDate(iso8601: $0) }
        return convention
    }

    private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(iso8601: text)) }

    @Test func `chooses the newest version in force on the day`() throws {
        let library = ConventionLibrary([
            try convention(version: 2, from: "2026-06-01"),
            try convention(version: 1, from: "2026-01-01", until: "2026-06-30"),
        ])
        #expect(library.convention(id: "visits", on: try day("2025-12-31")) == nil)
        #expect(library.convention(id: "visits", on: try day("2026-05-31"))?.version == 1)
        #expect(library.convention(id: "visits", on: try day("2026-06-01"))?.version == 2)
        #expect(library.account(named: "hospital", on: try day("2026-06-01"))?.convention.version == 2)
        #expect(library.account(named: "nobody", on: try day("2026-06-01")) == nil)
        #expect(library.inForce(on: try day("2026-06-15")).count == 1)
    }

    @Test func `names accounts that two conventions claim`() throws {
        var other = try convention(version: 1, from: "2026-01-01")
        other.id = "others"
        #expect(
            ConventionLibrary([try convention(version: 1, from: "2026-01-01"), other]).sharedAccounts == ["hospital"])
    }
}
