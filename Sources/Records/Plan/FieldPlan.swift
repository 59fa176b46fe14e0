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
    }

    /// A check of the text, and the index of its rule.
    struct TextCheck: Sendable {
        enum Kind: Sendable {
            case simple(SimplePattern)
            case pcre(Pattern)
            case member(ByteStringSet)
            case minLength(Int)
            case maxLength(Int)
            case identifier(IdentifierCheck)
        }
        let kind: Kind
        let rule: Int
    }

    /// Bounds of values, in the unit of the column.
    struct Bounds<Value: Sendable>: Sendable {
        var minimum: (value: Value, rule: Int)?
        var maximum: (value: Value, rule: Int)?
    }

    let index: Int
    let reader: Reader
    let requiredRule: Int?
    let typeRule: Int?
    let checks: [TextCheck]
    let integerBounds: Bounds<Int64>
    let doubleBounds: Bounds<Double>
    /// The caller wants the column.
    let needed: Bool
    /// The key or a comparison uses the column.
    let used: Bool
}
