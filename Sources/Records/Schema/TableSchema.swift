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
    /// Names of fields that together are unique in a drop where none of them is missing (`uniqueKeys`).
    package var uniqueKeys: [[String]] = []
    /// What happens to a record that repeats one of ``uniqueKeys``.
    package var uniqueKeysAction = RuleAction.rejectRecord
    /// Fields whose values must be those of a record of a table of the same drop (`foreignKeys`).
    package var foreignKeys: [ForeignKey] = []
    /// Rules between fields of one record, and on totals of the drop.
    package var rules: [TableRule]
    /// Codes that fields may refer to, by the list's name.
    package var codeLists: [String: CodeSet]
    /// What is known of the nomenclatures that fields refer to, by name.
    ///
    /// A plan is made only where each of them is known: nothing is judged by a list that somebody forgot to look up.
    package var nomenclatures: [String: NomenclatureCodes] = [:]

    /// A schema called `name`.
    package init(
        name: String, fields: [Field], missingValues: [String] = [""], primaryKey: [Int] = [],
        primaryKeyAction: RuleAction = .rejectRecord, rules: [TableRule] = [],
        codeLists: [String: CodeSet] = [:]
    ) {
        self.name = name
        self.fields = fields
        self.missingValues = missingValues
        self.primaryKey = primaryKey
        self.primaryKeyAction = primaryKeyAction
        self.rules = rules
        self.codeLists = codeLists
    }

    /// Nomenclatures that fields refer to, each once, in the order of the fields.
    package var references: [NomenclatureReference] {
        fields.compactMap(\.nomenclature).reduce(into: []) { list, reference in
            guard let index = list.firstIndex(where: { $0.name == reference.name }) else {
                return list.append(reference)
            }
            // One field that cannot do without it is enough.
            list[index].orPattern = list[index].orPattern && reference.orPattern
        }
    }

    /// The schema as it is where no nomenclature is installed: enough to see whether it can be compiled.
    package var withPatternsAlone: TableSchema {
        var schema = self
        for reference in references { schema.nomenclatures[reference.name] = .patternAlone }
        return schema
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

/// A reference from the records of a table to those of another, or of the same, in one drop (Table Schema, `foreignKeys`).
///
/// A record that lacks one of the values refers to nothing.
package struct ForeignKey: Sendable, Equatable {
    /// Names of the fields that refer.
    package var fields: [String]
    /// The table referred to; empty for the same table.
    package var table: String
    /// Names of its fields, in the order of ``fields``.
    package var referenced: [String]
    package var action: RuleAction
    /// Whether the record is about the person of the record that it refers to.
    package var followsPerson: Bool

    /// The reference of `fields` to `referenced` of `table`.
    package init(
        _ fields: [String], table: String = "", _ referenced: [String], action: RuleAction = .rejectRecord,
        followsPerson: Bool = false
    ) {
        self.followsPerson = followsPerson
        self.fields = fields
        self.table = table
        self.referenced = referenced
        self.action = action
    }
}
