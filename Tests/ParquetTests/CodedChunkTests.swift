import Columns
import Parquet
import TestSupport
import Testing

/// A chunk out of codes is, byte for byte, the chunk of the values in full.
@Suite struct CodedChunkTests {
    private static let lists: [(ParquetType, Column.Values, Column.Values)] = [
        (
            .string, .bytes(ByteColumn(["", "un", "deux", "", "tr\u{e8}s long libell\u{e9}"])),
            .bytes(ByteColumn(["", "deux", "quatre", "un", "cinq"]))
        ),
        (.int32, .int32([0, 5, -7, 9, 11]), .int32([0, 9, 5, 4, 3])),
        (.int64, .int64([0, .max, .min, 1, 2]), .int64([0, 2, 1, 7, 8])),
        (.double, .double([0, .nan, -0.0, 1.5, 2]), .double([0, 1.5, .infinity, .nan, 3])),
        (.date, .int32([0, 1, 2, 3, 4]), .int32([0, 4, 3, 2, 1])),
        (.boolean, .boolean([false, true, false, true, false]), .boolean([false, true, true, false, false])),
    ]

    private func parts(_ lists: [ValueList], rows: Int, nulls: Bool, seed: UInt64) -> [ColumnPart] {
        var generator = SeededGenerator(seed)
        return (0..<6).map { block in
            let codes = (0..<rows).map { _ in UInt16(generator.next() % 5) }.map { nulls || $0 > 0 ? $0 : 1 }
            let left = (0..<rows).map { _ in generator.next() % 10 == 0 }
            let column = Column(.coded(CodedColumn(codes: codes, list: lists[block % lists.count])))
            return ColumnPart(column, RowSelection(leavingOut: left))
        }
    }

    @Test func `is the chunk of the values in full`() throws {
        for (type, first, second) in Self.lists {
            let sources = [ValueSource(), ValueSource()]
            // One worker's list has grown on the way.
            let short = Column(joining: [ColumnPart(Column(first), RowSelection(0..<5))])
            let lists = [
                ValueList(short.values, from: sources[0]), ValueList(second, from: sources[1]),
                ValueList(
                    Column(joining: [ColumnPart(short, RowSelection(all: 5)), ColumnPart(short, RowSelection(1..<3))])
                        .values, from: sources[0]),
            ]
            for (rows, nulls) in [(1, true), (3, false), (700, true), (700, false)] {
                let parts = parts(lists, rows: rows, nulls: nulls, seed: UInt64(rows))
                let target = ParquetColumn(name: "c", type: type, nullable: nulls)
                let coded = try ColumnEncoder.encode(parts, as: target)
                let plain = try ColumnEncoder.encode(Column(joining: parts), as: target)
                #expect(coded.bytes == plain.bytes, "\(type) \(rows) \(nulls)")
                #expect(coded.rows == plain.rows)
                #expect(coded.statistics == plain.statistics)
            }
        }
    }

    @Test func `refuses a null where there may be none, and looks at no value that does not occur`() throws {
        let list = ValueList(.int64([0, 5, 1 << 40]), from: ValueSource())
        let target = ParquetColumn(name: "c", type: .int32, nullable: false)
        func part(_ codes: [UInt16]) -> [ColumnPart] {
            [ColumnPart(Column(.coded(CodedColumn(codes: codes, list: list))), RowSelection(all: codes.count))]
        }
        #expect(throws: ParquetFault.unexpectedNull(column: "c")) {
            try ColumnEncoder.encode(part([1, 0]), as: target)
        }
        #expect(throws: ParquetFault.outOfRange(column: "c")) { try ColumnEncoder.encode(part([1, 2]), as: target) }
        #expect(try ColumnEncoder.encode(part([1, 1]), as: target).rows == 2)
    }
}
