/// A fault that is put into a record on purpose, one in each record that gets any.
package enum SyntheticFault: String, Sendable, CaseIterable {
    /// A required value left out.
    case missingValue = "missing-value"
    /// Letters where a number or a date belongs.
    case wrongType = "wrong-type"
    /// A day that the calendar does not have.
    case brokenDate = "broken-date"
    /// A code that its list does not hold.
    case badCode = "bad-code"
    /// A text that its pattern does not match.
    case badPattern = "bad-pattern"
    case tooShort = "too-short"
    case tooLong = "too-long"
    case tooSmall = "too-small"
    case tooLarge = "too-large"
    /// An identifier whose inner check fails.
    case badCheck = "bad-check"
    /// A rule between fields that does not hold.
    case brokenRule = "broken-rule"
    /// The key of an earlier record.
    case repeatedKey = "repeated-key"
    /// A reference to no record.
    case danglingReference = "dangling-reference"
    /// A record whose form is broken: a field, a member, an element or a character too many.
    case brokenForm = "broken-form"

    /// Whether the record is counted as a duplicate, not as rejected.
    package var isDuplicate: Bool { self == .repeatedKey }

    /// Whether others may still refer to the record.
    var leavesKey: Bool { self == .repeatedKey || self == .danglingReference }
}
