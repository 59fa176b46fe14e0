internal import CLibSSH

/// What an SSH server offers and how long it waits.
package struct SSHSettings: Sendable {
    /// Host keys, as files in OpenSSH's format or PKCS#8: Ed25519 and, for older clients, RSA.
    package var hostKeyPaths: [String]
    /// Seconds for the key exchange.
    package var keyExchangeSeconds: Int = 20
    /// Seconds for logging in and opening the channel, from the end of the key exchange.
    package var loginSeconds: Int = 60
    /// Seconds that a write to a client may take before it counts as gone.
    package var stallSeconds: Int = 120
    /// Keys, passwords and other proofs that a connection may present.
    package var tries: Int = 10
    /// Packets that a client may send until its channel is open: each key takes two, and little else is needed.
    package var packetsBeforeChannel: UInt64 = 128
    /// Whether clients that know no better integrity check than HMAC-SHA-2 over the plaintext (``OlderClient``) are let in.
    package var acceptsOlderMACs = true
    /// Bytes after which new keys are agreed on.
    package var rekeyBytes: UInt64 = Algorithms.rekeyBytes
    /// Whether the process serves this session alone, so that a session that makes it spin may end it (``SpinGuard``).
    package var ownsProcess = false

    /// The usual deadlines, with these host keys.
    package init(hostKeyPaths: [String]) { self.hostKeyPaths = hostKeyPaths }
}

/// The version of the library, for `doctor`.
package enum SSHLibrary {
    /// What libssh says of itself.
    ///
    /// The fix for unauthenticated AES-GCM does not show in it: ask the package manager too.
    package static var version: String { unsafe ssh_version(0).map { unsafe String(cString: $0) } ?? "" }

    /// Prepares libssh; once per process, before any session.
    package static func start() { ssh_init() }
}
