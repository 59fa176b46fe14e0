internal import Convention
internal import Records

/// Chooses how many rows of a table each record around them has, and how many groups the tail of a line.
struct CountCompiler {
    /// The most rows of a part in one record, where nothing says less.
    private static let most = 5

    let plan: SynthesisPlan
    let table: TablePlan

    func compile() {
        if case .fixedWidth(let layout) = table.table.format, layout.rows == .lines { return compileTails(layout) }
        guard case .fixedWidth = table.table.format else {
            guard let owner = table.owner else { return }
            let range = wanted(table.table.name, of: plan.tables[owner])
            table.counts = PartCounts(range, salt: table.salt)
            return
        }
    }

    private func compileTails(_ layout: FixedWidthLayout) {
        table.versions = versions(layout)
        var names: [String] = []
        for version in layout.versions {
            for group in version.groups where !names.contains(group.name) { names.append(group.name) }
        }
        for name in names {
            let part = part(name)
            let range = names.filter { isCounted($0, with: name, layout) }.reduce(0...CountCompiler.most) {
                range, other in
                let own = self.range(other, layout)
                let least = max(range.lowerBound, own.lowerBound)
                return least...max(least, min(range.upperBound, own.upperBound))
            }
            // Groups that one field counts are as many.
            let counts = PartCounts(range, salt: table.salt)
            table.tails.append(TailPlan(name: name, table: part?.index, counts: counts))
            part?.counts = counts
        }
    }

    /// The table of the group `name`.
    private func part(_ name: String) -> TablePlan? {
        plan.members(ofFile: table.index).first { other in
            guard case .fixedWidth(let own) = other.table.format, case .group(name, _) = own.rows else { return false }
            return true
        }
    }

    /// Whether the groups have the same count in some version.
    private func isCounted(_ a: String, with b: String, _ layout: FixedWidthLayout) -> Bool {
        layout.versions.contains { version in
            let counts = [a, b].map { name in version.groups.first { $0.name == name }?.count }
            return a == b || counts[0] != nil && counts[0] == counts[1]
        }
    }

    /// How many of a group a line may have.
    private func range(_ name: String, _ layout: FixedWidthLayout) -> ClosedRange<Int> {
        var range = part(name).map { wanted($0.table.name, of: table) } ?? 0...CountCompiler.most
        for version in layout.versions {
            guard let group = version.groups.first(where: { $0.name == name }) else { continue }
            var most = Int(NumberDomain.power(min(6, version.fields[group.count]?.length ?? 1))) - 1
            if group.columns > 0 { most = min(most, group.columns) }
            let field = table.schema.fields.first { $0.name == group.count }
            if let high = field?.maximum { most = min(most, Int(high)) }
            let least = max(range.lowerBound, field?.minimum.map { Int($0) } ?? 0)
            range = min(least, most)...max(min(least, most), min(range.upperBound, most))
        }
        return range
    }

    /// The versions of the layout that have a place for every value that must be there, and for all groups of tables.
    private func versions(_ layout: FixedWidthLayout) -> [Int] {
        let members = plan.members(ofFile: table.index)
        let scores = layout.versions.map { version in
            members.reduce(0) { missing, member in
                guard case .fixedWidth(let own) = member.table.format else { return missing }
                var known = Set(version.fields.keys)
                if case .group(let name, _) = own.rows {
                    guard let group = version.groups.first(where: { $0.name == name }) else { return missing + 100 }
                    known.formUnion(group.fields.keys)
                }
                let lost = member.schema.fields.indices.count { column in
                    let field = member.schema.fields[column]
                    let isStored = if case .own = member.places[column] { true } else { false }
                    return isStored && field.required && !known.contains(field.name)
                }
                return missing + lost
            }
        }
        let best = scores.min() ?? 0
        return scores.indices.filter { scores[$0] == best }
    }

    /// How many rows of `part` the rules about each record of `owner` ask for.
    private func wanted(_ part: String, of owner: TablePlan) -> ClosedRange<Int> {
        var least = 0
        var most = CountCompiler.most
        func look(_ condition: Expression) {
            if case .comparison(let comparison, let a, let b, _) = condition {
                if case .total(let function, _, part, _) = a, function == .rows || function == .count {
                    switch (comparison, b) {
                    case (.greaterOrEqual, .number(let number, 0)): least = max(least, Int(number))
                    case (.greater, .number(let number, 0)): least = max(least, Int(number) + 1)
                    case (.lessOrEqual, .number(let number, 0)): most = min(most, Int(number))
                    case (.less, .number(let number, 0)): most = min(most, Int(number) - 1)
                    case (.equal, .number(let number, 0)): (least, most) = (Int(number), Int(number))
                    case (_, .field(let name, _, _)):
                        guard let field = owner.schema.fields.first(where: { $0.name == name }) else { break }
                        if let bound = field.minimum { least = max(least, Int(bound)) }
                        if let bound = field.maximum { most = min(most, Int(bound)) }
                    default: break
                    }
                } else if case .total = b {
                    look(.comparison(comparison.mirrored, b, a, column: 0))
                }
            } else {
                for inner in condition.operands { look(inner) }
            }
        }
        for rule in owner.schema.rules where rule.isAboutParts { look(rule.condition) }
        return min(least, max(least, most))...max(least, most)
    }
}

extension Comparison {
    /// The comparison with its sides exchanged.
    var mirrored: Comparison {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .equal: .equal
        case .notEqual: .notEqual
        case .greaterOrEqual: .lessOrEqual
        case .greater: .less
        }
    }
}

extension Expression {
    /// The expressions that it is made of.
    var operands: [Expression] {
        switch self {
        case .field, .number, .text, .day, .moment: []
        case .negation(let a, _), .missing(let a, _), .not(let a, _): [a]
        case .arithmetic(_, let a, let b, _), .comparison(_, let a, let b, _): [a, b]
        case .and(let a, let b, _), .or(let a, let b, _), .implication(let a, let b, _): [a, b]
        case .membership(let a, let others, _): [a] + others
        case .call(_, let arguments, _): arguments
        case .total(_, let of, _, _): of.map { [$0] } ?? []
        }
    }
}
