import Support
import Testing

@Suite struct CivilDateTests {
    @Test(arguments: [
        (1970, 1, 1, 0), (1969, 12, 31, -1), (2000, 2, 29, 11_016), (2000, 3, 1, 11_017), (1900, 3, 1, -25_508),
        (1, 1, 1, -719_162), (9999, 12, 31, 2_932_896), (2026, 11, 21, 20_778),
    ])
    func `knows the day number of known days`(year: Int, month: Int, day: Int, number: Int32) throws {
        let date = try #require(CivilDate(year: year, month: month, day: day))
        #expect(date.days == number)
        #expect(date.components == (year, month, day))
    }

    @Test func `every day of ten thousand years comes back from its parts`() throws {
        let first = try #require(CivilDate(year: 1, month: 1, day: 1)).days
        let last = try #require(CivilDate(year: 9999, month: 12, day: 31)).days
        var expected = (year: 1, month: 1, day: 1)
        var wrong = 0
        for number in first...last {
            let parts = CivilDate(days: number).components
            if parts != expected || CivilDate(year: parts.year, month: parts.month, day: parts.day)?.days != number {
                wrong += 1
            }
            expected.day += 1
            if expected.day > CivilDate.length(ofMonth: expected.month, year: expected.year) {
                expected = expected.month == 12 ? (expected.year + 1, 1, 1) : (expected.year, expected.month + 1, 1)
            }
        }
        #expect(wrong == 0)
        #expect(expected == (10_000, 1, 1))
    }

    @Test func `the text of sampled days reads back the same`() throws {
        for number in stride(from: Int32(-719_162), through: 2_932_896, by: 997) {
            let date = CivilDate(days: number)
            #expect(CivilDate(iso8601: date.description) == date)
        }
        #expect(CivilDate(days: -719_162).description == "0001-01-01")
    }

    @Test(arguments: [
        "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "0000-01-01", "2026-1-01", "2026-01-01 ",
        "20260101", "2026/01/01", "２026-01-01", "", "-026-01-01",
    ])
    func `refuses what is no day`(text: String) { #expect(CivilDate(iso8601: text) == nil) }

    @Test func `counts completed years`() throws {
        let birth = try #require(CivilDate(iso8601: "2000-02-29"))
        for (day, years) in [
            ("2001-02-28", 0), ("2001-03-01", 1), ("2026-02-28", 25), ("2024-02-29", 24), ("2000-02-28", -1),
        ] {
            #expect(birth.completedYears(until: try #require(CivilDate(iso8601: day))) == years)
        }
    }
}

@Suite struct TimestampTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-11-21T01:02:03.004005Z", 1_795_222_923_004_005),
        ("1969-12-31T23:59:59.999999Z", -1), ("2026-11-21T01:02:03.5Z", 1_795_222_923_500_000),
    ])
    func `reads ISO 8601 in UTC`(text: String, microseconds: Int64) {
        #expect(Timestamp(iso8601: text)?.microseconds == microseconds)
    }

    @Test func `writes what it reads`() throws {
        for text in ["0001-01-01T00:00:00.000000Z", "1969-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.000001Z"] {
            #expect(try #require(Timestamp(iso8601: text)).iso8601(fraction: 6) == text)
        }
        let moment = Timestamp(microseconds: 1_795_222_923_004_005)
        #expect("\(moment)" == "2026-11-21T01:02:03.004Z")
        #expect(moment.iso8601(fraction: 0) == "2026-11-21T01:02:03Z")
        #expect(moment.advanced(seconds: -10_000_000).seconds == 1_785_222_923)
        #expect(Timestamp(microseconds: -1).date.description == "1969-12-31")
    }

    @Test(arguments: [
        "2026-11-21T24:00:00Z", "2026-11-21T01:60:00Z", "2026-11-21T01:02:60Z", "2026-11-21 01:02:03Z",
        "2026-11-21T01:02:03", "2026-11-21T01:02:03+00:00", "2026-11-21T01:02:03.Z", "2026-11-21T01:02:03.1234567Z",
        "2026-11-31T01:02:03Z", "2026-11-21T01:02:-3Z", "",
    ])
    func `refuses what is no moment`(text: String) { #expect(Timestamp(iso8601: text) == nil) }
}
