import Columns
import Foundation
import Parquet
import TestSupport
import Testing

@Suite struct ParquetFileTests {
    private static let schema = try? ParquetSchema(
        Samples.columns.map {
            ParquetColumn(name: $0.name, type: $0.type, nullable: $0.nullable, hasBloomFilter: true)
        },
        sortedBy: [1, 3])

    /// All rows that the file `bytes` gives, as readers print them.
    private static func rows(_ bytes: [UInt8]) throws -> [[String?]] {
        let file = try ParquetFile(MemoryInput(bytes))
        var rows: [[String?]] = []
        for group in file.footer.rowGroups.indices {
            let columns = try file.schema.columns.indices.map { index in
                let parts = try file.read(group: group, column: index)
                return Column(joining: parts.map { ColumnPart($0, RowSelection(all: $0.count)) })
            }
            for column in columns { #expect(column.count == file.rows(group: group)) }
            rows += Samples.rows(columns, file.schema)
        }
        return rows
    }

    @Test(arguments: ReaderTests.Forced.allCases)
    func `reads back every value that was written`(forced: ReaderTests.Forced) throws {
        let schema = try #require(Self.schema)
        let groups = [(101, UInt64(1)), (1, 2), (640, 3)].map { rows, seed in
            schema.columns.enumerated().map { Samples.column($1, rows: rows, seed: seed &* 1000 &+ UInt64($0)) }
        }
        for pageRows in [13, 128, 129, 4096] {
            let bytes = try Samples.file(schema, groups, forced.options(rows: pageRows))
            #expect(try Self.rows(bytes) == groups.flatMap { Samples.rows($0, schema) })
        }
    }

    @Test func `reads back the schema, Bloom filters and order of rows included`() throws {
        let schema = try #require(Self.schema)
        let group = schema.columns.map { Samples.column($0, rows: 3, seed: 1) }
        let file = try ParquetFile(MemoryInput(Samples.file(schema, [group], EncodingOptions())))
        let noFilters: Set<ParquetType> = [.boolean, .double]
        #expect(file.schema.sortedBy == schema.sortedBy)
        for (read, written) in zip(file.schema.columns, schema.columns) {
            #expect(read.name == written.name)
            #expect(read.type == written.type)
            #expect(read.nullable == written.nullable)
            #expect(read.hasBloomFilter == !noFilters.contains(written.type), "\(written.name)")
        }
        let local = try ParquetSchema([ParquetColumn(name: "at", type: .timestamp(utc: false), nullable: true)])
        #expect(try ParquetFile(MemoryInput(Samples.file(local, [], EncodingOptions()))).schema == local)
    }

    @Test func `reads columns of a large dictionary as codes`() throws {
        let column = ParquetColumn(name: "text", type: .string, nullable: true)
        // Values come again soon, or the dictionary would be given up.
        let texts = (0..<210_000).map { String($0 / 3) }
        var options = EncodingOptions()
        options.deltaShare = 0
        let bytes = try Samples.file(
            try ParquetSchema([column]), [[Column(.bytes(ByteColumn(texts)))]], options)
        let file = try ParquetFile(MemoryInput(bytes))
        #expect(file.footer.rowGroups[0].chunks[0].dictionaryOffset != nil)
        let parts = try file.read(group: 0, column: 0)
        for part in parts { if case .coded = part.values {} else { Issue.record("values in full") } }
        let all = Column(joining: parts.map { ColumnPart($0, RowSelection(all: $0.count)) })
        #expect(all == Column(.bytes(ByteColumn(texts))))
        // What was read can be written again, the same.
        let again = try ColumnEncoder.encode(
            parts.map { ColumnPart($0, RowSelection(all: $0.count)) }, as: column, options)
        #expect(again.bytes == (try ColumnEncoder.encode(Column(.bytes(ByteColumn(texts))), as: column, options)).bytes)
    }

    @Test func `gives the bounds that the footer has`() throws {
        let schema = try ParquetSchema([
            ParquetColumn(name: "n", type: .int64, nullable: true),
            ParquetColumn(name: "t", type: .string, nullable: false),
        ])
        let bytes = try Samples.file(
            schema,
            [
                [
                    Column(.int64([3, 0, -9]), nulls: [false, true, false]),
                    Column(.bytes(ByteColumn(["b", "a", "c"]))),
                ]
            ],
            EncodingOptions())
        let file = try ParquetFile(MemoryInput(bytes))
        let number = file.statistics(group: 0, column: 0)
        #expect([number.minimum, number.maximum] == [.int64(-9), .int64(3)])
        #expect(number.nullCount == 1)
        let text = file.statistics(group: 0, column: 1)
        #expect([text.minimum, text.maximum] == [.bytes(Array("a".utf8)), .bytes(Array("c".utf8))])
    }

    @Test func `refuses a file that is cut or whose page is damaged`() throws {
        let schema = try ParquetSchema([ParquetColumn(name: "n", type: .int64, nullable: false)])
        let bytes = try Samples.file(schema, [[Column(.int64((0..<1000).map { $0 * $0 }))]], EncodingOptions())
        for count in [0, 4, 11, 12, bytes.count / 2, bytes.count - 1] {
            #expect(throws: ParquetFault.self) { try ParquetFile(MemoryInput(Array(bytes[..<count]))) }
        }
        let chunk = try ParquetFooter.ofFile(bytes).rowGroups[0].chunks[0]
        var damaged = 0
        for offset in 0..<Int(chunk.compressedSize) {
            var changed = bytes
            changed[Int(chunk.dictionaryOffset ?? chunk.dataOffset) + offset] ^= 0x10
            do {
                let file = try ParquetFile(MemoryInput(changed))
                _ = try file.read(group: 0, column: 0)
            } catch {
                #expect(error is ParquetFault)
                damaged += 1
            }
        }
        #expect(damaged > 0)
    }

    @Test func `mutated pages are refused or read, never worse`() throws {
        let schema = try #require(Self.schema)
        let groups = [[40, 7], [3]].map { _ in schema.columns.map { Samples.column($0, rows: 47, seed: 5) } }
        var corpus = try ReaderTests.Forced.allCases.map { try Samples.file(schema, groups, $0.options(rows: 16)) }
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Corpus")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
            corpus.append(Array(try Data(contentsOf: folder.appendingPathComponent(name))))
        }
        for seed in corpus { ParquetFile.fuzzPages(seed) }
        var budget = FuzzBudget("parquet pages", rounds: 300)
        while let round = budget.next() {
            var generator = SeededGenerator(UInt64(round))
            var bytes = corpus[round % corpus.count]
            guard !bytes.isEmpty else { continue }
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8(truncatingIfNeeded: generator.next())
            }
            ParquetFile.fuzzPages(bytes)
            // Compression hides most of a page from mutations: so the content of one, by itself.
            ParquetFile.fuzzPage(bytes)
        }
    }
}
