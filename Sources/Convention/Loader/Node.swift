internal import Support

/// Collects the problems of one folder while its files are read.
final class ProblemSink {
    var problems: [Problem] = []

    func add(_ problem: Problem) {
        guard problems.count < FormatChecker.limit * 8 else { return }
        problems.append(problem)
    }
}

/// A JSON value that knows its file and pointer.
///
/// Its kind was checked before: a getter of a member that was wrong, and is
/// reported already, gives nil or an empty value.
struct Node {
    let value: JSONValue
    let pointer: String
    let file: String
    let sink: ProblemSink

    subscript(name: String) -> Node? {
        guard let member = value[name], !member.isNull else { return nil }
        let escaped = name.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
        return Node(value: member, pointer: "\(pointer)/\(escaped)", file: file, sink: sink)
    }

    var elements: [Node] {
        (value.array ?? []).enumerated().map { index, element in
            Node(value: element, pointer: "\(pointer)/\(index)", file: file, sink: sink)
        }
    }

    /// Members in source order.
    var members: [(name: String, node: Node)] {
        (value.members ?? []).compactMap { member in self[member.name].map { (member.name, $0) } }
    }

    func list(_ name: String) -> [Node] { self[name]?.elements ?? [] }
    func texts(_ name: String) -> [String] { list(name).compactMap(\.value.string) }
    func text(_ name: String) -> String? { self[name]?.value.string }
    func integer(_ name: String) -> Int? { self[name]?.value.integer.flatMap { Int(exactly: $0) } }
    func number(_ name: String) -> Double? { self[name]?.value.double }
    func date(_ name: String) -> CivilDate? { text(name).flatMap { CivilDate(iso8601: $0) } }
    func choice<Choice: RawRepresentable<String>>(_ name: String) -> Choice? {
        text(name).flatMap { Choice(rawValue: $0) }
    }

    func report(_ code: FaultCode, _ details: [String: String] = [:], severity: Problem.Severity = .error) {
        sink.add(
            Problem(file: file, place: value.place, pointer: pointer, code: code, details: details, severity: severity))
    }
}
