import Columns
import Foundation
import Parquet
import TestSupport

/// Columns of every type with the values that go wrong most easily, and what a reader must see.
enum Samples {
    static let columns: [ParquetColumn] =
        [
            ("flag", ParquetType.boolean), ("tiny", .int8), ("small", .int16), ("int", .int32), ("long", .int64),
            ("real", .double), ("price", .decimal(precision: 9, scale: 2)),
            ("amount", .decimal(precision: 18, scale: 3)),
            ("day", .date), ("moment", .timestamp(utc: true)), ("text", .string), ("blob", .binary),
        ].flatMap { name, type in
            [
                ParquetColumn(name: name, type: type, nullable: true),
                ParquetColumn(name: name + "_required", type: type, nullable: false),
            ]
        }

    private static let longs: [Int64] = [.min, .max, 0, -1, 1, 42]
    private static let doubles: [Double] = [
        .nan, .infinity, -.infinity, -0.0, 0.0, 1.5, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -1e-300,
    ]
    private static let strings: [String] = [
        "", "a", "é", "Écluse", "e\u{301}", "日本語", "🏥🧬", "a\"b\\c\nd\te", "\u{0}", "\u{10ffff}",
        String(repeating: "long ", count: 500), String(repeating: "é", count: 100),
        String(repeating: "\u{10ffff}", count: 30),
    ]

    /// `rows` values of `column`, about a fifth of them null where it may hold nulls.
    static func column(_ column: ParquetColumn, rows: Int, seed: UInt64) -> Column {
        var generator = SeededGenerator(seed)
        func pick<Value>(_ values: [Value]) -> [Value] {
            (0..<rows).map { $0 < values.count ? values[$0] : values[Int(generator.next() % UInt64(values.count))] }
        }
        let days: [Int32] = [-719_162, -1, 0, 1, -25_000, 19_000, 2_932_895]
        let moments: [Int64] = [-62_135_596_800_000_000, -1, 0, 1, 999, 1_700_000_000_123_456, 253_402_214_400_000_001]
        let values: Column.Values =
            switch column.type {
            case .boolean: .boolean(pick([true, false, true]))
            case .int8: .int32(pick([-128, 127, 0, -1]))
            case .int16: .int64(pick([-32_768, 32_767, 0, 7]))
            case .int32: .int32(pick([.min, .max, 0, -1]))
            case .int64: .int64(pick(longs).map { $0 == 42 ? Int64(bitPattern: generator.next()) : $0 })
            case .double: .double(pick(doubles))
            case .decimal(9, _): .int32(pick([999_999_999, -999_999_999, 0, 1, -12_345]))
            case .decimal: .int64(pick([999_999_999_999_999_999, -999_999_999_999_999_999, 0, 1, -12_345]))
            case .date: .int32(pick(days))
            case .timestamp: .int64(pick(moments))
            case .string: .bytes(ByteColumn(pick(strings)))
            case .binary: .bytes(ByteColumn(pick(["", "\u{1}\u{2}", "xyz"])))
            }
        guard column.nullable else { return Column(values) }
        let nulls = (0..<rows).map { _ in generator.next() % 5 == 0 }
        return Column(emptied(values, nulls), nulls: nulls)
    }

    private static func emptied(_ values: Column.Values, _ nulls: [Bool]) -> Column.Values {
        guard case .bytes(let bytes) = values else { return values }
        var result = ByteColumn()
        for (index, isNull) in nulls.enumerated() {
            if isNull { result.appendEmpty() } else { result.append(bytes.entry(index)) }
        }
        return .bytes(result)
    }

    /// What `dump.py` prints for `row` of `column`.
    static func canonical(_ column: Column, _ type: ParquetType, _ row: Int) -> String? {
        if column.isNull(row) { return nil }
        switch column.values {
        case .boolean(let values): return values[row] ? "true" : "false"
        case .int32(let values): return number(Int64(values[row]), type)
        case .int64(let values): return number(values[row], type)
        case .double(let values):
            return values[row].isNaN ? "nan" : String(format: "%016lx", values[row].bitPattern)
        case .bytes(let values):
            let entry = values.entry(row)
            return type == .binary
                ? entry.map { String(format: "%02x", $0) }.joined() : String(decoding: entry, as: UTF8.self)
        case .coded: return canonical(column.decoded, type, row)
        }
    }

    private static func number(_ value: Int64, _ type: ParquetType) -> String {
        guard case .decimal(_, let scale) = type else { return String(value) }
        let digits = String(value.magnitude)
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
        return (value < 0 ? "-" : "") + padded.dropLast(scale) + "." + padded.suffix(scale)
    }

    /// The rows of `columns` as `dump.py` prints them.
    static func rows(_ columns: [Column], _ schema: ParquetSchema) -> [[String?]] {
        (0..<(columns.first?.count ?? 0)).map { row in
            zip(columns, schema.columns).map { canonical($0, $1.type, row) }
        }
    }

    /// A file of the row groups `groups`.
    static func file(_ schema: ParquetSchema, _ groups: [[Column]], _ options: EncodingOptions) throws -> [UInt8] {
        let sink = MemorySink()
        let writer = try ParquetWriter(schema: schema, metadata: [("ecluse", "test")], sink: sink)
        for columns in groups {
            var chunks: [EncodedChunk] = []
            for (column, target) in zip(columns, schema.columns) {
                chunks.append(try ColumnEncoder.encode(column, as: target, options))
            }
            try writer.append(rowGroup: chunks, rows: columns.first?.count ?? 0)
        }
        let summary = try writer.finish()
        precondition(summary.bytes == sink.bytes.count)
        return sink.bytes
    }
}
