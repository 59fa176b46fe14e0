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
    /// Rules between fields of one record, and on totals of the drop.
    package var rules: [TableRule]
    /// Codes that fields may refer to, by the list's name.
    package var codeLists: [String: Set<String>]

    /// A schema called `name`.
    package init(
        name: String, fields: [Field], missingValues: [String] = [""], primaryKey: [Int] = [],
        primaryKeyAction: RuleAction = .rejectRecord, rules: [TableRule] = [],
        codeLists: [String: Set<String>] = [:]
    ) {
        self.name = name
        self.fields = fields
        self.missingValues = missingValues
        self.primaryKey = primaryKey
        self.primaryKeyAction = primaryKeyAction
        self.rules = rules
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
