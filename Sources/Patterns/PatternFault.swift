package import Support

/// A pattern that PCRE2 refuses, with the place in the pattern.
package enum PatternFault: Fault, Equatable {
    /// Not a pattern: PCRE2's error number and the byte where it stopped.
    case invalid(error: Int, offset: Int)
    /// Longer than ``Pattern/maximumLength``.
    case tooLong(length: Int)
    /// Out of memory inside PCRE2.
    case outOfMemory

    package var code: FaultCode {
        switch self {
        case .invalid: "pattern.invalid"
        case .tooLong: "pattern.too-long"
        case .outOfMemory: "pattern.out-of-memory"
        }
    }

    package var arguments: [String: String] {
        switch self {
        case .invalid(let error, let offset): ["error": "\(error)", "offset": "\(offset)"]
        case .tooLong(let length): ["length": "\(length)", "limit": "\(Pattern.maximumLength)"]
        case .outOfMemory: [:]
        }
    }
}
