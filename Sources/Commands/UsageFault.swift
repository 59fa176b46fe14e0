package import Support

/// Why a command line cannot be followed; wording in ``CommandMessages``.
///
/// Arguments are words that the caller typed.
package struct UsageFault: Fault, Equatable {
    package let code: FaultCode
    package let arguments: [String: String]

    /// The fault `code` about the words of `arguments`.
    package init(_ code: FaultCode, _ arguments: [String: String] = [:]) {
        self.code = code
        self.arguments = arguments
    }
}
