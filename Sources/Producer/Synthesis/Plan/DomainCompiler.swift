internal import Convention
internal import Identifiers
internal import Pseudonymisation
internal import Records
internal import Support
internal import Treatment

/// Finds the values of a column from its field and treatment: nothing is known of any base.
struct DomainCompiler {
    /// Different texts kept for a column of free text or of a pattern.
    private static let poolSize = 600
    /// Texts that are made for a pool, at most; those that would be refused are left out.
    private static let candidates = 4000
    private static let keyCandidates = 50_000
    /// Free text with what real text has and files get wrong: accents, apostrophes, spaces.
    private static let words = [
        "Besançon", "Nîmes", "Saint-Étienne", "Évreux", "L’Haÿ-les-Roses", "Le Puy", "Orléans", "Bœrsch", "Sète",
        "Aÿ", "Is",
    ]
    /// Digits of a pseudonym and of a key where nothing says how many.
    private static let pseudonymDigits = 64
    private static let keyDigits = 8
    /// Years before the drop that days are drawn from, and births.
    private static let pastYears = 4
    private static let oldest = 100
    private static let largestKey = 1_000_000_000_000

    let table: TablePlan
    let options: SyntheticDrop.Options
    /// Whether the column may have to tell all records apart.
    var isKey = false
    /// Whether it holds the person.
    var isPerson = false

    /// The values of `field`; nil where none could be found that the gateway takes.
    func domain(_ field: Field, _ treatment: FieldTreatment, salt: UInt64) throws -> ValueDomain? {
        let room = TextRoom(table.table.format, field.name)
        let judge = TextJudge(field, table.schema, room: room, isScanned: DomainCompiler.isScanned(field, treatment))
        for candidate in try proposals(field, treatment, room, salt) {
            if let domain = try judged(candidate, judge, salt) { return domain }
        }
        return nil
    }

    /// Whether the gateway looks for identifiers in the texts of the field.
    static func isScanned(_ field: Field, _ treatment: FieldTreatment) -> Bool {
        guard field.type == .string else { return false }
        if case .prefix = treatment { return true }
        return treatment == .keep
    }

    /// The values of `domain` that are taken: all of them where the first ones are, else as many as a pool has.
    private func judged(_ domain: ValueDomain, _ judge: TextJudge, _ salt: UInt64) throws -> ValueDomain? {
        var draw = Draw(salt)
        let count = domain.count
        if case .texts(let pool) = domain {
            let texts = try judge.accepted((0..<pool.count).map { Array(pool.bytes[pool.range($0)]) })
            return texts.isEmpty ? nil : .texts(TextPool(texts))
        }
        func text(_ index: Int) -> [UInt8] {
            var bytes: [UInt8] = []
            domain.append(index, to: &bytes)
            return bytes
        }
        let trial = (0..<min(count, 200)).map { text(count <= 200 ? $0 : $0 < 20 ? $0 : draw.below(count)) }
        if !judge.hasRules, try judge.accepted(trial).count == trial.count { return domain }
        let wanted = isKey ? DomainCompiler.keyCandidates : DomainCompiler.candidates
        let some = count <= wanted ? (0..<count).map(text) : (0..<wanted).map { _ in text(draw.below(count)) }
        var seen: Set<[UInt8]> = []
        let texts = try judge.accepted(some).filter { seen.insert($0).inserted }
        guard !texts.isEmpty else { return nil }
        return .texts(TextPool(isKey ? texts[...] : texts.prefix(DomainCompiler.poolSize)))
    }

    /// What the values may be, the likeliest first.
    private func proposals(
        _ field: Field, _ treatment: FieldTreatment, _ room: TextRoom, _ salt: UInt64
    ) throws -> [ValueDomain] {
        if let codes = codes(field, salt) { return [codes] }
        switch field.type {
        case .string: return strings(field, treatment, room, salt)
        case .integer: return [numbers(field, scale: 0, room, treatment)]
        case .number: return [numbers(field, scale: 2, room, treatment), numbers(field, scale: 0, room, treatment)]
        case .decimal(let precision, let scale):
            return [numbers(field, scale: scale, room, treatment, precision: precision)]
        case .boolean(let trueValues, let falseValues):
            return [pool(trueValues.prefix(1) + falseValues.prefix(1))]
        case .year: return [.numbers(years(field))]
        case .date(let format): return moments(format, .date, field, treatment)
        case .datetime(let format): return moments(format, .datetime, field, treatment)
        case .time(let format): return times(format, field)
        case .yearmonth(let format): return moments(format, .yearmonth, field, treatment)
        }
    }

    private func pool(_ texts: some Sequence<String>) -> ValueDomain {
        .texts(TextPool(texts.map { Array($0.utf8) }))
    }

    /// Codes in an order of their own, so that the first ones, which come most often, are not those of the list.
    private func codes(_ field: Field, _ salt: UInt64) -> ValueDomain? {
        var texts = field.enumeration ?? []
        if texts.isEmpty, let name = field.codeList, let list = table.schema.codeLists[name] { texts = Array(list) }
        if texts.isEmpty, let name = field.nomenclature?.name,
            case .codes(let list)? = table.schema.nomenclatures[name]
        {
            texts = Array(list)
        }
        guard !texts.isEmpty else { return nil }
        var draw = Draw(salt)
        for place in texts.indices.dropFirst() { texts.swapAt(place, draw.below(place + 1)) }
        return pool(texts.prefix(DomainCompiler.candidates * 10))
    }

    // MARK: texts

    private func strings(
        _ field: Field, _ treatment: FieldTreatment, _ room: TextRoom, _ salt: UInt64
    ) -> [ValueDomain] {
        let sampler = field.pattern.flatMap(PatternSampler.init)
        var found: [ValueDomain] = []
        if let form = field.textFormat { found.append(.forms(form)) }
        if let check = field.check { found += checked(check, sampler, salt) }
        if treatment == .toDepartment { found.append(pool(Postcodes.some(DomainCompiler.poolSize, Draw(salt)))) }
        switch treatment {
        case .rekey, .pseudonym(_, .level1): found.append(pseudonyms(field, sampler, room))
        case .pseudonym(_, .nir):
            found += [.checked(CheckedNumbers(check: .nir)), .checked(CheckedNumbers(check: .nir, hasKey: false))]
        case .pseudonym(_, .rpps): found += checked(.rpps, sampler, salt)
        default: break
        }
        if let sampler { found.append(isKey || isPerson ? .counted(sampler) : .pattern(sampler)) }
        let lengths = lengths(field, room)
        if isKey || isPerson || treatment == .renumber { found.append(keyTexts(lengths)) }
        if field.pattern == nil, !room.isExact { found.append(pool(DomainCompiler.words)) }
        found.append(letters(lengths, salt))
        return found
    }

    private func lengths(_ field: Field, _ room: TextRoom) -> ClosedRange<Int> {
        let most = min(field.maxLength ?? .max, room.width)
        let least = room.isExact ? most : field.minLength ?? 0
        return min(least, most)...most
    }

    private func pseudonyms(_ field: Field, _ sampler: PatternSampler?, _ room: TextRoom) -> ValueDomain {
        let lengths = sampler?.lengths ?? lengths(field, room)
        let length = min(max(DomainCompiler.pseudonymDigits, lengths.lowerBound), lengths.upperBound)
        return .pseudonyms(seed: options.populationSeed, length: length)
    }

    /// Numbers with leading zeros.
    private func keyTexts(_ lengths: ClosedRange<Int>) -> ValueDomain {
        let width = max(lengths.lowerBound, min(DomainCompiler.keyDigits, lengths.upperBound), 1)
        var numbers = NumberDomain(1...max(1, Int(NumberDomain.power(min(width, 15))) - 1))
        numbers.width = width
        return .numbers(numbers)
    }

    private func letters(_ lengths: ClosedRange<Int>, _ salt: UInt64) -> ValueDomain {
        let length = max(lengths.lowerBound, min(8, lengths.upperBound), 1)
        var draw = Draw(salt)
        return .texts(
            TextPool(
                (0..<DomainCompiler.poolSize).map { _ in
                    (0..<length).map { _ in UInt8(ascii: "A") + UInt8(draw.below(26)) }
                }))
    }

    /// Numbers that nobody has; where the pattern forbids those, others that fit it.
    private func checked(_ check: IdentifierCheck, _ sampler: PatternSampler?, _ salt: UInt64) -> [ValueDomain] {
        let nobody = ValueDomain.checked(CheckedNumbers(check: check))
        guard check != .nir, let sampler else { return [nobody] }
        var draw = Draw(salt)
        let others = (0..<DomainCompiler.candidates).map { _ in
            var bytes: [UInt8] = []
            sampler.append(to: &bytes, &draw)
            _ = bytes.popLast()
            CheckedNumbers.appendLuhnKey(from: 0, &bytes)
            return bytes
        }
        return [nobody, .texts(TextPool(others))]
    }

    // MARK: numbers

    private func numbers(
        _ field: Field, scale: Int, _ room: TextRoom, _ treatment: FieldTreatment, precision: Int = 18
    ) -> ValueDomain {
        let unit = Int(NumberDomain.power(scale))
        let fallback = isKey || treatment == .renumber ? 1...DomainCompiler.largestKey : 0...100
        let range = bounds(field, fallback, unit)
        let whole = min(precision - scale, room.width - (scale > 0 ? scale + 1 : 0), 15)
        let limit = Int(NumberDomain.power(max(0, whole))) * unit - 1
        let lowest = room.width == .max ? -limit : -(limit / 10)
        let low = min(max(range.lowerBound, lowest), limit)
        var numbers = NumberDomain(low...min(max(range.upperBound, low), limit))
        numbers.scale = scale
        numbers.separator = field.decimalSeparator
        numbers.group = room.width == .max ? field.groupSeparator : []
        if room.isExact { numbers.width = max(1, whole) }
        return .numbers(numbers)
    }

    /// The bounds of the field in units of its last decimal; `fallback`, in whole numbers, where it has none.
    private func bounds(_ field: Field, _ fallback: ClosedRange<Int>, _ unit: Int) -> ClosedRange<Int> {
        let limit = 1e15
        let scaled = { (value: Double) in min(max(value * Double(unit), -limit), limit) }
        var low = field.minimum.map { Int(scaled($0).rounded(.up)) }
        var high = field.maximum.map { Int(scaled($0).rounded(.down)) }
        if field.excludesMinimum, let bound = low, Double(bound) == field.minimum.map(scaled) { low = bound + 1 }
        if field.excludesMaximum, let bound = high, Double(bound) == field.maximum.map(scaled) { high = bound - 1 }
        let (first, last) = (fallback.lowerBound * unit, fallback.upperBound * unit)
        switch (low, high) {
        case (let low?, let high?): return low...max(low, high)
        case (let low?, nil): return low...max(low + (last - first), last)
        case (nil, let high?): return min(high, first)...high
        case (nil, nil): return first...last
        }
    }

    private func years(_ field: Field) -> NumberDomain {
        let year = options.day.components.year
        var numbers = NumberDomain(bounds(field, (year - 3)...year, 1))
        if let low = field.minimum, field.maximum == nil, Int(low) <= year { numbers = NumberDomain(Int(low)...year) }
        numbers.width = 4
        return numbers
    }

    // MARK: moments

    /// The days before and after that of the drop, within the bounds of the field.
    private func moments(
        _ text: String, _ kind: TemporalKind, _ field: Field, _ treatment: FieldTreatment
    ) -> [ValueDomain] {
        guard let format = MomentFormat(text.isEmpty || text == "default" ? kind.standard : text) else { return [] }
        let day = MomentFormat.secondsOfDay
        let today = Int(options.day.days) * day
        let low = field.earliest.map { Int($0.seconds) + (field.excludesMinimum ? format.step : 0) }
        let high = field.latest.map { Int($0.seconds) - (field.excludesMaximum ? format.step : 0) }
        let isBirth = if case .ageYears = treatment { true } else { false }
        let years = (isBirth ? DomainCompiler.oldest : DomainCompiler.pastYears) * 366 * day
        let first = max(low ?? .min, min(today - years, (high ?? .max) - years))
        let last = max(first, min(high ?? .max, max(today + day - 1, first)))
        return [.moments(format, first: first, count: (last - first) / format.step + 1, step: format.step)]
    }

    private func times(_ text: String, _ field: Field) -> [ValueDomain] {
        let standard = TemporalKind.time.standard
        guard let format = MomentFormat(text.isEmpty || text == "default" ? standard : text) else { return [] }
        let first = Int(field.minimum ?? 0) + (field.excludesMinimum ? format.step : 0)
        let last = Int(field.maximum ?? 86_399) - (field.excludesMaximum ? format.step : 0)
        return [
            .moments(format, first: first, count: max(0, last - first) / format.step + 1, step: format.step)
        ]
    }
}
