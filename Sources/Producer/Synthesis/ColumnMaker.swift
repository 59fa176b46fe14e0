/// How the values of one column are made.
enum ColumnMaker {
    /// Nothing: a column that the convention forbids or that nobody needs.
    case empty
    /// One of a few texts, ready to be written.
    case pool([[UInt8]])
    /// One of a few texts that stays with a person.
    case personPool([[UInt8]], salt: UInt64)
    /// A number that no other row has.
    case sequence(prefix: [UInt8], width: Int)
    case integer(ClosedRange<Int>)
    /// A number of hundredths or other parts: whole part, digits after the decimal character.
    case decimal(ClosedRange<Int>, scale: Int, separator: UInt8)
    /// The person's pseudonym of `length` hexadecimal digits.
    case person(length: Int)
    /// The person's NIR with its key.
    case personNIR
    /// A person's own day, up to a hundred years before the drop.
    case birth(MomentFormat)
    /// A moment of the drop's day, `rank` steps after its first event.
    case moment(MomentFormat, rank: Int)
}

/// A column and the ways in which a fault can show in it.
struct ColumnPlan {
    var maker: ColumnMaker
    var isRequired: Bool
    var isKey: Bool
    var hasCodes: Bool
    var isTyped: Bool
    var isForbidden: Bool
}
