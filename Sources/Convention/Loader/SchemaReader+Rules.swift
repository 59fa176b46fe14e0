internal import Records
internal import Support

extension SchemaReader {
    /// The rules of the table; a rule that cannot be read is left out, its problem reported.
    func rules(_ fields: [Field]) -> [TableRule] {
        var names: Set<String> = []
        return root.list("rules").compactMap { node in
            let name = node.text("name") ?? ""
            if !names.insert(name).inserted { node.report("convention.repeated-rule", ["rule": name]) }
            return node["holds"].map { condition(node, name, $0) } ?? comparison(node, name, fields)
        }
    }

    private func condition(_ node: Node, _ name: String, _ holds: Node) -> TableRule? {
        for member in ["left", "operator", "right", "limit"] where node[member] != nil {
            node[member]?.report("convention.rule-twice", ["member": member])
        }
        guard let text = holds.value.string else { return nil }
        do throws(RecordsFault) {
            let rule = try TableRule(
                name: name, text, action: node.choice("action"), totals: node.choice("totals") ?? .drop)
            if rule.condition.totals.isEmpty { node["totals"]?.report("convention.total-scope") }
            if rule.isAboutDrop, rule.action == .rejectRecord { node["action"]?.report("convention.total-action") }
            return rule
        } catch {
            holds.report(error.code, error.arguments)
            return nil
        }
    }

    private func comparison(_ node: Node, _ name: String, _ fields: [Field]) -> TableRule? {
        node["totals"]?.report("convention.total-scope")
        for member in ["left", "operator", "right"] where node[member] == nil {
            node.report("convention.rule-without", ["member": member])
        }
        guard let left = operand(node, "left", fields), let right = operand(node, "right", fields),
            let comparison: Comparison = node.choice("operator")
        else { return nil }
        let limit = node.number("limit")
        if left == right {
            node.report("convention.compares-itself")
            return nil
        }
        return TableRule(
            name: name, left: left, comparison, right: right, limit: limit,
            action: node.choice("action") ?? .rejectRecord)
    }

    private func operand(_ node: Node, _ member: String, _ fields: [Field]) -> String? {
        guard let operand = node[member], let name = operand.value.string else { return nil }
        if fields.contains(where: { $0.name == name }) { return name }
        unknownField(operand, name, fields)
        return nil
    }

    /// Reports the rules of `tables` whose types or names are wrong; `roots` are the schemas' own nodes.
    ///
    /// Totals may be of another table: all of them must be read first.
    static func judgeRules(of tables: [TableSchema], _ roots: [Node?]) {
        for (table, root) in zip(tables, roots) {
            let compiler = RuleCompiler(table, others: tables)
            for (index, rule) in table.rules.enumerated() {
                guard let node = root?.list("rules").first(where: { $0.text("name") == rule.name }) else { continue }
                do throws(RecordsFault) {
                    try compiler.check(index)
                } catch {
                    guard node["holds"] == nil else {
                        (node["holds"] ?? node).report(error.code, error.arguments)
                        continue
                    }
                    node.report(
                        "convention.incomparable",
                        ["left": node.text("left") ?? "", "right": node.text("right") ?? ""])
                }
            }
        }
    }
}
