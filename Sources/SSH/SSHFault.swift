package import Support

/// Why an SSH session could not be set up or went on no longer. Text of the peer is never part of it.
package enum SSHFault: Fault, Equatable {
    /// libssh would not do something that depends on us alone.
    case setup(String)
    /// A host key file is missing, unreadable or of a kind that is not served.
    case hostKey
    /// The peer and we could not agree on keys, or it spoke something else.
    case keyExchange
    /// Nobody logged in before the deadline.
    case loginTimedOut
    /// Too many keys were refused.
    case tooManyTries
    /// Logged in, but no SFTP channel was asked for before the deadline.
    case noChannel
    /// The connection broke, or a packet was forged.
    case connectionLost
    /// The client reads no answers.
    case stalled

    package var code: FaultCode {
        switch self {
        case .setup: "ssh.setup"
        case .hostKey: "ssh.host-key"
        case .keyExchange: "ssh.key-exchange"
        case .loginTimedOut: "ssh.login-timed-out"
        case .tooManyTries: "ssh.too-many-tries"
        case .noChannel: "ssh.no-channel"
        case .connectionLost: "ssh.connection-lost"
        case .stalled: "ssh.stalled"
        }
    }

    package var arguments: [String: String] { if case .setup(let call) = self { ["call": call] } else { [:] } }
}
