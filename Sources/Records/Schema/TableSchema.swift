package import Support

/// The schema of one table as a producer sends it: Frictionless Table Schema, plus named checks and cross-field rules.
///
/// Plain data, made by `Convention` from JSON; ``RecordPlan`` compiles it.
package struct TableSchema: Sendable, Equatable {
    /// The table's name, as in `convention.json`.
    package var name: String
    /// The fields in the order in which the producer sends them.
    package var fields: [Field]
    /// Texts that stand for "no value" (`missingValues`), the empty text among them by default.
    package var missingValues: [String]
    /// Indices of the fields that together are unique in a drop (`primaryKey`); empty where there is none.
    package var primaryKey: [Int]
    /// What happens to a record whose key was seen before in the drop.
    package var primaryKeyAction: RuleAction
    /// Rules between fields of one record.
    package var comparisons: [Comparison]
    /// Codes that fields may refer to, by the list's name.
    package var codeLists: [String: Set<String>]

    /// A schema called `name`.
    package init(
        name: String, fields: [Field], missingValues: [String] = [""], primaryKey: [Int] = [],
        primaryKeyAction: RuleAction = .rejectRecord, comparisons: [Comparison] = [],
        codeLists: [String: Set<String>] = [:]
    ) {
        self.name = name
        self.fields = fields
        self.missingValues = missingValues
        self.primaryKey = primaryKey
        self.primaryKeyAction = primaryKeyAction
        self.comparisons = comparisons
        self.codeLists = codeLists
    }
}

/// What breaking a rule does.
///
/// Design §5, tolerance.
package enum RuleAction: String, Sendable, CaseIterable {
    case rejectDrop = "reject drop"
    case rejectRecord = "reject record"
    case warn
}

/// One field of a table.
package struct Field: Sendable, Equatable {
    /// Column name in the header, matched exactly.
    package var name: String
    package var type: FieldType
    /// Empty and missing values are refused.
    package var required: Bool
    /// PCRE2 pattern that the whole text must match.
    package var pattern: String?
    /// The only texts allowed.
    package var enumeration: [String]?
    /// Name of the code list that the text must belong to.
    package var codeList: String?
    /// Bounds of numbers, as written in the schema.
    package var minimum: Double?
    package var maximum: Double?
    /// Bounds of dates and date-times, inclusive.
    package var earliest: Timestamp?
    package var latest: Timestamp?
    /// Bounds of the length in Unicode scalars.
    package var minLength: Int?
    package var maxLength: Int?
    /// Character between whole and decimal part of numbers and decimals (`decimalChar`): one ASCII byte.
    package var decimalSeparator: UInt8 = UInt8(ascii: ".")
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
    /// `format` in strptime words: %Y %m %d %H %M %S and literal characters; a trailing `Z` or offset is read where `%z` says so.
    case datetime(format: String)
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
    case enumeration = "enum"
    case codeList = "code-list"
    case minimum
    case maximum
    case minLength = "min-length"
    case maxLength = "max-length"
    case check
}

/// A comparison between two fields of a record, such as `entree <= sortie`; it holds where either value is missing.
package struct Comparison: Sendable, Equatable {
    /// Comparison operators.
    package enum Operator: String, Sendable, CaseIterable {
        case less = "<"
        case lessOrEqual = "<="
        case equal = "="
        case notEqual = "!="
        case greaterOrEqual = ">="
        case greater = ">"
    }

    /// Name of the rule, unique in the table; it appears in receipts.
    package var name: String
    /// Index of the left field.
    package var left: Int
    package var comparison: Operator
    /// Index of the right field.
    package var right: Int
    /// With a limit, the rule reads `left - right <comparison> limit` in days (dates) or in the fields' own unit (numbers).
    package var limit: Double?
    package var action: RuleAction

    /// The rule `name`: `left comparison right`.
    package init(
        name: String, left: Int, _ comparison: Operator, right: Int, limit: Double? = nil,
        action: RuleAction = .rejectRecord
    ) {
        self.name = name
        self.left = left
        self.comparison = comparison
        self.right = right
        self.limit = limit
        self.action = action
    }
}
