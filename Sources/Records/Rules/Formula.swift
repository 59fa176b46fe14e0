/// An expression with its types resolved: every conversion is written out, every field is a column.
///
/// Exact numbers are `Int64` times ten to the power of minus a scale that is known when the rule is compiled; days and
/// moments are exact numbers too, of days and of microseconds.
indirect enum Formula: Sendable {
    /// A column of 32 or 64 bits.
    case integers(column: Int)
    case doubles(column: Int)
    case texts(column: Int)
    case truths(column: Int)
    case integer(Int64)
    case double(Double)
    case text([UInt8])
    /// An exact number times a factor.
    case scaled(Formula, by: Int64)
    /// An exact number divided by `divisor`, as a real one.
    case real(Formula, divisor: Double)
    case negated(Formula)
    case arithmetic(Expression.Arithmetic, Formula, Formula, isExact: Bool)
    case compared(Comparison, Formula, Formula, Scale)
    case amongIntegers(Formula, Set<Int64>)
    case amongDoubles(Formula, Set<Double>)
    case amongTexts(Formula, ByteStringSet)
    case missing(Formula)
    case not(Formula)
    case and(Formula, Formula)
    case or(Formula, Formula)
    /// Whole days of microseconds, rounded down.
    case days(Formula)
    case part(ExpressionFunction, Formula)
    case length(Formula)
    case prefix(Formula, count: Int)
    case absolute(Formula)

    /// What two compared values are.
    enum Scale: Sendable { case exact, real, text, truth }
}

/// Types of an expression's values.
enum FormulaType: Equatable {
    /// A number times ten to the power of `scale` in an `Int64`.
    case exact(scale: Int)
    case real
    case day
    case moment
    case clock
    case text
    case truth

    init(_ type: FieldType) {
        switch type {
        case .integer, .year: self = .exact(scale: 0)
        case .decimal(_, let scale): self = .exact(scale: scale)
        case .number: self = .real
        case .date, .yearmonth: self = .day
        case .datetime: self = .moment
        case .time: self = .clock
        case .string: self = .text
        case .boolean: self = .truth
        }
    }

    /// Its name in messages: that of the type of a field.
    var name: String {
        switch self {
        case .exact, .real: "number"
        case .day: "date"
        case .moment: "datetime"
        case .clock: "time"
        case .text: "string"
        case .truth: "condition"
        }
    }

    var isNumber: Bool { if case .exact = self { true } else { self == .real } }
    var isMoment: Bool { self == .day || self == .moment }
}
