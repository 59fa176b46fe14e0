package import Convention
package import Records
package import Support

/// An opposition update of made-up persons, as a producer of a convention would send it.
package enum SyntheticOppositions {
    /// What the update does with a person.
    package enum Action: String, Sendable { case add, withdraw }

    /// The CSV bytes of an update that does `action` for each identifier, from `date` on.
    package static func bytes(
        _ rules: OppositionRules, identifiers: [String], _ action: Action, date: CivilDate, scope: String = ""
    ) -> [UInt8] {
        let columns =
            [rules.identifierField, rules.actionField, rules.dateField] + (rules.scopeField.map { [$0] } ?? [])
        return bytes(columns, rules.dialect, identifiers: identifiers, action, date: date, scope: scope)
    }

    /// The same with the names of the columns: identifier, action, date and, where there is one, scope.
    package static func bytes(
        _ columns: [String], _ dialect: CSVDialect, identifiers: [String], _ action: Action, date: CivilDate,
        scope: String = ""
    ) -> [UInt8] {
        let text = CSVText(dialect)
        var bytes = text.line(columns)
        for identifier in identifiers {
            let cells = [identifier, action.rawValue, date.description, scope]
            bytes += text.line(Array(cells.prefix(columns.count)))
        }
        return bytes
    }
}
