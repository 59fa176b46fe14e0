import Columns
import Foundation
import Parquet
import TestSupport
import Testing

/// What other implementations read in our files.
@Suite(.enabled(if: PythonReaders.areInstalled, Comment(rawValue: PythonReaders.absence)))
struct ReaderTests {
    private static func written(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("ecluse-\(UUID().uuidString).parquet")
        defer { try? FileManager.default.removeItem(at: path) }
        try Data(bytes).write(to: path)
        try body(path.path)
    }

    /// Encodings to force: the dictionary, the values as they are, their differences.
    enum Forced: CaseIterable, Sendable {
        case dictionary, plain, differences

        func options(rows: Int) -> EncodingOptions {
            var options = EncodingOptions()
            options.pageRows = rows
            options.dictionaryBytes = self == .dictionary ? 1 << 20 : 0
            options.deltaShare = self == .differences ? .infinity : 0
            return options
        }
    }

    @Test(arguments: ["pyarrow", "polars", "duckdb"], Forced.allCases)
    func `every value is read back`(reader: String, forced: Forced) throws {
        let schema = try ParquetSchema(
            Samples.columns.map {
                ParquetColumn(name: $0.name, type: $0.type, nullable: $0.nullable, hasBloomFilter: true)
            })
        let groups = [(101, UInt64(1)), (1, 2), (64, 3)].map { rows, seed in
            schema.columns.enumerated().map { Samples.column($1, rows: rows, seed: seed &* 1000 &+ UInt64($0)) }
        }
        let bytes = try Samples.file(schema, groups, forced.options(rows: 13))
        try Self.written(bytes) { (path) throws in
            let rows = try PythonReaders.rows(reader, path)
            let expected = groups.flatMap { Samples.rows($0, schema) }
            #expect(rows.count == expected.count)
            for (index, column) in schema.columns.enumerated() {
                #expect(rows.map { $0[index] } == expected.map { $0[index] }, "\(column.name)")
            }
        }
    }

    @Test(arguments: ["pyarrow", "polars", "duckdb"])
    func `bounds never hide a row`(reader: String) throws {
        let column = ParquetColumn(name: "text", type: .string, nullable: true)
        let schema = try ParquetSchema([column])
        let long = String(repeating: "é", count: 80)
        let groups = [["b", "c"], [long, long + "z"], ["\u{10ffff}", "🏥"]].map { [Column(.bytes(ByteColumn($0)))] }
        try Self.written(try Samples.file(schema, groups, EncodingOptions())) { (path) throws in
            for value in ["b", long, long + "z", "🏥"] {
                #expect(try PythonReaders.rows(reader, path, where: "text = '\(value)'") == [[value]])
            }
        }
    }

    @Test(arguments: ["pyarrow", "polars", "duckdb"])
    func `a table without rows, and columns of nulls alone, are read`(reader: String) throws {
        let schema = try ParquetSchema(Samples.columns.filter(\.nullable))
        try Self.written(try Samples.file(schema, [], EncodingOptions())) { (path) throws in
            #expect(try PythonReaders.rows(reader, path).isEmpty)
        }
        let nulls = schema.columns.map { column in
            var column = Samples.column(column, rows: 5, seed: 1)
            column.nulls = [Bool](repeating: true, count: 5)
            return column
        }
        try Self.written(try Samples.file(schema, [nulls], EncodingOptions())) { (path) throws in
            #expect(
                try PythonReaders.rows(reader, path)
                    == [[String?]](repeating: schema.columns.map { _ in nil }, count: 5))
        }
    }
}
