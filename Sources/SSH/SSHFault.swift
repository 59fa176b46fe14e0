package import Support

/// Why an SSH session could not be set up or went on no longer.
///
/// Text of the peer is never part of it.
package enum SSHFault: Fault, Equatable {
    /// libssh would not do something that depends on us alone.
    case setup(String)
    /// A host key file is missing, unreadable or of a kind that is not served.
    case hostKey
    /// The peer and we could not agree on keys, or it spoke something else.
    case keyExchange
    /// Nobody logged in before the deadline.
    case loginTimedOut
    /// Too many keys or other proofs were refused.
    case tooManyTries
    /// Logged in, but no SFTP channel was asked for before the deadline.
    case noChannel
    /// The connection broke, or a packet was forged.
    case connectionLost
    /// The client reads no answers.
    case stalled
    /// The client sent far more packets than logging in takes.
    case tooManyPackets
    /// The client sent more than it had been given room for.
    case windowExceeded
    /// The self-test found that this cipher (and MAC) lets forged packets through, or does not work.
    case selfTest(String)
    /// The server's host key is none of those that the client was told.
    case unknownHost
    /// The client's private key cannot be read.
    case keyFile
    /// The server does not let the client's key in.
    case keyRefused
    /// The server opens no SFTP channel.
    case noSFTP

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
        case .tooManyPackets: "ssh.too-many-packets"
        case .windowExceeded: "ssh.window-exceeded"
        case .selfTest: "ssh.self-test"
        case .unknownHost: "ssh.unknown-host"
        case .keyFile: "ssh.key-file"
        case .keyRefused: "ssh.key-refused"
        case .noSFTP: "ssh.no-sftp"
        }
    }

    package var arguments: [String: String] {
        switch self {
        case .setup(let call): ["call": call]
        case .selfTest(let cipher): ["cipher": cipher]
        default: [:]
        }
    }
}
