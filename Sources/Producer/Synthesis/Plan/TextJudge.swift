internal import Identifiers
internal import Records
internal import Support

/// Judges texts of one field as the gateway would, and by rules that are about nothing but the field.
struct TextJudge {
    private var schema: TableSchema
    private let rules: [RowCondition]
    private let room: TextRoom
    private let isScanned: Bool

    /// The judge of `field` of `schema`; `isScanned` where the gateway looks for identifiers in its texts.
    init(_ field: Field, _ schema: TableSchema, room: TextRoom, isScanned: Bool) {
        var field = field
        field.required = true
        field.actions = [:]
        field.isUnique = false
        self.schema = TableSchema(
            name: schema.name, fields: [field], missingValues: schema.missingValues + [""],
            codeLists: schema.codeLists)
        self.schema.nomenclatures = schema.nomenclatures
        self.room = room
        self.isScanned = isScanned
        let alone = self.schema
        rules = schema.rules.flatMap { TextJudge.conjuncts($0.condition) }.compactMap { condition in
            guard condition.totals.isEmpty, Set(condition.fields.map(\.name)) == [field.name] else { return nil }
            return try? RowCondition(condition, alone)
        }
    }

    /// Whether some rule is about the field alone.
    var hasRules: Bool { !rules.isEmpty }

    /// The conditions that must all hold where `condition` does.
    static func conjuncts(_ condition: Expression) -> [Expression] {
        if case .and(let a, let b, _) = condition { return conjuncts(a) + conjuncts(b) }
        return [condition]
    }

    /// The texts that would be taken.
    func accepted(_ texts: [[UInt8]]) throws -> [[UInt8]] {
        let texts = texts.filter { text in
            !text.isEmpty && room.holds(text) && !(isScanned && ResidualScan.find(in: text.span) != nil)
        }
        guard !texts.isEmpty else { return [] }
        let plan = try RecordPlan(schema: schema, dialect: NeutralText.dialect)
        var bytes: [UInt8] = []
        for text in texts {
            NeutralText.append(text, 0..<text.count, to: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
        let parsed = try BlockParser(plan, seed: KeySeed(first: 1, second: 2))
            .parse(RecordBlock(index: 0, firstLine: 1, bytes: bytes, endsAtEOF: true))
        var isOut = parsed.rejected
        for rule in rules { for row in rule.failures(parsed.columns, count: parsed.rowCount) { isOut[row] = true } }
        return texts.indices.filter { !isOut[$0] }.map { texts[$0] }
    }
}

/// The form in which records are judged, whatever that of their file is.
enum NeutralText {
    static let dialect = CSVDialect(delimiter: UInt8(ascii: "\t"))

    /// Appends the field `source[range]`, quoted where it must be.
    static func append(_ source: [UInt8], _ range: Range<Int>, to bytes: inout [UInt8]) {
        var isSpecial = false
        let text = source.span.extracting(range)
        for index in text.indices {
            let byte = text[index]
            isSpecial = isSpecial || byte < 0x20 || byte == UInt8(ascii: "\"")
        }
        guard isSpecial else { return bytes.append(contentsOf: source[range]) }
        bytes.append(UInt8(ascii: "\""))
        for index in range {
            if source[index] == UInt8(ascii: "\"") { bytes.append(source[index]) }
            bytes.append(source[index])
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
