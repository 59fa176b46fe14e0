import Catalogue
import Foundation
import Parquet
import Support
import Testing

@Suite struct CatalogueStoreTests {
    @Test func `lists bases and tables with what they hold`() throws {
        let directory = try TemporaryDirectory()
        let store = CatalogueStore(root: directory.path)
        #expect(try store.list().isEmpty)
        let table = try store.createTable(base: "oscour", table: "rpu", schema: try Visits.schema(), now: Visits.now)
        _ = try store.createTable(base: "oscour", table: "sites", schema: try Visits.schema(), now: Visits.now)
        let file = try Visits.write(0..<10, drop: "d", to: table)
        _ = try table.commit(DeltaCommit(adds: [file], info: [("drop", "d")]), now: Visits.now)
        #expect(try store.bases() == ["oscour"])
        let list = try store.list()
        #expect(list.map(\.table) == ["rpu", "sites"])
        #expect(list.map(\.rows) == [10, 0] && list.map(\.version) == [1, 0] && list[0].bytes == file.size)
        #expect(list[0].lastCommit?["drop"]?.string == "d")
        #expect(list[0].lastCommitMilliseconds == 1_750_000_000_000)
    }

    @Test(arguments: ["", ".", "..", "a/b", "_delta_log", "a b", "é"]) func `rejects names that lead elsewhere`(
        name: String
    ) throws {
        let directory = try TemporaryDirectory()
        let store = CatalogueStore(root: directory.path)
        #expect(throws: CatalogueFault.name) { try store.table(base: name, table: "t") }
        #expect(throws: CatalogueFault.name) {
            try store.createTable(base: "b", table: name, schema: try Visits.schema(), now: Visits.now)
        }
    }

    @Test func `statistics keep decimals exact, times outward and NaN out`() throws {
        let directory = try TemporaryDirectory()
        let schema = try Visits.schema()
        let table = try DeltaTable.create(at: directory.path + "/t", schema: schema, now: Visits.now)
        let text = try #require(try Visits.write(1..<3, drop: "d", to: table).statistics)
        let statistics = try JSONParser.parse(Array(text.utf8))
        #expect(statistics["numRecords"]?.integer == 2)
        #expect(statistics["minValues"]?["price"]?.double == -49)
        // The moments are 23:59:59.999124 and 23:59:59.999247.
        #expect(statistics["minValues"]?["moment"]?.string == "1970-01-01T23:59:59.999Z")
        #expect(statistics["maxValues"]?["moment"]?.string == "1970-01-03T00:00:00.000Z")
        #expect(statistics["nullCount"]?["town"]?.integer == 0)
    }
}

@Suite struct CatalogueMessagesTests {
    @Test func `every fault has its sentences`() {
        let faults: [CatalogueFault] = [
            .name, .noTable, .malformedLog(version: 1, line: 2), .incompleteLog(version: 1), .unsupported(feature: "f"),
            .column(name: "c"), .conflict(version: 1), .columnType(name: "c"), .tooManyGroups, .tooManyAttempts,
        ]
        for fault in faults {
            for language in Language.allCases {
                let text = CatalogueMessages.table.text(fault, language)
                #expect(text != fault.code.rawValue && !text.contains("{"))
            }
        }
        #expect(CatalogueMessages.table.all.count == faults.count)
    }
}
