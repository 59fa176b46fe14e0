/// A rule of a table: a condition that each record must keep, or that the drop's totals must.
package struct TableRule: Sendable, Equatable {
    /// Name of the rule, unique in the table; it appears in receipts.
    package var name: String
    package var condition: Expression
    /// The condition as people read it.
    package var text: String
    package var action: RuleAction
    /// What the totals of the condition are over.
    package var totals = TotalScope.drop

    /// The rule `name`: `text`, a condition in the language of ``ExpressionParser``.
    package init(
        name: String, _ text: String, action: RuleAction? = nil, totals: TotalScope = .drop
    ) throws(RecordsFault) {
        self.name = name
        self.text = text
        condition = try ExpressionParser.parse(text)
        self.totals = totals
        self.action = action ?? .rejectRecord
        if action == nil, isAboutDrop { self.action = .rejectDrop }
    }

    /// The rule `name`: `left comparison right` or, with a limit, `left - right comparison limit`.
    package init(
        name: String, left: String, _ comparison: Comparison, right: String, limit: Double? = nil,
        action: RuleAction = .rejectRecord
    ) {
        self.name = name
        self.action = action
        let a = Expression.field(left, table: nil, column: 0)
        let b = Expression.field(right, table: nil, column: 0)
        guard let limit else {
            text = "\(left) \(comparison.rawValue) \(right)"
            condition = .comparison(comparison, a, b, column: 0)
            return
        }
        let bound = ExpressionParser.number(limit)
        text = "\(left) - \(right) \(comparison.rawValue) \(ExpressionParser.text(limit))"
        condition = .comparison(comparison, .arithmetic(.subtract, a, b, column: 0), bound, column: 0)
    }

    /// The two fields that the rule puts in order, where it does nothing else.
    package var order: (left: String, comparison: Comparison, right: String)? {
        guard case .comparison(let comparison, .field(let left, nil, _), .field(let right, nil, _), _) = condition
        else {
            return nil
        }
        return (left, comparison, right)
    }

    /// Whether the rule is about totals of the drop and not about each record.
    package var isAboutDrop: Bool { !condition.totals.isEmpty && totals == .drop }
    /// Whether the rule is about each record and the totals of its parts.
    package var isAboutParts: Bool { !condition.totals.isEmpty && totals == .record }
}

/// What the totals of a rule are over.
package enum TotalScope: String, Sendable, CaseIterable {
    /// All records of the drop.
    case drop
    /// The records that are part of the one that is judged: those of tables whose rows come out of its own lines or elements.
    case record
}
