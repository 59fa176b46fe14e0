/// Where a field stands: in its own record, in one around it, or nowhere, since it is a number.
enum FieldPlace: Equatable {
    /// In the record.
    case own(DocumentPath)
    /// In the record of a table around it; of the whole file where there is none.
    case above(table: Int?, DocumentPath)
    /// The number of the record of a table, its own or one around it.
    case number(of: Int)
    /// A number that is always one.
    case one
    /// The number of groups in the tail.
    case tail(Int)
    case version
    /// An occurrence of a group in the tail.
    case occurrence(tail: Int, field: String, ordinal: Int)
}

/// A path of a document from its root, or from a JSON line.
struct DocumentPath: Hashable {
    var steps: [String]
    /// An attribute of the element.
    var attribute: String?

    /// The path `text`, seen from the record `record`; `isPosition` where it asks for a number.
    static func read(_ text: String, record: [String], isJSON: Bool) -> (path: DocumentPath, isPosition: Bool) {
        var rest = text[...]
        var steps = record
        if rest.hasPrefix("/") {
            rest.removeFirst()
            steps = []
        }
        var parts = rest.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts == ["."] || parts == [""] { parts = [] }
        let isPosition = parts.last == "position()"
        if isPosition { parts.removeLast() }
        var attribute: String?
        if !isJSON, let last = parts.last, last.hasPrefix("@") {
            attribute = String(last.dropFirst())
            parts.removeLast()
        }
        if isJSON { parts = parts.map { $0.replacing("~1", with: "/").replacing("~0", with: "~") } }
        return (DocumentPath(steps: steps + parts, attribute: attribute), isPosition)
    }
}
