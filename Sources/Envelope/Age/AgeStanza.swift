/// A recipient stanza of an age header: its arguments, the first of which is the type, and its body.
struct AgeStanza: Equatable, Sendable {
    let arguments: [[UInt8]]
    let body: [UInt8]

    /// Whether the first argument is `name`.
    func isOf(type name: String) -> Bool { arguments.first.map { $0.elementsEqual(name.utf8) } ?? false }

    /// Arguments of the types that name their recipient; the second of theirs says which key is meant.
    private static let namingTypes = ["ssh-ed25519", "ssh-rsa"]

    /// The type, and the recipient where the stanza says something of it.
    var summary: String {
        let naming = AgeStanza.namingTypes.contains { isOf(type: $0) }
        return arguments.prefix(naming ? 2 : 1).map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
    }
}
