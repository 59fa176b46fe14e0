internal import Convention
internal import Records
internal import Support
internal import Treatment

/// Chooses for each column of a table its values, and which of them a record has.
struct ColumnCompiler {
    /// Shares of records without a value that an optional column may have, of 65536.
    private static let missingShares: [UInt32] = [0, 1311, 6554, 16_384]

    let plan: SynthesisPlan
    let table: TablePlan

    func compile() throws {
        let ranks = ranks()
        for (index, field) in table.schema.fields.enumerated() {
            table.columns.append(try column(field, index, rank: ranks[index]))
        }
    }

    private func column(_ field: Field, _ index: Int, rank: Int) throws -> ColumnPlan {
        let salt = Draw.mixed(plan.options.seed, SynthesisPlan.hash(table.table.name + "/" + field.name))
        let constant = Draw.mixed(plan.options.populationSeed, SynthesisPlan.hash(field.name))
        var column = ColumnPlan(field: field, domain: .texts(TextPool([])), source: .none, salt: salt)
        let treatment = table.treatment(index)
        if let source = placed(index) {
            column.source = source
            return column
        }
        guard treatment != .forbid else { return column }
        column.canBeMissing = canBeMissing(field)
        var compiler = DomainCompiler(table: table, options: plan.options)
        compiler.isPerson = plan.convention.person?.fields[table.table.name] == field.name
        // What the values are does not hang on the seed of the drop, so that persons stay who they are.
        guard let domain = try compiler.domain(field, treatment, salt: constant) else {
            guard !field.required else {
                throw SynthesisFault.column(table: table.table.name, field: field.name)
            }
            return column
        }
        column.domain = domain
        column.source = source(field, treatment, domain, isPerson: compiler.isPerson, rank: rank)
        if column.source == .personal || column.source == .birth { column.salt = constant }
        column.missingShare = missingShare(column, salt)
        return column
    }

    /// The source of a value that is given by where it stands.
    private func placed(_ index: Int) -> ColumnSource? {
        switch table.places[index] {
        case .own, .above, .occurrence: nil
        case .number(let table): .number(of: table)
        case .one: .constant(1)
        case .tail(let tail): .tail(tail)
        case .version: .version
        }
    }

    private func source(
        _ field: Field, _ treatment: FieldTreatment, _ domain: ValueDomain, isPerson: Bool, rank: Int
    ) -> ColumnSource {
        if isPerson { return .person }
        switch treatment {
        case .rekey: return .person
        case .ageYears: return .birth
        case .toDepartment: return .personal
        default: break
        }
        switch domain {
        case .texts: return .skewed
        case .moments where field.type.isDay && field.latest == nil: return .timeline(rank: rank)
        default: return .even
        }
    }

    private func missingShare(_ column: ColumnPlan, _ salt: UInt64) -> UInt32 {
        guard !column.field.required, column.source.isFree, column.canBeMissing else { return 0 }
        return ColumnCompiler.missingShares[Int(salt >> 7 & 3)]
    }

    /// Whether the file can say that there is no value.
    private func canBeMissing(_ field: Field) -> Bool {
        let room = TextRoom(table.table.format, field.name)
        switch table.table.format {
        case .jsonLines, .xml: return true
        case .fixedWidth: return !room.isExact && (field.missingValues ?? table.schema.missingValues).contains("")
        case .csv(let dialect):
            // A line without anything on it is no record.
            guard table.schema.fields.count > 1 else { return false }
            return dialect.nullSequence != nil || !(field.missingValues ?? table.schema.missingValues).isEmpty
        }
    }

    // MARK: the order of events

    /// How many moments of the record come before each, by the table's rules; a birth comes before everything as it is.
    private func ranks() -> [Int] {
        let orders = table.schema.rules.flatMap { TextJudge.conjuncts($0.condition) }.compactMap(order)
            .filter { !isBirth($0.earlier) && !isBirth($0.later) }
        var ranks = [Int](repeating: 0, count: table.schema.fields.count)
        // As many rounds as there are rules settle any order; a circle of rules ends too.
        for _ in orders {
            for (earlier, later) in orders { ranks[later] = max(ranks[later], ranks[earlier] + 1) }
        }
        return ranks.map { min($0, orders.count) }
    }

    private func order(_ condition: Expression) -> (earlier: Int, later: Int)? {
        guard case .comparison(let comparison, .field(let left, nil, _), .field(let right, nil, _), _) = condition,
            let a = table.column(left), let b = table.column(right)
        else { return nil }
        switch comparison {
        case .less, .lessOrEqual: return (a, b)
        case .greater, .greaterOrEqual: return (b, a)
        case .equal, .notEqual: return nil
        }
    }

    private func isBirth(_ column: Int) -> Bool {
        if case .ageYears = table.treatment(column) { true } else { false }
    }
}

extension FieldType {
    /// Whether values are days or moments of the calendar.
    var isDay: Bool {
        switch self {
        case .date, .datetime, .yearmonth: true
        default: false
        }
    }
}
