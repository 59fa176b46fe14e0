package import Support

/// A failure inside libcrypto that no input explains (memory, a missing algorithm).
package struct CryptoFault: Fault, Equatable {
    /// Name of the libcrypto function that failed.
    package let function: String

    /// The failure of `function`.
    package init(_ function: String) { self.function = function }

    package var code: FaultCode { "crypto.failed" }
    package var arguments: [String: String] { ["function": function] }
}
