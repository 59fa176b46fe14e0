internal import Support

/// A schema and a dialect compiled once: patterns, sets, formats and the table of rules.
///
/// Immutable, shared by the splitter and by the parsers of all threads.
package struct RecordPlan: Sendable {
    /// The schema that was compiled.
    package let schema: TableSchema
    /// How the file is written.
    package let format: TableFormat
    /// Limits in force.
    package let limits: RecordLimits
    /// Every rule, in a stable order; violations refer to it by index.
    package let rules: [Rule]
    /// The keys whose hashes each block brings, unique ones first.
    package let keys: [KeyPlan]
    let fields: [FieldPlan]
    let rowRules: [RowRule]
    let dropRules: [DropRule]
    let partRules: [PartRule]
    let totals: [TotalPlan]
    /// Totals for each record that this table's are part of.
    let ownerTotals: [TotalPlan]

    /// How the bytes of a block are read.
    let reading: Reading

    /// The format compiled for the inner loops.
    enum Reading: Sendable {
        case csv(CSVDialect)
        case fixedWidth(FixedWidthPlan)
        case jsonLines(NameTable)
        /// Fields were found before: ``XMLSplitter``.
        case xml
    }

    /// Whether rules look at the totals of each record's parts.
    package var judgesParts: Bool { !partRules.isEmpty }

    /// The rule that the parts of a record break that is left out.
    package static let partRule = FormRule.partOfLeftOut.rawValue
    /// Index of the rule that a record outside of what its drop replaces breaks.
    package static let windowRule = FormRule.outsideWindow.rawValue

    /// Whether no value must be told from an empty text: some field takes the empty text as a value.
    var marksNulls: Bool { schema.fields.contains { !($0.missingValues ?? schema.missingValues).contains("") } }

    /// The dialect; where the file is no CSV, that which a file made for people would have.
    package var dialect: CSVDialect {
        if case .csv(let dialect) = format { dialect } else { CSVDialect(encoding: format.encoding) }
    }

    /// Compiles `schema` for CSV; `needed` says which columns the caller will use (all where it is nil), `tables`
    /// are those of the same drop, whose totals rules may compare, and `coded` says which columns may be given by codes
    /// (none where it is nil): those that no rule and no key reads are, as long as they repeat few texts.
    package init(
        schema: TableSchema, dialect: CSVDialect, needed: [Bool]? = nil, coded: [Bool]? = nil,
        limits: RecordLimits = RecordLimits(), tables: [TableSchema] = []
    ) throws(RecordsFault) {
        try self.init(
            schema: schema, format: .csv(dialect), needed: needed, coded: coded, limits: limits, tables: tables)
    }

    /// Compiles `schema` for any format; the rest is as for CSV.
    package init(
        schema: TableSchema, format: TableFormat, needed: [Bool]? = nil, coded: [Bool]? = nil,
        limits: RecordLimits = RecordLimits(), tables: [TableSchema] = []
    ) throws(RecordsFault) {
        try RecordPlan.check(schema, limits)
        reading = try RecordPlan.reading(schema, format)
        let keyCompiler = KeyCompiler(schema: schema, others: tables.filter { $0.name != schema.name })
        var unused = RuleBook()
        let ruleCompiler = RuleCompiler(schema, others: tables)
        totals = try ruleCompiler.totals(.drop)
        ownerTotals = try ruleCompiler.totals(.record)
        var used = Set(try keyCompiler.compile(&unused).flatMap(\.columns))
        used.formUnion((totals + ownerTotals).flatMap(\.fields))
        for (index, rule) in schema.rules.enumerated() where !rule.isAboutDrop {
            let isAboutParts = rule.isAboutParts
            used.formUnion(
                isAboutParts
                    ? try ruleCompiler.parts(index, rule: 0).fields : try ruleCompiler.row(index, rule: 0).fields)
        }
        var compiler = FieldCompiler(schema: schema)
        var fields: [FieldPlan] = []
        for index in schema.fields.indices {
            let isNeeded = needed.map { index < $0.count && $0[index] } ?? true
            let isCoded = coded.map { index < $0.count && $0[index] } ?? false
            fields.append(
                try compiler.compile(index, needed: isNeeded, used: used.contains(index), coded: isCoded))
        }
        var rowRules: [RowRule] = []
        var dropRules: [DropRule] = []
        var partRules: [PartRule] = []
        for (index, rule) in schema.rules.enumerated() {
            let place = compiler.book.add(rule)
            if rule.isAboutDrop {
                dropRules.append(try ruleCompiler.drop(index, rule: place))
            } else if rule.isAboutParts {
                partRules.append(try ruleCompiler.parts(index, rule: place))
            } else {
                rowRules.append(try ruleCompiler.row(index, rule: place))
            }
        }
        keys = try keyCompiler.compile(&compiler.book)
        self.schema = schema
        self.format = format
        self.limits = limits
        self.fields = fields
        self.rowRules = rowRules
        self.dropRules = dropRules
        self.partRules = partRules
        rules = compiler.book.rules
    }

    /// The first broken rule that refuses the whole drop, if any.
    package func dropRule(in log: ViolationLog) -> Int? {
        rules.indices.first { rules[$0].action == .rejectDrop && log.counts[$0] > 0 }
    }

    private static func reading(_ schema: TableSchema, _ format: TableFormat) throws(RecordsFault) -> Reading {
        switch format {
        case .csv(let dialect):
            guard dialect.isSound else { throw RecordsFault("schema.invalid-dialect") }
            return .csv(dialect)
        case .fixedWidth(let layout): return .fixedWidth(try FixedWidthPlan(layout, schema))
        case .jsonLines(let layout):
            // Names are of use where lines are flat; else the block brings the tree of its file.
            return .jsonLines(NameTable(try layout.flatNames(schema.fields) ?? []))
        case .xml(let layout):
            for field in schema.fields where layout.paths[field.name] == nil {
                throw RecordsFault("schema.field-without-place", ["field": field.name])
            }
            return .xml
        }
    }

    private static func check(_ schema: TableSchema, _ limits: RecordLimits) throws(RecordsFault) {
        guard !schema.fields.isEmpty else { throw RecordsFault("schema.no-fields") }
        guard schema.fields.count <= limits.columns else {
            throw RecordsFault("schema.too-many-fields", ["limit": "\(limits.columns)"])
        }
        var names = Set<String>()
        for field in schema.fields where !names.insert(field.name).inserted {
            throw RecordsFault("schema.duplicate-field", ["field": field.name])
        }
        guard schema.primaryKey.allSatisfy(schema.fields.indices.contains) else {
            throw RecordsFault("schema.invalid-key")
        }
    }
}
