internal import Columns
internal import Patterns
internal import Support

/// Compiles the fields of a schema.
struct FieldCompiler {
    let schema: TableSchema
    /// Texts that stand for no value where a field names none of its own.
    let missing: ByteStringSet
    var book = RuleBook()

    init(schema: TableSchema) {
        self.schema = schema
        missing = ByteStringSet(schema.missingValues)
    }

    /// The plan of field `index`.
    mutating func compile(_ index: Int, needed: Bool, used: Bool, coded: Bool = false) throws(RecordsFault) -> FieldPlan
    {
        let field = schema.fields[index]
        let reader = try self.reader(field)
        let style = try numberStyle(field)
        let required = field.required ? book.add(.required, field, index) : nil
        let type = field.type == .string && field.textFormat == nil ? nil : book.add(.type, field, index)
        var checks = try self.checks(field, index)
        if let format = field.textFormat, let type { checks.append(.init(kind: .format(format), rule: type)) }
        var integers = FieldPlan.Bounds<Int64>()
        var doubles = FieldPlan.Bounds<Double>()
        let low = lowest(field)
        let high = highest(field)
        if low.integer != nil || low.double != nil {
            let rule = book.add(.minimum, field, index)
            integers.minimum = low.integer.map { ($0, rule) }
            doubles.minimum = low.double.map { ($0, rule) }
        }
        if high.integer != nil || high.double != nil {
            let rule = book.add(.maximum, field, index)
            integers.maximum = high.integer.map { ($0, rule) }
            doubles.maximum = high.double.map { ($0, rule) }
        }
        var plan = FieldPlan(
            index: index, missing: field.missingValues.map { ByteStringSet($0) } ?? missing, reader: reader,
            numberStyle: style, requiredRule: required, typeRule: type, checks: checks, integerBounds: integers,
            doubleBounds: doubles, needed: needed, used: used, isCoded: coded && needed && !used)
        plan.members = try members(field, plan)
        return plan
    }

    /// What the values of `enum` are read as, in a column that is no text.
    private mutating func members(_ field: Field, _ plan: FieldPlan) throws(RecordsFault) -> FieldPlan.Members? {
        guard let texts = field.enumeration, field.type != .string else { return nil }
        var bytes: [UInt8] = []
        var slices = FieldSlices()
        for text in texts {
            slices.starts.append(Int32(bytes.count))
            slices.lengths.append(Int32(text.utf8.count))
            bytes += Array(text.utf8)
        }
        slices.count = texts.count
        let (values, failures) = ValueReader.read(plan, bytes.span, slices)
        guard failures.isEmpty else { throw RecordsFault("schema.enum-type", ["field": field.name]) }
        var members = FieldPlan.Members(rule: book.add(.enumeration, field, plan.index))
        switch values {
        case .int64(let values): members.integers = Set(values)
        case .int32(let values): members.integers = Set(values.map { Int64($0) })
        case .double(let values): members.doubles = Set(values)
        case .boolean, .bytes, .coded: throw RecordsFault("schema.enum-type", ["field": field.name])
        }
        return members
    }

    private func numberStyle(_ field: Field) throws(RecordsFault) -> NumberStyle? {
        guard !field.groupSeparator.isEmpty || !field.isBareNumber else { return nil }
        let marks = Set("+-eE0123456789".utf8)
        guard field.groupSeparator != [field.decimalSeparator], !field.groupSeparator.contains(where: marks.contains)
        else { throw RecordsFault("schema.number-style", ["field": field.name]) }
        return NumberStyle(
            separator: field.decimalSeparator, group: field.groupSeparator, isBare: field.isBareNumber)
    }

    private func reader(_ field: Field) throws(RecordsFault) -> FieldPlan.Reader {
        switch field.type {
        case .string: return .string
        case .integer: return .integer
        case .number: return .number(separator: field.decimalSeparator)
        case .decimal(let precision, let scale):
            guard (1...18).contains(precision), (0...precision).contains(scale) else {
                throw RecordsFault("schema.invalid-decimal", ["field": field.name])
            }
            return .decimal(DecimalFormat(precision: precision, scale: scale, separator: field.decimalSeparator))
        case .boolean(let trueValues, let falseValues):
            return .boolean(trueValues: ByteStringSet(trueValues), falseValues: ByteStringSet(falseValues))
        case .date(let format), .yearmonth(let format):
            let kind: TemporalKind = if case .date = field.type { .date } else { .yearmonth }
            return .date(try temporal(format, kind, field))
        case .datetime(let format): return .datetime(try temporal(format, .datetime, field))
        case .time(let format): return .time(try temporal(format, .time, field))
        case .year: return .year
        }
    }

    private func temporal(_ format: String, _ kind: TemporalKind, _ field: Field) throws(RecordsFault) -> TemporalFormat
    {
        guard let format = TemporalFormat(format, kind) else {
            throw RecordsFault("schema.invalid-format", ["field": field.name])
        }
        return format
    }

    private mutating func checks(_ field: Field, _ index: Int) throws(RecordsFault) -> [FieldPlan.TextCheck] {
        var checks: [FieldPlan.TextCheck] = []
        if let length = field.minLength {
            checks.append(.init(kind: .minLength(length), rule: book.add(.minLength, field, index)))
        }
        if let length = field.maxLength {
            checks.append(.init(kind: .maxLength(length), rule: book.add(.maxLength, field, index)))
        }
        if let pattern = field.pattern {
            let kind = try compile(pattern, field, index)
            checks.append(.init(kind: kind, rule: book.add(.pattern, field, index)))
        }
        if let values = field.enumeration, field.type == .string {
            checks.append(.init(kind: .member(ByteStringSet(values)), rule: book.add(.enumeration, field, index)))
        }
        if let name = field.codeList {
            guard let codes = schema.codeLists[name] else {
                throw RecordsFault("schema.unknown-code-list", ["field": field.name])
            }
            checks.append(.init(kind: .member(codes.members), rule: book.add(.codeList, field, index)))
        }
        if let codes = try nomenclature(field) {
            checks.append(.init(kind: .member(codes.members), rule: book.add(.codeList, field, index)))
        }
        if let check = field.check {
            checks.append(.init(kind: .identifier(check), rule: book.add(.check, field, index)))
        }
        return checks
    }

    /// The codes of the field's nomenclature; nil where it has none, or its pattern alone is applied.
    private func nomenclature(_ field: Field) throws(RecordsFault) -> CodeSet? {
        guard let reference = field.nomenclature else { return nil }
        switch schema.nomenclatures[reference.name] {
        case .codes(let codes): return codes
        case .patternAlone: return nil
        case nil:
            throw RecordsFault(
                "schema.unknown-nomenclature", ["field": field.name, "nomenclature": reference.name])
        }
    }

    private mutating func compile(
        _ text: String, _ field: Field, _ index: Int
    ) throws(RecordsFault) -> FieldPlan.TextCheck.Kind {
        do throws(PatternFault) {
            let pattern = try Pattern(text)
            if let simple = SimplePattern(text) { return .simple(simple) }
            return .pcre(pattern, limitRule: book.add(.patternLimit, field, index))
        } catch {
            throw RecordsFault("schema.invalid-pattern", ["field": field.name, "error": error.description])
        }
    }

    /// A bound in the unit of a column.
    private struct Bound {
        var integer: Int64?
        var double: Double?
        /// False where the bound had decimals that the column has not.
        var isExact = true
    }

    private func lowest(_ field: Field) -> Bound {
        var bound = bound(field, number: field.minimum, moment: field.earliest, .up)
        guard field.excludesMinimum else { return bound }
        // A bound that was rounded up is above what is excluded already.
        bound.integer = bound.integer.map { bound.isExact && $0 < .max ? $0 + 1 : $0 }
        bound.double = bound.double?.nextUp
        return bound
    }

    private func highest(_ field: Field) -> Bound {
        var bound = bound(field, number: field.maximum, moment: field.latest, .down)
        guard field.excludesMaximum else { return bound }
        bound.integer = bound.integer.map { bound.isExact && $0 > .min ? $0 - 1 : $0 }
        bound.double = bound.double?.nextDown
        return bound
    }

    /// A bound in the unit of the field's column; `rounding` is that of a bound with more decimals than the column.
    private func bound(
        _ field: Field, number: Double?, moment: Timestamp?, _ rounding: FloatingPointRoundingRule
    ) -> Bound {
        switch field.type {
        case .integer, .year, .time: number.map { scaled($0, by: 1, rounding) } ?? Bound()
        case .decimal(_, let scale):
            number.map { scaled($0, by: Double(DecimalFormat.powers[scale]), rounding) } ?? Bound()
        case .number: Bound(double: number)
        case .date, .yearmonth: Bound(integer: moment.map { Int64($0.date.days) })
        case .datetime: Bound(integer: moment?.microseconds)
        case .string, .boolean: Bound()
        }
    }

    private func scaled(_ number: Double, by power: Double, _ rounding: FloatingPointRoundingRule) -> Bound {
        let nearest = (number * power).rounded()
        // The product of a number that has the column's decimals may still be a little off.
        if nearest / power == number { return Bound(integer: clamped(nearest)) }
        return Bound(integer: clamped((number * power).rounded(rounding)), isExact: false)
    }

    private func clamped(_ value: Double) -> Int64 {
        Int64(exactly: value) ?? (value < 0 ? .min : .max)
    }
}
