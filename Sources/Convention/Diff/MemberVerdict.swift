internal import Support

/// How a change of one member of a convention is judged.
enum MemberVerdict: Sendable {
    /// What the object with the member is about.
    enum Subject: Sendable {
        /// Drops as a whole: nothing in the tables hangs on it.
        case drops
        /// Records: where more of them are taken, more may be in the tables.
        case records

        var wider: Effects { self == .records ? Effects(.wider, .wider) : Effects(.wider) }
    }

    /// Whatever the change, it means the same.
    case always(Effects)
    /// The greatest of something: more is wider, and none is widest.
    case most
    /// The least of something: less is wider, and none is widest.
    case least
    /// True narrows; where it is absent it is as said.
    case strict(absent: Bool)
    /// True widens; where it is absent it is false.
    case lenient
    /// A list of what is taken: more is wider, and where there is none anything is taken.
    case choices
    /// A list of what is taken: more is wider, and where there is none nothing is taken.
    case allowances
    /// A list of what is asked: each element narrows.
    case demands
    /// Something that is asked: without it more is accepted, and another is as good as narrower.
    case demand
    /// What breaking a rule does: `warn`, `reject record`, `reject drop`.
    case action
    /// The same, by rule.
    case actions
    /// A greater number is a newer version.
    case version
    /// The kind of a treatment; whether there is a column is judged by the columns.
    case treatmentKind
    /// The object's own members are judged.
    case members

    /// What a change from `old` to `new` means for an object about `subject`; nil stands for no value.
    func effects(_ old: JSONValue?, _ new: JSONValue?, _ subject: Subject) -> Effects {
        func judged(_ isWider: Bool) -> Effects { isWider ? subject.wider : Effects(.narrower) }
        switch self {
        case .always(let effects): return effects
        case .most: return judged(new?.double ?? .infinity >= old?.double ?? .infinity)
        case .least: return judged(new?.double ?? -.infinity <= old?.double ?? -.infinity)
        case .strict(let absent): return judged(!(new?.boolean ?? absent))
        case .lenient: return judged(new?.boolean ?? false)
        case .choices: return judged(Self.isWider(old.map { Self.texts($0) }, new.map { Self.texts($0) }))
        case .allowances: return judged(Set(Self.texts(new)).isSuperset(of: Self.texts(old)))
        case .demands: return judged(Set(Self.texts(new)).isSubset(of: Self.texts(old)))
        case .demand: return judged(new == nil)
        case .action: return judged(Self.severity(new) <= Self.severity(old))
        case .actions:
            let rules = Set(((old?.members ?? []) + (new?.members ?? [])).map(\.name))
            return judged(rules.allSatisfy { Self.severity(new?[$0]) <= Self.severity(old?[$0]) })
        case .version: return new?.integer ?? 0 > old?.integer ?? 0 ? .none : Effects(.identity)
        case .treatmentKind: return Self.treatment(old?.string ?? "", new?.string ?? "")
        case .members: return .none
        }
    }

    private static func isWider(_ old: [String]?, _ new: [String]?) -> Bool {
        guard let new, !new.isEmpty else { return true }
        guard let old, !old.isEmpty else { return false }
        return Set(new).isSuperset(of: old)
    }

    /// Severities of the actions, from the mildest.
    private static let severities = ["warn", "reject record", "reject drop"]

    private static func severity(_ action: JSONValue?) -> Int {
        severities.firstIndex(of: action?.string ?? "reject record") ?? 1
    }

    private static func treatment(_ old: String, _ new: String) -> Effects {
        var effects = Effects.none
        if new == "forbid" { effects.producer = .narrower }
        if old == "forbid" { effects.producer = .wider }
        let same: [Set<String>] = [["keep", "keepCoded", "keepPublic"]]
        let none: Set = ["drop", "forbid"]
        if none.isDisjoint(with: [old, new]), !same.contains(where: { $0.isSuperset(of: [old, new]) }) {
            effects.table = .values
        }
        return effects
    }

    /// The elements of a list, or a value that stands for a list of one, as texts that can be compared.
    static func texts(_ value: JSONValue?) -> [String] {
        guard let value, !value.isNull else { return [] }
        return value.array.map { $0.map { JSONWriter.string($0) } } ?? [JSONWriter.string(value)]
    }
}
