package import Support

/// What librnp could not do, where no message is to blame.
package enum OpenPGPFault: Fault, Equatable {
    /// A function of the library failed: no memory, no random numbers.
    case failed(function: String)
    /// Bytes are no OpenPGP key that can be read.
    case keyMalformed

    package var code: FaultCode {
        switch self {
        case .failed: "openpgp.failed"
        case .keyMalformed: "openpgp.key-malformed"
        }
    }

    package var arguments: [String: String] {
        if case .failed(let function) = self { ["function": function] } else { [:] }
    }
}
