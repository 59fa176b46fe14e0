internal import Columns
internal import Convention
internal import Identifiers
internal import Records
internal import Support
internal import Treatment

/// Judges records in memory as the gateway would, field by field and rule by rule.
struct RowJudge {
    /// A condition that records must keep.
    struct Condition {
        let name: String
        let expression: Expression
        let compiled: RowCondition
        /// Breaking it leaves a record out; else it is only better kept.
        let isHard: Bool
        let isAboutParts: Bool
    }

    /// What was found in some records.
    struct Verdict {
        /// By record, the first of its fields that would be refused.
        var fields: [Int?]
        /// By record, the conditions that do not hold.
        var broken: [[Int]]
        let columns: [Column?]
    }

    let table: TablePlan
    /// Columns whose values are read: those that rules are about, and those whose values may be wrong.
    let judged: [Int]
    /// Totals of a record's parts, which stand behind the fields as if they were such.
    let totals: [PartTotal]
    /// The fields that are read.
    let schema: TableSchema
    let conditions: [Condition]
    private let parser: BlockParser
    private let scanned: [Int]
    /// Room for each field, where lines have places of fixed width.
    private let rooms: [TextRoom?]

    init(_ table: TablePlan, of plan: SynthesisPlan) throws {
        self.table = table
        judged = RowJudge.judged(table)
        totals = try PartTotal.all(table, of: plan)
        var schema = RowJudge.schema(table)
        schema.fields += totals.map(\.field)
        // A line without anything on it is no record.
        if schema.fields.count < 2 { schema.fields.append(Field(name: "\u{2}", type: .integer)) }
        self.schema = schema
        conditions = try RowJudge.conditions(table, schema, totals)
        var read = schema
        for index in read.fields.indices { read.fields[index].actions = [:] }
        parser = try BlockParser(
            try RecordPlan(schema: read, dialect: NeutralText.dialect), seed: KeySeed(first: 1, second: 2))
        let judged = judged
        rooms =
            if case .fixedWidth(let layout) = table.table.format {
                judged.map { column in
                    guard case .own = table.places[column] else { return nil }
                    return TextRoom(.fixedWidth(layout), table.schema.fields[column].name)
                }
            } else {
                []
            }
        scanned = judged.indices.filter { place in
            DomainCompiler.isScanned(table.schema.fields[judged[place]], table.treatment(judged[place]))
        }
    }

    /// The fields of `table` that are read, alone.
    static func schema(_ table: TablePlan) -> TableSchema {
        var schema = bare(table.schema)
        schema.fields = judged(table).map { schema.fields[$0] }
        return schema
    }

    /// Columns that must be read: all others have values of which every one was judged before.
    private static func judged(_ table: TablePlan) -> [Int] {
        var names: Set<String> = []
        for rule in table.schema.rules where !rule.isAboutDrop { names.formUnion(rule.condition.fields.map(\.name)) }
        for (column, field) in table.schema.fields.enumerated() {
            guard case .ageYears(let reference, _) = table.treatment(column) else { continue }
            names.formUnion([field.name, reference])
        }
        return table.schema.fields.indices.filter { column in
            names.contains(table.schema.fields[column].name) || table.untouched.contains(column)
                || !table.columns[column].isCertain(table.schema)
        }
    }

    /// The schema without keys and rules, and with an empty text for no value.
    static func bare(_ schema: TableSchema) -> TableSchema {
        var bare = TableSchema(
            name: schema.name, fields: schema.fields, missingValues: schema.missingValues + [""],
            codeLists: schema.codeLists)
        bare.nomenclatures = schema.nomenclatures
        for index in bare.fields.indices {
            bare.fields[index].isUnique = false
            bare.fields[index].missingValues = bare.fields[index].missingValues.map { $0 + [""] }
        }
        return bare
    }

    private static func conditions(
        _ table: TablePlan, _ schema: TableSchema, _ totals: [PartTotal]
    ) throws -> [Condition] {
        var conditions: [Condition] = []
        for rule in table.schema.rules where !rule.isAboutDrop {
            var expression = rule.condition
            for total in totals where total.rule == rule.name { expression = expression.replacing(total) }
            conditions.append(
                Condition(
                    name: rule.name, expression: expression, compiled: try RowCondition(expression, schema),
                    isHard: rule.action != .warn, isAboutParts: rule.isAboutParts))
        }
        for (column, field) in table.schema.fields.enumerated() {
            guard case .ageYears(let reference, _) = table.treatment(column) else { continue }
            let birth = Expression.field(field.name, table: nil, column: 0)
            let day = Expression.field(reference, table: nil, column: 0)
            let oldest = Int64(TimeTreatment.oldest) * 365
            let age = Expression.arithmetic(.subtract, day, birth, column: 0)
            for expression in [
                Expression.comparison(.lessOrEqual, birth, day, column: 0),
                .comparison(.lessOrEqual, age, .number(digits: oldest, scale: 0), column: 0),
            ] {
                conditions.append(
                    Condition(
                        name: field.name, expression: expression, compiled: try RowCondition(expression, schema),
                        isHard: true, isAboutParts: false))
            }
        }
        return conditions
    }

    /// Appends a record as it is judged; `totals` are the texts of those, in their order.
    private func append(_ batch: RecordBatch, _ row: Int, _ totals: [[UInt8]], to bytes: inout [UInt8]) {
        for place in schema.fields.indices {
            if place > 0 { bytes.append(UInt8(ascii: "\t")) }
            if place < judged.count {
                if let range = batch.range(judged[place], row) { NeutralText.append(batch.bytes, range, to: &bytes) }
            } else if totals.indices.contains(place - judged.count) {
                bytes += totals[place - judged.count]
            } else if place >= judged.count + self.totals.count {
                bytes.append(UInt8(ascii: "1"))
            }
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Judges the records `rows` of `batch`; without `totals` what is about them is left open.
    func judge(_ batch: RecordBatch, _ rows: [Int], _ totals: [[[UInt8]]] = []) -> Verdict {
        guard !rows.isEmpty, !judged.isEmpty || !totals.isEmpty else {
            return Verdict(
                fields: [Int?](repeating: nil, count: rows.count), broken: [[Int]](repeating: [], count: rows.count),
                columns: [])
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(batch.bytes.count / max(1, batch.count) * rows.count * 5 / 4 + 64)
        for row in rows { append(batch, row, totals.isEmpty ? [] : totals[row], to: &bytes) }
        let parsed = parser.parse(RecordBlock(index: 0, firstLine: 1, bytes: bytes, endsAtEOF: true))
        var verdict = Verdict(
            fields: [Int?](repeating: nil, count: rows.count), broken: [[Int]](repeating: [], count: rows.count),
            columns: parsed.columns)
        for row in rows.indices where parsed.rejected[row] { verdict.fields[row] = -1 }
        for example in parsed.violations.examples {
            // A text that holds line ends makes lines and records differ; then no field is named.
            guard let field = example.field, example.line >= 1, example.line <= rows.count else { continue }
            verdict.fields[Int(example.line) - 1] = field < judged.count ? judged[field] : -1
        }
        for column in scanned {
            guard case .bytes(let texts)? = parsed.columns[column]?.decoded.values else { continue }
            for (row, _) in ResidualScan.find(inAll: texts.bytes.span, ends: texts.ends.span) {
                verdict.fields[row] = judged[column]
            }
        }
        for (column, room) in rooms.enumerated() {
            guard let room else { continue }
            for (place, row) in rows.enumerated() {
                guard let text = batch.text(judged[column], row), !room.holds(Array(text)) else { continue }
                verdict.fields[place] = judged[column]
            }
        }
        for (index, condition) in conditions.enumerated() {
            for row in condition.compiled.failures(parsed.columns, count: rows.count) {
                verdict.broken[row].append(index)
            }
        }
        return verdict
    }
}

extension ColumnPlan {
    /// Whether all its values are known to be taken: they were judged one by one, or follow from the bounds of the field.
    fileprivate func isCertain(_ schema: TableSchema) -> Bool {
        switch source {
        case .none, .even, .skewed, .person, .personal, .birth, .timeline, .digit, .rank: break
        default: return false
        }
        switch domain {
        case .texts: return true
        case .pattern, .counted: return false
        case .numbers, .moments:
            let isBound = field.pattern != nil || field.enumeration != nil || field.codeList != nil
            return !isBound && (field.missingValues ?? schema.missingValues).allSatisfy(\.isEmpty)
                && field.type != .string
        case .checked, .pseudonyms, .forms:
            return (field.missingValues ?? schema.missingValues).allSatisfy(\.isEmpty)
        }
    }
}
