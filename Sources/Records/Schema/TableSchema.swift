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
