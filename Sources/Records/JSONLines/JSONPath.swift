internal import Support

/// A path of ``JSONLayout`` taken apart.
struct JSONPath: Equatable {
    /// What stands at the end of the path.
    enum Kind: Equatable {
        case value
        case position
    }

    /// Most names in a path: a value is read by as many calls inside each other.
    static let deepest = 16

    /// Names of members.
    let steps: [String]
    let kind: Kind
    /// The path goes from the line's object, not from the record.
    let isFromLine: Bool

    /// The record's member `name`.
    init(member name: String) {
        steps = [name]
        kind = .value
        isFromLine = false
    }

    /// The path `text`; throws where it is none.
    init(_ text: String) throws(RecordsFault) {
        var rest = text[...]
        isFromLine = rest.hasPrefix("/")
        if isFromLine { rest.removeFirst() }
        var parts = rest.split(separator: "/", omittingEmptySubsequences: false)
        kind = parts.last == "position()" ? .position : .value
        if kind == .position { parts.removeLast() }
        if parts == ["."], !isFromLine { parts = [] }
        var steps: [String] = []
        for part in parts {
            guard let name = JSONPath.name(part), !["", ".", "position()"].contains(part) else {
                throw JSONPath.fault(text)
            }
            steps.append(name)
        }
        guard steps.count <= JSONPath.deepest, kind == .position || !isFromLine || !steps.isEmpty else {
            throw JSONPath.fault(text)
        }
        self.steps = steps
    }

    /// What is wrong with the path `text`.
    static func fault(_ text: String) -> RecordsFault { RecordsFault("schema.invalid-layout", ["name": text]) }

    /// A name whose `~0` and `~1` are taken for what they mean (RFC 6901 §3).
    private static func name(_ part: Substring) -> String? {
        var name = ""
        var rest = part.unicodeScalars
        while let scalar = rest.popFirst() {
            guard scalar == "~" else {
                name.unicodeScalars.append(scalar)
                continue
            }
            switch rest.popFirst() {
            case "0": name.unicodeScalars.append("~")
            case "1": name.unicodeScalars.append("/")
            default: return nil
            }
        }
        return name
    }
}
