package import Patterns

extension DeliveryManifest {
    /// How a file of a table is called.
    private struct Naming {
        let table, pattern, example: String
    }

    /// What of the manifest does not agree with `convention`, or with its own `name`, in the order of its members.
    ///
    /// Whether the files are what it says is found out where they are opened.
    ///
    /// - Throws: `PatternFault` where a pattern of the convention does not compile.
    package func problems(_ convention: Convention, name: String) throws(PatternFault) -> [ManifestFault] {
        let names = convention.tables.filter(\.hasOwnFile).map {
            Naming(table: $0.name, pattern: $0.namePattern, example: $0.nameExample)
        }
        return try problems(
            convention, name, convention.delivery?.manifestPattern, names, convention.delivery?.optionalTables ?? [])
    }

    /// As ``problems(_:name:)``, of a manifest that is an entry of the archive called `archiveName`.
    package func problems(_ convention: Convention, archiveName: String) throws(PatternFault) -> [ManifestFault] {
        let names = convention.tables.compactMap { table in
            table.entry.map { Naming(table: table.name, pattern: $0.pattern, example: $0.example) }
        }
        return try problems(convention, archiveName, convention.archive?.namePattern, names, [])
    }

    private func problems(
        _ convention: Convention, _ name: String, _ pattern: String?, _ names: [Naming], _ optional: [String]
    ) throws(PatternFault) -> [ManifestFault] {
        var problems: [ManifestFault] = []
        let members: [(ManifestFault.Member, String, String)] = [
            (.convention, self.convention, convention.id),
            (.schemaVersion, String(schemaVersion), String(convention.version)), (.base, base, convention.card.base),
        ]
        for (member, actual, expected) in members where actual != expected {
            problems.append(.other(member, expected: expected))
        }
        guard problems.isEmpty, let pattern else { return problems }
        if try isOfOtherPeriod(name, pattern) { problems.append(.otherPeriod(table: nil)) }
        problems += try fileProblems(names)
        let missing = names.map(\.table).filter { table in
            !optional.contains(table) && !files.contains { $0.table == table }
        }
        if !missing.isEmpty { problems.append(.missingTables(missing)) }
        return problems
    }

    private func fileProblems(_ names: [Naming]) throws(PatternFault) -> [ManifestFault] {
        var problems: [ManifestFault] = []
        var seen: (tables: Set<String>, names: Set<String>) = ([], [])
        for (index, file) in files.enumerated() {
            guard let naming = names.first(where: { $0.table == file.table }) else {
                problems.append(.unknownTable(file: index + 1, expected: names.map(\.table)))
                continue
            }
            if !seen.tables.insert(naming.table).inserted {
                problems.append(.repeatedTable(file: index + 1, table: naming.table))
            }
            if !seen.names.insert(file.name).inserted {
                problems.append(.repeatedName(file: index + 1, table: naming.table))
            }
            if try !Pattern(naming.pattern).matches(file.name) {
                problems.append(.wrongName(table: naming.table, example: naming.example))
            } else if try isOfOtherPeriod(file.name, naming.pattern) {
                problems.append(.otherPeriod(table: naming.table))
            }
        }
        return problems
    }

    /// Whether `name` says a period, in the group of `pattern` that is called so, and it is not this manifest's.
    private func isOfOtherPeriod(_ name: String, _ pattern: String) throws(PatternFault) -> Bool {
        // A month may have files of its days, and a year those of its months.
        try Pattern(pattern).group(NamedPeriod.group, of: name).map { !$0.hasPrefix(period) && !period.hasPrefix($0) }
            ?? false
    }
}
