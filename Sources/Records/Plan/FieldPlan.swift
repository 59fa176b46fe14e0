internal import Patterns

/// A field compiled for the inner loops.
struct FieldPlan: Sendable {
    /// How the text becomes a value.
    enum Reader: Sendable {
        case string
        case integer
        case number(separator: UInt8)
        case decimal(DecimalFormat)
        case boolean(trueValues: ByteStringSet, falseValues: ByteStringSet)
        case date(TemporalFormat)
        case datetime(TemporalFormat)
        case time(TemporalFormat)
        case year
    }

    /// A check of the text, and the index of its rule.
    struct TextCheck: Sendable {
        enum Kind: Sendable {
            case simple(SimplePattern)
            /// A pattern, and the rule that a value breaks which takes it too much work.
            case pcre(Pattern, limitRule: Int)
            case member(ByteStringSet)
            case minLength(Int)
            case maxLength(Int)
            case identifier(IdentifierCheck)
            case format(TextFormat)
        }
        let kind: Kind
        let rule: Int
    }

    /// Bounds of values, in the unit of the column.
    struct Bounds<Value: Sendable>: Sendable {
        var minimum: (value: Value, rule: Int)?
        var maximum: (value: Value, rule: Int)?
    }

    /// The only values allowed in a column that is no text.
    struct Members: Sendable {
        var integers: Set<Int64> = []
        var doubles: Set<Double> = []
        let rule: Int
    }

    let index: Int
    /// Texts that stand for no value.
    let missing: ByteStringSet
    let reader: Reader
    /// How numbers are written, where that is not plainly.
    let numberStyle: NumberStyle?
    let requiredRule: Int?
    let typeRule: Int?
    let checks: [TextCheck]
    let integerBounds: Bounds<Int64>
    let doubleBounds: Bounds<Double>
    var members: Members?
    /// The caller wants the column.
    let needed: Bool
    /// The key or a comparison uses the column.
    let used: Bool
    /// The column is given by codes as long as its texts are few; the caller alone uses it.
    let isCoded: Bool
}
