internal import Containers
internal import Support

/// Turns the member `archive` into ``ArchiveRules``.
struct ArchiveRulesReader {
    let root: Node
    let checks: ConventionChecks

    /// The rules, where there are any.
    func read() -> ArchiveRules? {
        let entries = root.list("tables").compactMap { $0["entryPattern"] }
        guard let node = root["archive"] else {
            for entry in entries { entry.report("convention.entry-without-archive") }
            return nil
        }
        if entries.isEmpty { node.report("convention.archive-without-entry") }
        let names = NamePattern(node: node, checks: checks)
        return ArchiveRules(
            format: node.choice("format") ?? .zip, namePattern: names.pattern, nameExample: names.example,
            manifestEntry: node.text("manifestEntry"))
    }
}
