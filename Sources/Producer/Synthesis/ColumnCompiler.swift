internal import Records
internal import Support
internal import Treatment

/// Chooses a maker for each column from its field and treatment: nothing is known of any base.
struct ColumnCompiler {
    /// Different texts kept for a column of free text or identifiers.
    private static let poolSize = 600
    /// Free text with what real text has and files get wrong: accents, apostrophes, spaces, nothing at all.
    private static let words = [
        "", "Besançon", "Nîmes", "Saint-Étienne", "Évreux", "L’Haÿ-les-Roses", "Le Puy", "Orléans", "Bœrsch", "Sète",
    ]
    /// Digits of a pseudonym where no pattern says how many.
    private static let pseudonymDigits = 64

    private let schema: TableSchema
    private let dialect: CSVDialect
    private let treatments: [FieldTreatment]
    private let personField: String?
    private var draw: Draw

    init(
        _ schema: TableSchema, _ dialect: CSVDialect, _ treatments: [FieldTreatment], personField: String?, seed: UInt64
    ) {
        self.schema = schema
        self.dialect = dialect
        self.treatments = treatments
        self.personField = personField
        draw = Draw(seed)
    }

    mutating func plans() -> [ColumnPlan] {
        schema.fields.indices.map { index in
            let field = schema.fields[index]
            let treatment = index < treatments.count ? treatments[index] : FieldTreatment.keep
            return ColumnPlan(
                maker: maker(index, field, treatment), isRequired: field.required,
                isKey: schema.primaryKey.contains(index),
                hasCodes: field.enumeration != nil || field.codeList != nil, isTyped: field.type != .string,
                isForbidden: treatment == .forbid)
        }
    }

    private mutating func maker(_ index: Int, _ field: Field, _ treatment: FieldTreatment) -> ColumnMaker {
        if treatment == .forbid { return .empty }
        if field.name == personField, field.check == .nir { return .personNIR }
        if field.name == personField { return .person(length: personDigits(field)) }
        if case .rekey = treatment { return .person(length: personDigits(field)) }
        if schema.primaryKey == [index] || treatment == .renumber { return sequence(field) }
        if let texts = codes(field) { return .pool(encoded(texts)) }
        if let format = field.textFormat { return .pool(encoded([Identities.sample(format)])) }
        if let check = field.check { return .pool(encoded(identifiers(check))) }
        switch field.type {
        case .date(let format), .datetime(let format), .time(let format), .yearmonth(let format):
            return moment(format, index, treatment)
        case .year: return .moment(.year, rank: 0)
        case .integer: return .integer(bounds(field, 0...100))
        case .number: return .decimal(bounds(field, 0...100), scale: 2, separator: field.decimalSeparator)
        case .decimal(let precision, let scale):
            let digits = max(0, min(4, precision - scale))
            return .decimal(
                bounds(field, 0...([0, 9, 99, 999, 9999][digits])), scale: scale, separator: field.decimalSeparator)
        case .boolean(let trueValues, let falseValues):
            return .pool(encoded(trueValues.prefix(1) + falseValues.prefix(1)))
        case .string: return text(field, treatment)
        }
    }

    private func codes(_ field: Field) -> [String]? {
        if let texts = field.enumeration, !texts.isEmpty { return texts }
        guard let name = field.codeList, let list = schema.codeLists[name], !list.isEmpty else { return nil }
        // A set has no order of its own: sorted, so that the same seed gives the same bytes.
        return list.sorted()
    }

    private mutating func identifiers(_ check: IdentifierCheck) -> [String] {
        switch check {
        case .finess: Identities.finess(ColumnCompiler.poolSize, &draw)
        case .rpps: Identities.luhn(ColumnCompiler.poolSize, length: 11, start: "1", &draw)
        case .siret: Identities.luhn(ColumnCompiler.poolSize, length: 14, start: "", &draw)
        case .nir: Identities.nir(ColumnCompiler.poolSize, &draw)
        }
    }

    private mutating func text(_ field: Field, _ treatment: FieldTreatment) -> ColumnMaker {
        if treatment == .toDepartment {
            return .personPool(encoded(Identities.postcodes(ColumnCompiler.poolSize, &draw)), salt: draw.next())
        }
        if let sampler = field.pattern.flatMap(PatternSampler.init) {
            return .pool(
                (0..<ColumnCompiler.poolSize).map { _ in
                    var bytes: [UInt8] = []
                    sampler.append(to: &bytes, &draw)
                    return bytes
                })
        }
        if field.pattern != nil { return .empty }
        if !field.required { return .pool(encoded(ColumnCompiler.words.filter { fits($0, field) })) }
        let length = max(field.minLength ?? 1, min(8, field.maxLength ?? 8))
        return .pool(
            (0..<ColumnCompiler.poolSize).map { _ in
                (0..<length).map { _ in UInt8(ascii: "A") + UInt8(draw.below(26)) }
            })
    }

    private func fits(_ text: String, _ field: Field) -> Bool {
        // What the encoding cannot hold would arrive as something else.
        let isEncodable = dialect.encoding.holds(text)
        return isEncodable && text.count <= field.maxLength ?? .max
            && (text.isEmpty || text.count >= field.minLength ?? 0)
    }

    /// Keys are digits; what the pattern wants before them comes from a sample of it.
    private mutating func sequence(_ field: Field) -> ColumnMaker {
        guard field.type == .string, let sampler = field.pattern.flatMap(PatternSampler.init) else {
            return .sequence(prefix: [], width: max(1, field.minLength ?? 1))
        }
        var sample: [UInt8] = []
        sampler.append(to: &sample, &draw)
        let prefix = sample.prefix { $0 < UInt8(ascii: "0") || $0 > UInt8(ascii: "9") }
        let letters = prefix.contains(UInt8(ascii: "-")) || prefix.count < sample.count ? Array(prefix) : []
        return .sequence(prefix: letters, width: max(1, sample.count - letters.count))
    }

    private func personDigits(_ field: Field) -> Int {
        let shortest = field.minLength ?? 0
        let stated = shortest...max(shortest, field.maxLength ?? .max)
        let lengths = field.pattern.flatMap(PatternSampler.init)?.lengths ?? stated
        return min(max(ColumnCompiler.pseudonymDigits, lengths.lowerBound), lengths.upperBound)
    }

    private func moment(_ format: String, _ index: Int, _ treatment: FieldTreatment) -> ColumnMaker {
        guard let format = MomentFormat(format) else { return .empty }
        if case .ageYears = treatment { return .birth(format) }
        return .moment(format, rank: rank(of: index))
    }

    /// How many moments of the record come before this one, by the table's rules.
    ///
    /// A rule with a limit bounds a distance and orders nothing; a birth comes before everything as it is.
    private func rank(of index: Int) -> Int {
        let orders = schema.rules.compactMap(order).filter { !isBirth($0.earlier) && !isBirth($0.later) }
        var ranks = [Int](repeating: 0, count: schema.fields.count)
        // As many rounds as there are rules settle any order; a circle of rules ends too.
        for _ in orders {
            for (earlier, later) in orders { ranks[later] = max(ranks[later], ranks[earlier] + 1) }
        }
        return min(ranks[index], orders.count)
    }

    private func order(_ rule: TableRule) -> (earlier: Int, later: Int)? {
        guard let order = rule.order, let left = schema.fields.firstIndex(where: { $0.name == order.left }),
            let right = schema.fields.firstIndex(where: { $0.name == order.right })
        else { return nil }
        switch order.comparison {
        case .less, .lessOrEqual: return (left, right)
        case .greater, .greaterOrEqual: return (right, left)
        case .equal, .notEqual: return nil
        }
    }

    private func isBirth(_ index: Int) -> Bool {
        if index < treatments.count, case .ageYears = treatments[index] { true } else { false }
    }

    private func bounds(_ field: Field, _ fallback: ClosedRange<Int>) -> ClosedRange<Int> {
        let limit = 1e15
        let low = field.minimum.map { Int(min(max($0, -limit), limit).rounded(.up)) }
        let high = field.maximum.map { Int(min(max($0, -limit), limit).rounded(.down)) }
        switch (low, high) {
        case (let low?, let high?): return low...max(low, high)
        case (let low?, nil): return low...max(low, fallback.upperBound)
        case (nil, let high?): return min(high, fallback.lowerBound)...high
        case (nil, nil): return fallback
        }
    }

    private func encoded(_ texts: some Sequence<String>) -> [[UInt8]] {
        texts.map { CSVText.field($0, dialect) }
    }
}
