/// A recipient stanza of an age header: its arguments, the first of which is the type, and its body.
struct AgeStanza: Equatable, Sendable {
    let arguments: [[UInt8]]
    let body: [UInt8]

    /// Whether the first argument is `name`.
    func isOf(type name: String) -> Bool { arguments.first.map { $0.elementsEqual(name.utf8) } ?? false }
}
