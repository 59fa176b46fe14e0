/// A path of ``XMLLayout`` taken apart.
struct XMLPath: Equatable {
    /// What stands at the end of the path.
    enum Kind: Equatable {
        case element
        case attribute(String)
        case position
    }

    /// Names of elements from the root.
    let elements: [String]
    let kind: Kind

    /// The path `text`, seen from the record whose path is `record`; nil where it is none.
    init?(_ text: String, record: [String]) {
        var rest = text[...]
        var elements = record
        if rest.hasPrefix("/") {
            rest.removeFirst()
            elements = []
        }
        var steps = rest.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if steps == ["."] { steps = [] }
        var kind = Kind.element
        if steps.last == "position()" {
            kind = .position
            steps.removeLast()
        } else if let last = steps.last, last.hasPrefix("@") {
            kind = .attribute(String(last.dropFirst()))
            steps.removeLast()
            guard case .attribute(let name) = kind, XMLPath.isName(name) else { return nil }
        }
        guard steps.allSatisfy(XMLPath.isName) else { return nil }
        self.elements = elements + steps
        self.kind = kind
        if self.elements.isEmpty { return nil }
    }

    /// A name without what would need XPath: letters, digits, `_`, `-`, `.`, and one `:` for a prefix.
    private static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first.properties.isAlphabetic || first == "_" else { return false }
        return text.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || ("0"..."9").contains($0) || "_-.:".unicodeScalars.contains($0)
        }
    }
}
