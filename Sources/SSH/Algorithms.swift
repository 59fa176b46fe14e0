/// The algorithms offered: the lists of libssh 0.10 for which `ssh-audit` finds no failure.
enum Algorithms {
    /// A cipher, and how many bytes its own authentication tag has; nil where a MAC does that work.
    struct Cipher {
        let name: String
        let tagLength: Int?
    }

    /// A MAC and its length in bytes.
    struct MAC {
        let name: String
        let length: Int
    }

    static let keyExchange =
        "curve25519-sha256,curve25519-sha256@libssh.org,diffie-hellman-group18-sha512,diffie-hellman-group16-sha512"
    /// ChaCha20 (OpenSSH PROTOCOL.chacha20poly1305), AES-GCM (RFC 5647), AES-CTR (RFC 4344); a client follows its own order.
    static let ciphers = [
        Cipher(name: "chacha20-poly1305@openssh.com", tagLength: 16),
        Cipher(name: "aes256-gcm@openssh.com", tagLength: 16), Cipher(name: "aes128-gcm@openssh.com", tagLength: 16),
        Cipher(name: "aes256-ctr", tagLength: nil),
    ]
    /// Over the ciphertext (OpenSSH PROTOCOL, section 1.7).
    static let macs = [
        MAC(name: "hmac-sha2-256-etm@openssh.com", length: 32), MAC(name: "hmac-sha2-512-etm@openssh.com", length: 64),
    ]
    /// Over the plaintext (RFC 6668): for the clients of ``OlderClient`` alone.
    static let olderMACs = [MAC(name: "hmac-sha2-256", length: 32), MAC(name: "hmac-sha2-512", length: 64)]
    /// The names of `macs` as libssh takes them.
    static func list(_ macs: [MAC]) -> String { macs.map(\.name).joined(separator: ",") }

    static let hostKeys = "ssh-ed25519,rsa-sha2-512,rsa-sha2-256"
    /// The ciphers in the order in which our own client asks for them: AES-GCM, which processors compute, comes first.
    static let clientCiphers =
        (ciphers.filter { $0.name.contains("gcm") } + ciphers.filter { !$0.name.contains("gcm") })
        .map(\.name).joined(separator: ",")
    /// The signature algorithms of those of ``hostKeys`` whose kind of key is among `kinds`.
    static func hostKeys(of kinds: Set<String>) -> String {
        hostKeys.split(separator: ",").filter { name in
            kinds.contains(name.hasPrefix("rsa-") ? "ssh-rsa" : String(name))
        }.joined(separator: ",")
    }
    static let publicKeys =
        "ssh-ed25519,sk-ssh-ed25519@openssh.com,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,"
        + "sk-ecdsa-sha2-nistp256@openssh.com,rsa-sha2-512,rsa-sha2-256"
    /// Smallest RSA key, in bits (BSI TR-02102, ANSSI: 3072 from 2024 on).
    static let smallestRSA: Int32 = 3072
    /// Bytes and seconds after which new keys are agreed on: RFC 4344 and RFC 4253, section 9.
    static let rekeyBytes: UInt64 = 1 << 32
    static let rekeySeconds: UInt32 = 3600
}
