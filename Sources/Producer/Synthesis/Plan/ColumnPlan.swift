internal import Records

/// Which of its values a column has in a record; the number of the record decides, and nothing that was made before.
enum ColumnSource: Equatable {
    /// No value.
    case none
    /// Any, all as often.
    case even
    /// Any, some far more often than others.
    case skewed
    /// That of the record's person.
    case person
    /// Any, but always the same for a person.
    case personal
    /// A day in the life of the record's person before the record.
    case birth
    /// The moment of the record, so many steps later.
    case timeline(rank: Int)
    /// A digit of the record's number: it makes keys unique.
    case digit(divisor: Int, radix: Int)
    /// By the number of the record in the one around it.
    case rank
    /// The value that the record which a foreign key names has in a column.
    case reference(Int, column: Int)
    /// The value of the record around it, so many tables up: of a column of that table.
    case inherited(table: Int, column: Int)
    /// The number from 1 of the record, or of one around it, in its list or file.
    case number(of: Int)
    /// How many groups of the tail a line has.
    case tail(Int)
    /// A share of the number of groups that the line around has: those of all its records add up to it.
    case shareOfTail(Int)
    /// The version of the line.
    case version
    /// A field of an occurrence of a group in the tail: a column of the table of the group.
    case occurrence(table: Int, column: Int, ordinal: Int)
    /// Some characters of another column, whose place in the line holds its own.
    case slice(of: Int, Range<Int>)
    /// Always the same number.
    case constant(Int)
    /// A share of a number, so that those of all records add up to it.
    case share(of: Int)

    /// Whether the records of a table may differ in it at all, and a change breaks nothing else.
    var isFree: Bool {
        switch self {
        case .even, .skewed, .birth, .timeline, .personal: true
        default: false
        }
    }
}

extension ColumnSource {
    /// Whether the value is that of the record around, or its number.
    var isGiven: Bool {
        switch self {
        case .inherited, .number: true
        default: false
        }
    }
}

/// How the values of a column are made.
struct ColumnPlan {
    let field: Field
    var domain: ValueDomain
    var source: ColumnSource
    /// Share of the records without a value, of 65536.
    var missingShare: UInt32 = 0
    /// Whether the file can say that there is no value.
    var canBeMissing = true
    /// Decides all draws of the column.
    var salt: UInt64
    /// Records of other tables, or of the same, have its values.
    var isReferenced = false
    /// It is one for the whole file: that of record 0.
    var isOfFile = false
    /// Others took the value before: no rule may set it any more.
    var isShared = false

    /// Of a field that is an occurrence of a group in the tail: which tail, and which occurrence from 0.
    var occurrence: (tail: Int, ordinal: Int)?
    /// By version of the layout, whether it has the field; nil where all have.
    var presence: [Bool]?

    /// Whether a rule may set it.
    var isFree: Bool { source.isFree && !isReferenced && !isShared }
}

/// A foreign key: which record of another table each record names.
struct ReferencePlan {
    let table: Int
    let columns: [Int]
    let referenced: [Int]
    /// Nil where the record that is named is drawn; else its number is a digit of that of the record.
    var digit: (divisor: Int, radix: Int)?
    /// Records of the other table refer back: each must be named by the record of the same number.
    var isMirrored = false
    let salt: UInt64
    var missingShare: UInt32
    /// Whether a reference to nothing leaves the record out.
    let isJudged: Bool
}
