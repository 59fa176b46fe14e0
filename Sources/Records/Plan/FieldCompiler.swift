internal import Patterns
internal import Support

/// Compiles the fields of a schema.
struct FieldCompiler {
    let schema: TableSchema
    var book = RuleBook()

    /// The plan of field `index`.
    mutating func compile(_ index: Int, needed: Bool, used: Bool) throws(RecordsFault) -> FieldPlan {
        let field = schema.fields[index]
        let reader = try self.reader(field)
        let required = field.required ? book.add(.required, field, index) : nil
        let type = field.type == .string ? nil : book.add(.type, field, index)
        let checks = try self.checks(field, index)
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
        return FieldPlan(
            index: index, reader: reader, requiredRule: required, typeRule: type, checks: checks,
            integerBounds: integers, doubleBounds: doubles, needed: needed, used: used)
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
        case .date(let format):
            guard let format = TemporalFormat(format, time: false) else {
                throw RecordsFault("schema.invalid-format", ["field": field.name])
            }
            return .date(format)
        case .datetime(let format):
            guard let format = TemporalFormat(format, time: true) else {
                throw RecordsFault("schema.invalid-format", ["field": field.name])
            }
            return .datetime(format)
        }
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
            checks.append(.init(kind: try compile(pattern, field), rule: book.add(.pattern, field, index)))
        }
        if let values = field.enumeration {
            checks.append(.init(kind: .member(ByteStringSet(values)), rule: book.add(.enumeration, field, index)))
        }
        if let name = field.codeList {
            guard let codes = schema.codeLists[name] else {
                throw RecordsFault("schema.unknown-code-list", ["field": field.name])
            }
            checks.append(.init(kind: .member(ByteStringSet(codes)), rule: book.add(.codeList, field, index)))
        }
        if let check = field.check {
            checks.append(.init(kind: .identifier(check), rule: book.add(.check, field, index)))
        }
        return checks
    }

    private func compile(_ text: String, _ field: Field) throws(RecordsFault) -> FieldPlan.TextCheck.Kind {
        do throws(PatternFault) {
            let pattern = try Pattern(text)
            return SimplePattern(text).map { .simple($0) } ?? .pcre(pattern)
        } catch {
            throw RecordsFault("schema.invalid-pattern", ["field": field.name, "error": error.description])
        }
    }

    private func lowest(_ field: Field) -> (integer: Int64?, double: Double?) {
        bound(field, number: field.minimum, moment: field.earliest, .up)
    }

    private func highest(_ field: Field) -> (integer: Int64?, double: Double?) {
        bound(field, number: field.maximum, moment: field.latest, .down)
    }

    /// A bound in the unit of the field's column; `rounding` keeps it exact where the bound has decimals.
    private func bound(
        _ field: Field, number: Double?, moment: Timestamp?, _ rounding: FloatingPointRoundingRule
    ) -> (integer: Int64?, double: Double?) {
        switch field.type {
        case .integer: (number.map { clamped($0.rounded(rounding)) }, nil)
        case .decimal(_, let scale):
            (number.map { clamped(($0 * Double(DecimalFormat.powers[scale])).rounded()) }, nil)
        case .number: (nil, number)
        case .date: (moment.map { Int64($0.date.days) }, nil)
        case .datetime: (moment?.microseconds, nil)
        case .string, .boolean: (nil, nil)
        }
    }

    private func clamped(_ value: Double) -> Int64 {
        Int64(exactly: value) ?? (value < 0 ? .min : .max)
    }
}
