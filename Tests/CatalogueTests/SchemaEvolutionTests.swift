import Catalogue
import Parquet
import Support
import Testing

@Suite struct SchemaEvolutionTests {
    private static func column(_ name: String, _ type: ParquetType, _ nullable: Bool = false) -> ParquetColumn {
        ParquetColumn(name: name, type: type, nullable: nullable)
    }

    private static func table(_ directory: TemporaryDirectory) throws -> DeltaTable {
        try DeltaTable.create(
            at: directory.path + "/t", name: "t",
            schema: try ParquetSchema([column("id", .int64), column("town", .string, true)]), now: Visits.now)
    }

    /// The columns of the table: name, type and whether it may be null.
    private static func columns(_ table: DeltaTable) throws -> [String] {
        let text = try table.snapshot().metadata?.schemaString ?? ""
        return (try JSONParser.parse(Array(text.utf8))["fields"]?.array ?? []).map { field in
            let (name, type) = (field["name"]?.string ?? "", field["type"]?.string ?? "")
            return name + " " + type + (field["nullable"]?.boolean == true ? "?" : "")
        }
    }

    private static func commit(_ table: DeltaTable, _ columns: [ParquetColumn]) throws {
        _ = try table.commit(DeltaCommit(adds: [], schema: try ParquetSchema(columns)), now: Visits.now)
    }

    @Test func `adds columns, keeps those that end, and says what may be null from then on`() throws {
        let directory = try TemporaryDirectory()
        let table = try Self.table(directory)
        let identity = try table.snapshot().metadata
        try Self.commit(table, [Self.column("id", .int64), Self.column("town", .string, true)])
        #expect(try table.snapshot().metadata == identity, "nothing changes")
        try Self.commit(table, [Self.column("id", .int64), Self.column("day", .date), Self.column("town", .string)])
        #expect(try Self.columns(table) == ["id long", "town string?", "day date?"])
        try Self.commit(table, [Self.column("town", .string), Self.column("day", .date)])
        #expect(try Self.columns(table) == ["id long?", "town string?", "day date?"])
        #expect(try table.snapshot().metadata?.id == identity?.id)
        #expect(try table.snapshot().metadata?.name == "t")
    }

    @Test func `refuses another type or spelling, and changes nothing`() throws {
        let directory = try TemporaryDirectory()
        let table = try Self.table(directory)
        let before = try table.snapshot()
        for column in [Self.column("id", .string), Self.column("ID", .int64), Self.column("town", .binary, true)] {
            #expect(throws: CatalogueFault.columnType(name: column.name)) { try Self.commit(table, [column]) }
        }
        #expect(try table.snapshot().version == before.version)
        #expect(try Self.columns(table) == ["id long", "town string?"])
    }
}
