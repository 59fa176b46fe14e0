import Catalogue
import Parquet
import Support
import Testing

@Suite struct ColumnFiguresTests {
    private func snapshot(_ files: (DeltaTable) throws -> [DeltaFile]) throws -> DeltaSnapshot {
        let directory = try TemporaryDirectory()
        let table = try DeltaTable.create(at: directory.path + "/t", schema: try Visits.schema(), now: Visits.now)
        _ = try table.commit(DeltaCommit(adds: try files(table)), now: Visits.now)
        return try table.snapshot()
    }

    private func day(_ days: Int) -> CivilDate { CivilDate(days: Int32(days)) }

    @Test func `adds up the nulls of all files and takes the widest bounds`() throws {
        let snapshot = try snapshot {
            [try Visits.write(0..<10, drop: "a", to: $0), try Visits.write(100..<111, drop: "b", to: $0)]
        }
        let figures = snapshot.columnFigures
        #expect(figures.map(\.name) == ["id", "town", "price", "day", "moment", "score"])
        #expect(figures.map(\.type) == ["long", "string", "decimal(18,2)", "date", "timestamp", "double"])
        #expect(figures.map(\.nulls) == [0, 5, 5, 5, 5, 5])
        #expect(figures[3].days == day(37 - 9000)...day(109 * 37 - 9000))
        // The first moment is 123 µs less 999 µs after midnight: a day earlier.
        #expect(figures[4].days == day(0)...day(109))
        #expect(figures[0].days == nil && figures[1].days == nil)
    }

    @Test func `knows nothing of a column where one file does not say`() throws {
        let snapshot = try snapshot { table in
            var silent = try Visits.write(0..<10, drop: "a", to: table)
            silent.statistics = "{\"numRecords\":10}"
            return [silent, try Visits.write(100..<111, drop: "b", to: table)]
        }
        #expect(snapshot.columnFigures.allSatisfy { $0.nulls == nil && $0.days == nil })
        #expect(snapshot.columnFigures.count == 6)
    }

    @Test func `counts the rows of older files as without a value in a newer column`() throws {
        let snapshot = try snapshot { table in
            var older = try Visits.write(0..<10, drop: "a", to: table)
            older.statistics = "{\"numRecords\":10,\"minValues\":{},\"maxValues\":{},\"nullCount\":{\"id\":0}}"
            return [older, try Visits.write(101..<104, drop: "b", to: table)]
        }
        let figures = snapshot.columnFigures
        #expect(figures[0].nulls == 0 && figures[3].nulls == 10)
        #expect(figures[3].days == day(101 * 37 - 9000)...day(103 * 37 - 9000))
    }

    @Test(arguments: [
        "{\"numRecords\":10,\"nullCount\":{\"day\":11}}", "{\"numRecords\":10,\"nullCount\":{\"day\":-1}}",
        "{\"numRecords\":10,\"nullCount\":{\"day\":\"2\"}}",
    ])
    func `takes no count that cannot be`(_ statistics: String) throws {
        let snapshot = try snapshot { table in
            var file = try Visits.write(0..<10, drop: "a", to: table)
            file.statistics = statistics
            return [file]
        }
        #expect(snapshot.columnFigures[3].nulls == nil)
        #expect(snapshot.columnFigures[3].days == nil)
    }

    @Test func `gives columns and no figures of a table without files`() throws {
        let figures = try snapshot { _ in [] }.columnFigures
        #expect(figures.map(\.nulls) == [0, 0, 0, 0, 0, 0] && figures.allSatisfy { $0.days == nil })
    }
}
