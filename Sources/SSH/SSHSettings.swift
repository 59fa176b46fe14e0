internal import CLibSSH

/// What an SSH server offers and how long it waits.
package struct SSHSettings: Sendable {
    /// Host keys, as files in OpenSSH's format: Ed25519 and, for older clients, RSA.
    package var hostKeyPaths: [String]
    /// Seconds for the key exchange.
    package var keyExchangeSeconds: Int = 20
    /// Seconds for logging in and opening the channel, from the end of the key exchange.
    package var loginSeconds: Int = 60
    /// Seconds that a write to a client may take before it counts as gone.
    package var stallSeconds: Int = 120
    /// Keys that a connection may present.
    package var tries: Int = 10
    /// Whether clients that know no better integrity check than HMAC-SHA-2 over the plaintext are let in (after all others).
    package var acceptsOlderMACs = true

    /// The usual deadlines, with these host keys.
    package init(hostKeyPaths: [String]) { self.hostKeyPaths = hostKeyPaths }
}

/// The algorithms offered: the lists of libssh 0.10 for which `ssh-audit` finds no failure.
enum Algorithms {
    static let keyExchange =
        "curve25519-sha256,curve25519-sha256@libssh.org,diffie-hellman-group18-sha512,diffie-hellman-group16-sha512"
    /// AES-GCM first for clients that follow the server; OpenSSH follows its own order.
    static let ciphers =
        "chacha20-poly1305@openssh.com,aes256-gcm@openssh.com,aes128-gcm@openssh.com,aes256-ctr"
    static let macs = "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com"
    /// For libssh2 before 1.11, as in Debian 12's curl: it knows neither AES-GCM nor MACs over the ciphertext.
    static let olderMACs = "hmac-sha2-256,hmac-sha2-512"
    static let hostKeys = "ssh-ed25519,rsa-sha2-512,rsa-sha2-256"
    static let publicKeys =
        "ssh-ed25519,sk-ssh-ed25519@openssh.com,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,"
        + "sk-ecdsa-sha2-nistp256@openssh.com,rsa-sha2-512,rsa-sha2-256"
    /// Smallest RSA key, in bits (BSI TR-02102, ANSSI: 3072 from 2024 on).
    static let smallestRSA: Int32 = 3072
    /// Bytes and seconds after which new keys are agreed on: RFC 4344 and RFC 4253, section 9.
    static let rekeyBytes: UInt64 = 1 << 32
    static let rekeySeconds: UInt32 = 3600
}

/// The version of the library, for `doctor`.
package enum SSHLibrary {
    /// What libssh says of itself. The fix for unauthenticated AES-GCM does not show in it: ask the package manager too.
    package static var version: String { unsafe ssh_version(0).map { unsafe String(cString: $0) } ?? "" }

    /// Prepares libssh; once per process, before any session.
    package static func start() { ssh_init() }
}
