/// The flat list of rules while a plan is compiled.
struct RuleBook {
    private(set) var rules = FormRule.allCases.map { Rule($0.code, action: .rejectRecord) }

    /// Adds a rule of a field and returns its index.
    mutating func add(_ kind: RuleKind, _ field: Field, _ index: Int) -> Int {
        let action = field.actions[kind] ?? .rejectRecord
        return add(Rule("field.\(kind.rawValue)", field: (index, field.name), action: action))
    }

    /// Adds the rule of a comparison between two fields of `schema`.
    mutating func add(_ comparison: Comparison, _ schema: TableSchema) {
        let names = ["left": schema.fields[comparison.left].name, "right": schema.fields[comparison.right].name]
        rules.append(
            Rule("compare.\(comparison.name)", message: "compare", arguments: names, action: comparison.action))
    }

    /// Adds a rule and returns its index.
    mutating func add(_ rule: Rule) -> Int {
        rules.append(rule)
        return rules.count - 1
    }
}
