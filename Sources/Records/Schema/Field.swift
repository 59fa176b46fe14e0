package import Support

/// One field of a table.
package struct Field: Sendable, Equatable {
    /// Column name in the header, matched exactly.
    package var name: String
    package var type: FieldType
    /// Empty and missing values are refused.
    package var required: Bool
    /// PCRE2 pattern that the whole text must match.
    package var pattern: String?
    /// The only values allowed: of a string its text, of other types what the text is read as, so that `07` is 7.
    package var enumeration: [String]?
    /// Name of the code list that the text must belong to.
    package var codeList: String?
    /// The installed nomenclature that the text must belong to; its codes are in ``TableSchema/nomenclatures``.
    package var nomenclature: NomenclatureReference?
    /// Bounds of numbers, years and times of day (in seconds), as written in the schema.
    package var minimum: Double?
    package var maximum: Double?
    /// Bounds of dates and date-times, inclusive.
    package var earliest: Timestamp?
    package var latest: Timestamp?
    /// Whether the lower bound itself is refused (`exclusiveMinimum`).
    package var excludesMinimum = false
    /// Whether the upper bound itself is refused (`exclusiveMaximum`).
    package var excludesMaximum = false
    /// No value may occur twice in a drop; missing values may (`unique`).
    package var isUnique = false
    /// What a string must look like beyond its pattern.
    package var textFormat: TextFormat?
    /// Texts that stand for "no value" in this field alone; nil where those of the table do.
    package var missingValues: [String]?
    /// Bounds of the length in Unicode scalars.
    package var minLength: Int?
    package var maxLength: Int?
    /// Character between whole and decimal part of numbers and decimals (`decimalChar`): one ASCII byte.
    package var decimalSeparator: UInt8 = UInt8(ascii: ".")
    /// UTF-8 of the character between groups of three digits (`groupChar`); empty where numbers have no groups.
    package var groupSeparator: [UInt8] = []
    /// Whether nothing but the number stands in the field (`bareNumber`); else signs of a currency and the like are passed over.
    package var isBareNumber = true
    /// Named check of an identifier's own redundancy.
    package var check: IdentifierCheck?
    /// What breaking a rule of this field does, by rule kind; `rejectRecord` where a kind is not named.
    package var actions: [RuleKind: RuleAction]

    /// A field called `name`.
    package init(name: String, type: FieldType, required: Bool = false) {
        self.name = name
        self.type = type
        self.required = required
        actions = [:]
    }
}

/// Types of values with their format (Table Schema "Types and formats").
package enum FieldType: Sendable, Equatable {
    case string
    case integer
    case number
    /// Fixed point: at most `precision` (1...18) digits, `scale` of them after the decimal point.
    case decimal(precision: Int, scale: Int)
    case boolean(trueValues: [String], falseValues: [String])
    /// `format` in strptime words: %Y %m %d and literal characters.
    case date(format: String)
    /// `format` in strptime words: %Y %m %d %H %M %S %f and literal characters; a trailing `Z` or offset is read where `%z` says so.
    case datetime(format: String)
    /// `format` in strptime words: %H %M %S and literal characters.
    case time(format: String)
    /// Four digits.
    case year
    /// `format` in strptime words: %Y %m and literal characters.
    case yearmonth(format: String)
}

/// Formats of strings (Table Schema, "string").
package enum TextFormat: String, Sendable, CaseIterable {
    /// One address (RFC 5321 §4.1.2 without quoted local parts).
    case email
    /// An absolute URI (RFC 3986).
    case uri
    /// A UUID of any version (RFC 9562), in either case.
    case uuid
    /// Base64 (RFC 4648 §4); it stays text.
    case binary
}

/// Checks of an identifier's inner redundancy.
package enum IdentifierCheck: String, Sendable, CaseIterable {
    case nir
    case finess
    case siret
    case rpps
}

/// Kinds of rule a field can break; the name is the last part of a rule's code, as in `field.pattern`.
package enum RuleKind: String, Sendable, CaseIterable {
    case required
    case type
    case pattern
    /// A pattern that took more work on a value than PCRE2 is allowed.
    case patternLimit = "pattern-limit"
    case unique
    case enumeration = "enum"
    case codeList = "code-list"
    case minimum
    case maximum
    case minLength = "min-length"
    case maxLength = "max-length"
    case check
}
