import Convention
import Support
import Testing

/// Which version of a convention judges a drop whose name says which period it is about.
@Suite struct PeriodTests {
    private func convention(
        version: Int, from: String, until: String? = nil, pattern: String = #"VISIT_(?<period>\d{8})\.csv\.age"#
    ) throws -> Convention {
        var convention = try #require(ConventionLoader.load(try LintVector.base()).convention)
        convention.version = version
        convention.validFrom = try day(from)
        convention.validUntil = try until.map(day)
        convention.tables[0].namePattern = pattern
        return convention
    }

    private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(iso8601: text)) }

    @Test(
        arguments: [
            ("20260115", "2026-01-15"), ("202601", "2026-01-01"), ("2026", "2026-01-01"), ("20260230", nil),
            ("202613", nil),
            ("0000", nil), ("2026-01", nil), ("", nil), ("１２３４", nil),
        ] as [(String, String?)])
    func `reads a day, month or year`(_ text: String, _ expected: String?) {
        #expect(NamedPeriod.firstDay(text) == expected.flatMap { CivilDate(iso8601: $0) })
    }

    @Test func `finds the period in the names that the convention takes`() throws {
        let named = try convention(version: 1, from: "2026-01-01")
        #expect(named.period(ofDropNamed: "VISIT_20260115.csv.age") == .day(try day("2026-01-15")))
        #expect(named.period(ofDropNamed: "VISIT_20261399.csv.age") == .malformed)
        #expect(named.period(ofDropNamed: "VISITS.csv.age") == .unknownName)
        let plain = try convention(version: 1, from: "2026-01-01", pattern: #"VISIT_\d{8}\.csv\.age"#)
        #expect(plain.period(ofDropNamed: "VISIT_20260115.csv.age") == .unnamed)
    }

    @Test func `a drop is judged by the version in force on the first day of its period`() throws {
        let library = ConventionLibrary([
            try convention(version: 1, from: "2025-01-01", until: "2025-12-31"),
            try convention(version: 2, from: "2026-01-01"), try convention(version: 3, from: "2026-07-01"),
        ])
        func version(_ name: String, on arrival: String) throws -> Int? {
            library.convention(ofAccount: "hospital", forDropNamed: name, on: try day(arrival))?.version
        }
        #expect(try version("VISIT_20260630.csv.age", on: "2026-08-01") == 2)
        #expect(try version("VISIT_20260701.csv.age", on: "2026-08-01") == 3)
        #expect(try version("VISIT_20250601.csv.age", on: "2026-08-01") == 1)
        #expect(try version("VISIT_20260701.csv.age", on: "2026-03-01") == 3, "sent ahead")
        #expect(try version("OTHER.csv.age", on: "2026-03-01") == 2, "by the day of arrival")
        let uncovered = try #require(
            library.convention(ofAccount: "hospital", forDropNamed: "VISIT_20240101.csv.age", on: try day("2026-08-01"))
        )
        #expect(!uncovered.isInForce(on: try day("2024-01-01")))
        #expect(library.convention(ofAccount: "nobody", forDropNamed: "x", on: try day("2026-08-01")) == nil)
    }

    @Test func `names of an older version are known by its own pattern`() throws {
        let library = ConventionLibrary([
            try convention(
                version: 1, from: "2025-01-01", until: "2025-12-31", pattern: #"OLD_(?<period>\d{6})\.csv\.age"#),
            try convention(version: 2, from: "2026-01-01", pattern: #"VISIT_\d{8}\.csv\.age"#),
        ])
        let arrival = try day("2026-08-01")
        #expect(
            library.convention(ofAccount: "hospital", forDropNamed: "OLD_202506.csv.age", on: arrival)?.version == 1)
        #expect(
            library.convention(ofAccount: "hospital", forDropNamed: "VISIT_20250601.csv.age", on: arrival)?.version
                == 2,
            "a name without a period is of the day of arrival")
    }
}
