internal import Parquet
internal import Support

/// Columns in Delta's words (Delta protocol, "Schema Serialization Format").
enum DeltaSchema {
    /// Characters that a column name may not hold without column mapping.
    private static let forbidden: Set<Character> = [" ", ",", ";", "{", "}", "(", ")", "\n", "\t", "="]

    static func string(_ schema: ParquetSchema) throws(CatalogueFault) -> String {
        var fields: [JSONValue] = []
        for column in schema.columns { fields.append(try field(column)) }
        return JSONWriter.string(.object([("type", "struct"), ("fields", .list(fields))]))
    }

    /// The schema `text` of a table so that it takes files of `schema` beside those that it has; nil where it does already.
    ///
    /// Columns that it lacks are added; they, and those that `schema` lacks or lets be null, may be null from then on, as some files
    /// have none. What a column is stays: another type, or another spelling of a name, is refused.
    static func widened(_ text: String, by schema: ParquetSchema) throws(CatalogueFault) -> String? {
        guard let fields = (try? JSONParser.parse(Array(text.utf8)))?["fields"]?.array else {
            throw .unsupported(feature: "schemaString")
        }
        var changed = false
        var all: [JSONValue] = []
        for field in fields {
            let name = field["name"]?.string ?? ""
            let column = schema.columns.first { $0.name.lowercased() == name.lowercased() }
            if let column {
                guard column.name == name, try type(column) == field["type"]?.string else {
                    throw .columnType(name: column.name)
                }
            }
            let widens = field["nullable"]?.boolean == false && column?.nullable ?? true
            changed = changed || widens
            all.append(widens ? nullable(field) : field)
        }
        let known = Set(fields.compactMap { $0["name"]?.string })
        for column in schema.columns where !known.contains(column.name) {
            let added = ParquetColumn(name: column.name, type: column.type, nullable: true)
            all.append(try field(added))
            changed = true
        }
        return changed ? JSONWriter.string(.object([("type", "struct"), ("fields", .list(all))])) : nil
    }

    private static func nullable(_ field: JSONValue) -> JSONValue {
        .object((field.members ?? []).map { ($0.name, $0.name == "nullable" ? true : $0.value) })
    }

    private static func field(_ column: ParquetColumn) throws(CatalogueFault) -> JSONValue {
        guard !column.name.contains(where: forbidden.contains) else { throw .column(name: column.name) }
        return .object([
            ("name", .text(column.name)), ("type", .text(try type(column))), ("nullable", .flag(column.nullable)),
            ("metadata", .object([])),
        ])
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
