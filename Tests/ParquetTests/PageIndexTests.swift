import Columns
import Foundation
import Parquet
import TestSupport
import Testing

/// What lets readers leave parts of a file unread, asked of readers that use it.
@Suite(.enabled(if: PythonReaders.areInstalled, Comment(rawValue: PythonReaders.absence)))
struct PageIndexTests {
    private static func written(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("ecluse-\(UUID().uuidString).parquet")
        defer { try? FileManager.default.removeItem(at: path) }
        try Data(bytes).write(to: path)
        try body(path.path)
    }

    /// Texts of one length that no two rows share.
    private static func texts(_ range: Range<Int>) -> [String] {
        range.map { "e1-" + String(format: "%032lx", $0 &* 0x9E37_79B9_7F4A_7C1) }
    }

    @Test func `every chunk has bounds and places of its pages`() throws {
        let schema = try ParquetSchema(Samples.columns)
        let columns = schema.columns.enumerated().map { Samples.column($1, rows: 90, seed: UInt64($0)) }
        var options = EncodingOptions()
        options.pageRows = 20
        try Self.written(try Samples.file(schema, [columns, columns], options)) { (path) throws in
            let script = """
                import sys, pyarrow.parquet as pq
                m = pq.ParquetFile(sys.argv[1]).metadata
                for g in range(m.num_row_groups):
                    for c in range(m.num_columns):
                        k = m.row_group(g).column(c)
                        print(k.path_in_schema, k.has_column_index, k.has_offset_index)
                """
            let lines = try PythonReaders.output(script, [path]).split(separator: "\n")
            #expect(lines == (schema.columns + schema.columns).map { "\($0.name) True True" })
        }
    }

    @Test func `a row group says by which columns it is sorted`() throws {
        let columns = ["a", "b"].map { ParquetColumn(name: $0, type: .int64, nullable: true) }
        let group = [Column(.int64([1, 2, 3])), Column(.int64([3, 3, 4]))]
        for (sortedBy, expected) in [([], "()"), ([1, 0], "(1, False, True) (0, False, True)")] {
            let schema = try ParquetSchema(columns, sortedBy: sortedBy)
            try Self.written(try Samples.file(schema, [group], EncodingOptions())) { (path) throws in
                let script = """
                    import sys, pyarrow.parquet as pq
                    for s in [pq.ParquetFile(sys.argv[1]).metadata.row_group(0).sorting_columns]:
                        print(*[(c.column_index, c.descending, c.nulls_first) for c in s] or ["()"])
                    """
                #expect(try PythonReaders.output(script, [path]) == expected + "\n")
            }
        }
    }

    @Test func `a Bloom filter excludes what is absent and never what is there`() throws {
        let names = ["texts", "longs", "ints"]
        let types: [ParquetType] = [.string, .int64, .int32]
        let schema = try ParquetSchema(
            zip(names, types).map { ParquetColumn(name: $0, type: $1, nullable: false, hasBloomFilter: true) })
        let count = 4000
        let columns: [Column] = [
            Column(.bytes(ByteColumn(Self.texts(0..<count)))),
            Column(.int64((0..<count).map { Int64($0) * 1_000_003 })),
            Column(.int32((0..<count).map { Int32($0) * 7 - 9000 })),
        ]
        let script = """
            import sys, duckdb
            excluded = 0
            for value in sys.argv[3:]:
                rows = duckdb.execute("select bloom_filter_excludes from parquet_bloom_probe(?, ?, " + value + ")", sys.argv[1:3])
                excluded += rows.fetchall()[0][0]
            print(excluded)
            """
        func excluded(_ path: String, _ name: String, _ values: [String]) throws -> Int? {
            Int(try PythonReaders.output(script, [path, name] + values).dropLast())
        }
        for dictionary in [0, 1 << 20] {
            var options = EncodingOptions()
            options.dictionaryBytes = dictionary
            try Self.written(try Samples.file(schema, [columns], options)) { (path) throws in
                let present = stride(from: 0, to: count, by: 97)
                #expect(
                    try excluded(
                        path, "texts",
                        Self.texts(0..<count).enumerated().filter { $0.offset % 97 == 0 }.map { "'\($0.element)'" })
                        == 0)
                #expect(try excluded(path, "longs", present.map { "\($0 * 1_000_003)::BIGINT" }) == 0)
                #expect(try excluded(path, "ints", present.map { "\($0 * 7 - 9000)::INTEGER" }) == 0)
                // One in 40 is expected to slip through.
                let absent = Self.texts(count..<(count + 100)).map { "'\($0)'" }
                #expect(try excluded(path, "texts", absent) ?? 0 > 80)
                #expect(try excluded(path, "longs", (0..<100).map { "\($0 * 1_000_003 + 1)::BIGINT" }) ?? 0 > 80)
            }
        }
    }

    @Test(arguments: ["pyarrow", "polars", "duckdb"])
    func `bounds of pages never hide a row`(reader: String) throws {
        let column = ParquetColumn(name: "text", type: .string, nullable: true, hasBloomFilter: true)
        let number = ParquetColumn(name: "number", type: .int64, nullable: true)
        let schema = try ParquetSchema([column, number])
        let texts = Self.texts(0..<100).sorted()
        let nulls = (0..<100).map { (20..<40).contains($0) }
        let numbers = (0..<100).map { Int64(1000 - $0) }
        let group = [Column(.bytes(ByteColumn(texts))), Column(.int64(numbers), nulls: nulls)]
        var options = EncodingOptions()
        options.pageRows = 7
        try Self.written(try Samples.file(schema, [group], options)) { (path) throws in
            for row in [0, 6, 7, 50, 99] {
                #expect(
                    try PythonReaders.rows(reader, path, where: "text = '\(texts[row])'")
                        == [[texts[row], String(numbers[row])]])
                #expect(
                    try PythonReaders.rows(reader, path, where: "number = \(numbers[row])")
                        == [[texts[row], String(numbers[row])]])
            }
            #expect(try PythonReaders.rows(reader, path, where: "number = 970").isEmpty)
        }
    }
}
