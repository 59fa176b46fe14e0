/// What an object of a JSON file may hold.
///
/// One table a kind of object drives reading, lint and documentation alike.
package struct ObjectRule: Sendable {
    /// What the object is, such as `calendar`; for a variant, the value of its tag.
    package let name: String
    /// What the object is for, in one sentence.
    package let summary: String
    /// Its members in the order of the documentation.
    package let members: [MemberRule]

    /// An object called `name`.
    package init(_ name: String, _ summary: String, _ members: [MemberRule]) {
        self.name = name
        self.summary = summary
        self.members = members
    }

    /// The rule of the member called `name`.
    package subscript(name: String) -> MemberRule? { members.first { $0.name == name } }
}

/// A member that an object may or must have.
package struct MemberRule: Sendable {
    package let name: String
    package let kind: ValueKind
    /// What holds where the member is absent, in words; nil where the member must be there.
    package let fallback: String?
    /// What the member says.
    package let summary: String
    /// A value, as JSON text.
    package let example: String

    /// A member called `name`, required unless it has a default.
    package init(
        _ name: String, _ kind: ValueKind, default fallback: String? = nil, _ summary: String, _ example: String = ""
    ) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.summary = summary
        self.example = example
    }
}

/// Kinds of value that a member can have.
package indirect enum ValueKind: Sendable {
    case text(TextShape)
    case integer(ClosedRange<Int64>)
    case number(ClosedRange<Double>)
    case boolean
    /// A text or a number; its meaning hangs on other members.
    case scalar
    /// Values of one kind, no fewer than `minimum`, all different where they are texts.
    case list(ValueKind, minimum: Int)
    /// A text, or a list of texts.
    case oneOrMore(TextShape)
    case object(ObjectRule)
    /// Any names, each with a value of one kind.
    case map(ValueKind)
    /// One of several objects; the member `tag` names which.
    case variant(tag: String, [ObjectRule])

    /// What the documentation says.
    package var summary: String {
        switch self {
        case .text(let shape): shape.summary
        case .integer(let range):
            range.upperBound == Int64.max
                ? "integer from \(range.lowerBound)" : "integer \(range.lowerBound)…\(range.upperBound)"
        case .number(let range):
            range.upperBound.isInfinite ? "number" : "number \(range.lowerBound)…\(range.upperBound)"
        case .boolean: "`true` or `false`"
        case .scalar: "text or number"
        case .list(let kind, _): "list of " + kind.summary
        case .oneOrMore: "text or list of texts"
        case .object(let rule): "object, see *\(rule.name)*"
        case .map(let kind): "object: any name → " + kind.summary
        case .variant(let tag, _): "object chosen by its `\(tag)`"
        }
    }
}

/// Shapes of a text.
package enum TextShape: Sendable {
    /// Not empty, no control character, at most 4,096 characters.
    case any
    /// Any text, the empty one too.
    case free
    /// `[a-z][a-z0-9-]{0,31}`.
    case identifier
    /// `[a-z][a-z0-9_]{0,62}`.
    case tableName
    /// `[A-Za-z_][A-Za-z0-9_]{0,127}`: what every reader of the catalogue takes as a column name.
    case columnName
    /// `YYYY-MM-DD`.
    case date
    /// `HH:MM`.
    case time
    /// One ASCII character that is neither a letter, a digit nor an end of line.
    case mark
    /// A network in CIDR notation.
    case network
    /// An absolute `http` or `https` URL, in the characters of RFC 3986.
    case url
    /// `local@host`, in letters without accents, digits and `.`, `_`, `+`, `-`.
    case email
    case choice([String])

    /// Longest text of a member.
    package static let limit = 4096

    /// `text` with its line ends as JSON writes them.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { $0 == "\n" ? "\\n" : $0 == "\r" ? "\\r" : String($0) }.joined()
    }

    package var summary: String {
        switch self {
        case .any: "text"
        case .free: "text, may be empty"
        case .identifier: "text `[a-z][a-z0-9-]{0,31}`"
        case .tableName: "text `[a-z][a-z0-9_]{0,62}`"
        case .columnName: "text `[A-Za-z_][A-Za-z0-9_]{0,127}`"
        case .date: "day `YYYY-MM-DD`"
        case .time: "time `HH:MM`"
        case .mark: "one punctuation character"
        case .network: "network `ADDRESS/PREFIX`"
        case .url: "URL `http(s)://…`"
        case .email: "address `local@host`"
        case .choice(let choices): choices.map { "`\(TextShape.escaped($0))`" }.joined(separator: ", ")
        }
    }
}
