internal import Parquet
internal import Support

/// Columns in Delta's words (Delta protocol, "Schema Serialization Format").
enum DeltaSchema {
    /// Characters that a column name may not hold without column mapping.
    private static let forbidden: Set<Character> = [" ", ",", ";", "{", "}", "(", ")", "\n", "\t", "="]

    static func string(_ schema: ParquetSchema) throws(CatalogueFault) -> String {
        var fields: [JSONValue] = []
        for column in schema.columns {
            guard !column.name.contains(where: forbidden.contains) else { throw .column(name: column.name) }
            fields.append(
                .object([
                    ("name", .text(column.name)), ("type", .text(try type(column))),
                    ("nullable", .flag(column.nullable)),
                    ("metadata", .object([])),
                ]))
        }
        return JSONWriter.string(.object([("type", "struct"), ("fields", .list(fields))]))
    }

    private static func type(_ column: ParquetColumn) throws(CatalogueFault) -> String {
        switch column.type {
        case .boolean: "boolean"
        case .int8: "byte"
        case .int16: "short"
        case .int32: "integer"
        case .int64: "long"
        case .double: "double"
        case .decimal(let precision, let scale): "decimal(\(precision),\(scale))"
        case .date: "date"
        case .timestamp(utc: true): "timestamp"
        // A time without a zone needs reader version 3.
        case .timestamp(utc: false): throw .column(name: column.name)
        case .string: "string"
        case .binary: "binary"
        }
    }
}
