import Columns
import Foundation
import Parquet
import TestSupport
import Testing

@Suite struct ParquetWriterTests {
    private func sample() throws -> (ParquetSchema, [Column]) {
        let schema = try ParquetSchema(Samples.columns)
        return (schema, schema.columns.enumerated().map { Samples.column($1, rows: 50, seed: UInt64($0)) })
    }

    @Test func `the same rows give the same bytes and a footer that agrees with them`() throws {
        let (schema, columns) = try sample()
        let bytes = try Samples.file(schema, [columns, columns], EncodingOptions())
        #expect(try Samples.file(schema, [columns, columns], EncodingOptions()) == bytes)
        let footer = try ParquetFooter.ofFile(bytes)
        #expect(footer.rows == 100)
        #expect(footer.rowGroups.map(\.rows) == [50, 50])
        #expect(footer.elements.dropFirst().map(\.name) == schema.columns.map(\.name))
        #expect(footer.elements.dropFirst().map(\.optional) == schema.columns.map(\.nullable))
        #expect(footer.keyValues == ["ecluse": "test"])
        #expect(footer.creator == ParquetWriter.creator)
        #expect(footer.columnOrders == schema.columns.count)
        for (chunk, column) in zip(footer.rowGroups[0].chunks, columns) {
            #expect(chunk.nullCount == Int64((column.nulls ?? []).count { $0 }))
        }
    }

    @Test func `rejects what does not fit the column, naming it and no value`() throws {
        let required = ParquetColumn(name: "c", type: .int8, nullable: false)
        #expect(throws: ParquetFault.unexpectedNull(column: "c")) {
            try ColumnEncoder.encode(Column(.int32([1]), nulls: [true]), as: required)
        }
        #expect(throws: ParquetFault.outOfRange(column: "c")) {
            try ColumnEncoder.encode(Column(.int32([128])), as: required)
        }
        #expect(throws: ParquetFault.outOfRange(column: "c")) {
            try ColumnEncoder.encode(Column(.int64([1 << 32])), as: required)
        }
        #expect(throws: ParquetFault.wrongType(column: "c")) {
            try ColumnEncoder.encode(Column(.double([1])), as: required)
        }
        let text = ParquetColumn(name: "t", type: .string, nullable: false)
        var halves = ByteColumn()
        halves.append([0xc3])
        halves.append([0xa9])
        #expect(throws: ParquetFault.notUTF8(column: "t")) {
            try ColumnEncoder.encode(Column(.bytes(halves)), as: text)
        }
        #expect(throws: ParquetFault.schema(column: "A")) {
            try ParquetSchema(
                [required, ParquetColumn(name: "a", type: .date, nullable: true)]
                    + [ParquetColumn(name: "A", type: .date, nullable: true)])
        }
    }

    @Test func `rejects chunks that are not the schema's`() throws {
        let (schema, columns) = try sample()
        let chunk = try ColumnEncoder.encode(columns[0], as: schema.columns[0])
        let writer = try ParquetWriter(schema: schema, sink: MemorySink())
        #expect(throws: ParquetFault.rowGroup) { try writer.append(rowGroup: [chunk], rows: 50) }
        let single = try ParquetWriter(schema: try ParquetSchema([schema.columns[0]]), sink: MemorySink())
        #expect(throws: ParquetFault.rowGroup) { try single.append(rowGroup: [chunk], rows: 49) }
    }

    @Test func `statistics leave NaN out, cover both zeros and cut text to a bound`() throws {
        let real = ParquetColumn(name: "r", type: .double, nullable: false)
        let numbers = try ColumnEncoder.encode(Column(.double([.nan, 0.0, -1])), as: real).statistics
        #expect(numbers.minimum == .double(-1) && numbers.maximum == .double(0) && numbers.containsNaN)
        let none = try ColumnEncoder.encode(Column(.double([.nan])), as: real).statistics
        #expect(none.minimum == nil && none.maximum == nil)
        let text = ParquetColumn(name: "t", type: .string, nullable: false)
        let long = String(repeating: "é", count: 40)
        let bounds = try ColumnEncoder.encode(Column(.bytes(ByteColumn([long]))), as: text).statistics
        #expect(bounds.minimum == .bytes(Array(String(repeating: "é", count: 32).utf8)))
        #expect(bounds.maximum == .bytes(Array((String(repeating: "é", count: 31) + "ê").utf8)))
        #expect(!bounds.minimumIsExact && !bounds.maximumIsExact)
    }

    @Test func `values too many for a dictionary are written plain`() throws {
        let column = ParquetColumn(name: "i", type: .int64, nullable: false)
        let schema = try ParquetSchema([column])
        var options = EncodingOptions()
        options.dictionaryBytes = 80
        for (distinct, hasDictionary) in [(10, true), (11, false)] {
            let values = (0..<1000).map { Int64($0 % distinct) << 40 }
            let bytes = try Samples.file(schema, [[Column(.int64(values))]], options)
            let chunk = try ParquetFooter.ofFile(bytes).rowGroups[0].chunks[0]
            #expect((chunk.dictionaryOffset != nil) == hasDictionary)
        }
    }

    @Test func `mutated footers are refused or read, never worse`() throws {
        let (schema, columns) = try sample()
        let file = try Samples.file(schema, [columns], EncodingOptions())
        let footer = try footerBytes(file)
        var corpus = [footer, file]
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Corpus")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() {
            corpus.append(Array(try Data(contentsOf: folder.appendingPathComponent(name))))
        }
        var generator = SeededGenerator(7)
        for seed in corpus {
            ParquetFooter.fuzzFooter(seed)
            for _ in 0..<300 where !seed.isEmpty {
                var bytes = seed
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8(
                        truncatingIfNeeded: generator.next())
                }
                if generator.next() % 4 == 0 { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator)) }
                ParquetFooter.fuzzFooter(bytes)
            }
        }
        for count in 0..<footer.count {
            #expect(throws: ParquetFault.self) { try ParquetFooter.parse(Array(footer[..<count])) }
        }
    }

    private func footerBytes(_ file: [UInt8]) throws -> [UInt8] {
        let length = (0..<4).reduce(0) { $0 | Int(file[file.count - 8 + $1]) << (8 * $1) }
        return Array(file[(file.count - 8 - length)..<(file.count - 8)])
    }
}
