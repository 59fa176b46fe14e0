internal import Support

/// Turns the member `delivery` into ``DeliveryRules``.
struct DeliveryRulesReader {
    let root: Node
    let checks: ConventionChecks

    /// The rules, where there are any.
    func read() -> DeliveryRules? {
        guard let node = root["delivery"] else { return nil }
        let names = NamePattern(node: node, "manifestPattern", "manifestExample", checks: checks)
        let tables = root.list("tables").filter { $0["partOf"] == nil && $0["entryPattern"] == nil }
        if tables.isEmpty { node.report("convention.delivery-without-file") }
        for name in node.list("optionalTables") where !tables.contains(where: { $0.text("name") == name.value.string })
        {
            name.report("convention.delivery-table", ["table": name.value.string ?? ""])
        }
        return DeliveryRules(
            manifestPattern: names.pattern, manifestExample: names.example,
            waitHours: node.integer("waitHours") ?? DeliveryRules.standardWaitHours,
            optionalTables: node.texts("optionalTables"))
    }
}
