/// A stable, dotted, lower-case code, such as `envelope.truncated`: what a program may branch on and a person may search for.
package struct FaultCode: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { rawValue = value }
    package var description: String { rawValue }
}

/// An error of Écluse: a stable code and arguments that fill the code's ``Message``.
///
/// Arguments are names, positions, counts and limits. **Never a data value, an identifier or a key.**
package protocol Fault: Error, Sendable, CustomStringConvertible {
    /// The stable code.
    var code: FaultCode { get }
    /// What fills `{name}` in the message of the code.
    var arguments: [String: String] { get }
}

extension Fault {
    package var arguments: [String: String] { [:] }
    /// Code and arguments, for logs; sentences come from ``MessageTable``.
    package var description: String {
        let list = arguments.sorted { $0.key < $1.key }.map { " \($0.key)=\(Visible.escape($0.value))" }.joined()
        return code.rawValue + list
    }
}
