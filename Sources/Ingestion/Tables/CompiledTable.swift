internal import Catalogue
internal import Columns
internal import Convention
internal import Parquet
internal import Records
internal import Treatment

/// A table of a convention, made ready once: rules, treatments, Parquet schema.
struct CompiledTable: Sendable {
    /// Base in the catalogue.
    let base: String
    let name: String
    /// Table whose file gives the rows of this one too.
    let partOf: String?
    /// What a drop takes out of the table when it comes in.
    let removal: DeltaRemoval
    /// Which rows of the table a drop replaces, where these are some.
    let replacement: CompiledReplacement?
    /// Whether rows may be left out because a person opposed.
    let hasPersons: Bool
    let plan: RecordPlan
    let treatments: TreatmentPlan
    let parquet: ParquetSchema

    /// Base and table: `sidep/test`.
    var path: String { "\(base)/\(name)" }

    /// Compiles `table` of `convention`.
    init(_ table: ConventionTable, of convention: Convention) throws {
        base = convention.card.base
        name = table.name
        partOf = table.partOf
        removal = table.loadMode == .snapshot ? .everything : .nothing
        replacement = CompiledReplacement(table, of: convention)
        // Rows that refer to others may follow those of a person.
        hasPersons = convention.person != nil
        let person = convention.person.flatMap { rules in
            rules.fields[table.name].map { PersonField(name: $0, domain: rules.domain) }
        }
        treatments = try TreatmentPlan(fields: table.fieldPlans, person: person)
        plan = try RecordPlan(
            schema: table.schema, format: table.format, needed: treatments.reads,
            coded: treatments.takesCodes, tables: convention.tables.map(\.schema))
        let outputs = treatments.outputColumns
        parquet = try ParquetSchema(
            outputs.map {
                ParquetColumn(
                    name: $0.name, type: ParquetType($0.type), nullable: $0.nullable, hasBloomFilter: $0.isPseudonym)
            },
            sortedBy: table.sortedBy.compactMap { field in
                outputs.firstIndex { $0.field == field }
            })
    }
}

extension FieldKind {
    /// A column of `count` nulls.
    func nulls(_ count: Int) -> Column {
        let values: Column.Values =
            switch self {
            case .string: .bytes(ByteColumn(bytes: [], ends: [Int32](repeating: 0, count: count)))
            case .integer, .decimal, .datetime: .int64([Int64](repeating: 0, count: count))
            case .number: .double([Double](repeating: 0, count: count))
            case .boolean: .boolean([Bool](repeating: false, count: count))
            case .date, .time, .year: .int32([Int32](repeating: 0, count: count))
            }
        return Column(values, nulls: [Bool](repeating: true, count: count))
    }
}

extension ParquetType {
    /// How the catalogue lays down a treated column.
    init(_ type: TreatedColumnType) {
        self =
            switch type {
            case .string: .string
            case .int32: .int32
            case .int64: .int64
            case .double: .double
            case .boolean: .boolean
            case .decimal(let precision, let scale): .decimal(precision: precision, scale: scale)
            case .date: .date
            // Producers write local times without a zone; UTC here means "as written".
            case .timestamp: .timestamp(utc: true)
            }
    }
}
