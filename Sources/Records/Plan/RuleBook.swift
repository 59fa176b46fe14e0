/// The flat list of rules while a plan is compiled.
struct RuleBook {
    private(set) var rules = FormRule.allCases.map { Rule($0.code, action: .rejectRecord) }

    /// Adds a rule of a field and returns its index.
    mutating func add(_ kind: RuleKind, _ field: Field, _ index: Int) -> Int {
        let action = field.actions[kind] ?? .rejectRecord
        return add(Rule("field.\(kind.rawValue)", field: (index, field.name), action: action))
    }

    /// Adds a rule between fields, or on totals, and returns its index.
    mutating func add(_ rule: TableRule) -> Int {
        let arguments = ["rule": rule.name, "condition": rule.text]
        return add(
            Rule(
                "rule.\(rule.name)",
                message: rule.isAboutDrop ? "total-rule" : rule.isAboutParts ? "part-rule" : "rule",
                arguments: arguments,
                action: rule.action))
    }

    /// Adds a rule and returns its index.
    mutating func add(_ rule: Rule) -> Int {
        rules.append(rule)
        return rules.count - 1
    }
}
