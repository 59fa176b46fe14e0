import Cards
import Catalogue
import Exclusion
import Support
import Testing

@Suite struct StatedFiguresTests {
    private func stated(rows: Int64, nulls: Int64?, floor: Int = 11, bytes: Int64 = 70_000) -> StatedFigures {
        let days = CivilDate(days: 0)...CivilDate(days: 59)
        let column = ColumnFigures(name: "c", type: "date", nulls: nulls, days: days)
        return StatedFigures(
            TableFigures(rows: rows, bytes: bytes, columns: [column]), floor: SmallCountFloor(floor))
    }

    @Test(arguments: [1, 2, 10] as [Int64]) func `states neither rows, period nor completeness of a few rows`(
        _ rows: Int64
    ) {
        let stated = stated(rows: rows, nulls: 0)
        #expect(stated.rows == nil)
        #expect(stated.completeness("c") == nil)
        #expect(stated.months("c") == nil)
        #expect(stated.bytes == 131_072)
    }

    @Test func `states none, and from the floor on the exact number`() {
        #expect(stated(rows: 0, nulls: 0, bytes: 0).rows == 0)
        #expect(stated(rows: 0, nulls: 0).completeness("c") == nil && stated(rows: 0, nulls: 0).months("c") == nil)
        #expect(stated(rows: 11, nulls: 0).rows == 11)
        #expect(stated(rows: 11, nulls: 0).bytes == 70_000)
        #expect(stated(rows: 3, nulls: 1, floor: 0).rows == 3)
        #expect(stated(rows: 3, nulls: 1, floor: 0).completeness("c") == 66)
    }

    @Test(
        arguments: [
            // No value, or all: nothing is told of few.
            (1000, 0, 100), (1000, 1000, 0), (1000, 500, 50), (1000, 11, 98), (1000, 989, 1),
            // A percent is ten records here: three without or with a value would show.
            (1000, 3, nil), (1000, 997, nil), (50, 3, nil), (1099, 10, nil),
            // A percent is at least eleven records here.
            (1100, 3, 99), (1100, 1097, 0), (8_000_000, 1, 99), (8_000_000, 7_999_999, 0),
            (Int64.max, 0, 100), (Int64.max, Int64.max / 2, 50),
            // Counts that cannot be.
            (1000, 1001, nil), (1000, -1, nil), (1000, nil, nil),
        ] as [(Int64, Int64?, Int?)])
    func `rounds completeness down to a percent that tells of no few`(_ rows: Int64, _ nulls: Int64?, _ percent: Int?) {
        #expect(stated(rows: rows, nulls: nulls).completeness("c") == percent)
    }

    @Test func `states a period in months`() throws {
        let months = try #require(stated(rows: 100, nulls: 0).months("c"))
        #expect(months.first == "1970-01" && months.last == "1970-03")
        #expect(stated(rows: 100, nulls: 0).months("d") == nil)
        #expect(stated(rows: 100, nulls: 0).completeness("d") == nil)
    }
}
