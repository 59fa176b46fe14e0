import Catalogue
import Columns
import Foundation
import Parquet
import Support

/// A directory that is removed with its owner.
final class TemporaryDirectory {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("ecluse-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func names(_ below: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path + "/" + below).sorted()
    }
}

/// A small table of visits.
enum Visits {
    static let now = Timestamp(seconds: 1_750_000_000)

    static func schema() throws -> ParquetSchema {
        try ParquetSchema([
            ParquetColumn(name: "id", type: .int64, nullable: false),
            ParquetColumn(name: "town", type: .string, nullable: true),
            ParquetColumn(name: "price", type: .decimal(precision: 18, scale: 2), nullable: true),
            ParquetColumn(name: "day", type: .date, nullable: true),
            ParquetColumn(name: "moment", type: .timestamp(utc: true), nullable: true),
            ParquetColumn(name: "score", type: .double, nullable: true),
        ])
    }

    /// The rows `ids`, as columns.
    static func columns(_ ids: Range<Int>) -> [Column] {
        let nulls = ids.map { $0 % 5 == 0 }
        var towns = ByteColumn()
        for id in ids { if id % 5 == 0 { towns.appendEmpty() } else { towns.append(Array(town(id).utf8)) } }
        return [
            Column(.int64(ids.map { Int64($0) })), Column(.bytes(towns), nulls: nulls),
            Column(.int64(ids.map { Int64($0 * 100 - 5000) }), nulls: nulls),
            Column(.int32(ids.map { Int32($0 * 37 - 9000) }), nulls: nulls),
            Column(.int64(ids.map { Int64($0) * 86_400_000_123 - 999 }), nulls: nulls),
            Column(.double(ids.map { Double($0) / 4 - 10 }), nulls: nulls),
        ]
    }

    static func town(_ id: Int) -> String { String(repeating: "Épinal ", count: id % 9) + "\(id)" }

    /// The row `id` as `dump.py` prints it.
    static func row(_ id: Int) -> [String?] {
        if id % 5 == 0 { return [String(id), nil, nil, nil, nil, nil] }
        let cents = id * 100 - 5000
        return [
            String(id), town(id), String(format: "%@%d.%02d", cents < 0 ? "-" : "", abs(cents) / 100, abs(cents) % 100),
            String(id * 37 - 9000), String(id * 86_400_000_123 - 999),
            String(format: "%016lx", (Double(id) / 4 - 10).bitPattern),
        ]
    }

    /// Writes the rows `ids` as file `number` of `drop`.
    static func write(
        _ ids: Range<Int>, drop: String, number: Int = 0, to table: DeltaTable, tags: [String: String] = [:]
    ) throws -> DeltaFile {
        let schema = try schema()
        let writer = try DataFileWriter(table: table, dropID: drop, number: number, schema: schema)
        var chunks: [EncodedChunk] = []
        for (column, target) in zip(columns(ids), schema.columns) {
            chunks.append(try ColumnEncoder.encode(column, as: target))
        }
        try writer.append(rowGroup: chunks, rows: ids.count)
        return try writer.finish(tags: tags, now: now)
    }
}
