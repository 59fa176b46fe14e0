/// A value to bind (https://sqlite.org/datatype3.html).
///
/// It prints as its kind alone, so that no log line or error can hold what it carries.
package enum Value: Sendable, CustomStringConvertible, CustomReflectable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])

    /// An integer of any width that fits.
    package static func int(_ value: some BinaryInteger) -> Value { .integer(Int64(value)) }
    /// An integer, or null.
    package static func int(_ value: (some BinaryInteger)?) -> Value { value.map { .integer(Int64($0)) } ?? .null }
    /// Text, or null.
    package static func text(_ value: String?) -> Value { value.map { .text($0) } ?? .null }
    /// Bytes, or null.
    package static func blob(_ value: [UInt8]?) -> Value { value.map { .blob($0) } ?? .null }

    package var description: String {
        switch self {
        case .null: "null"
        case .integer: "integer"
        case .text: "text"
        case .blob: "blob"
        }
    }

    package var customMirror: Mirror { Mirror(self, children: []) }
}
