internal import Crypto
package import Envelope
package import Support

/// The keys of `keys-example/`, which everybody has: known by the SHA-256 of their public part, or of the secret bytes
/// where there is no public part.
package enum ExampleKeys {
    /// Fingerprints by file of `keys-example/`.
    package static let fingerprints: [String: String] = [
        "host/ssh_host_ed25519_key": "00070be94fa1340f13b59ced2fe160956dd2761ca53440aa2fab30d6ac5d0510",
        "host/ssh_host_rsa_key": "935088d3cebace7b74b2466d0a454885dd0044e0ceabfb2cead5b42e49fd718b",
        "receipt/receipt_ed25519_key": "507dd74ec97b22741aa016bd8c25b0be28f0e0a10351a0720ca9105e156fd33f",
        "producer/producer_ed25519_key": "4c98e45e830c5b3a60347f1fd7495c574241f53410a2d17d12ceef0f49cd6999",
        "envelope/example.agekey": "c0e2872d6f29fa8a5888ac48a7c4ea33af48d1c2cf0cd7ad9832cd794f8d2f60",
        "envelope/example.pgpkey": "7f570f74d7d5fae3633a42cea6a661fbccb8ed1d13a297d765f4f28b67fb8250",
        "pseudonym/sidep-person.1": "2dba48ba4ba60f7754a3a92c60705249f1fde9c5c99030539ac8b4136b18e8f0",
    ]

    private static let known = Set(fingerprints.values)

    /// Whether `key` is an example.
    package static func contains(_ key: SSHPublicKey) -> Bool { contains(digestOf: key.blob) }

    /// Whether the age key of `recipient` is an example.
    package static func contains(_ recipient: AgeRecipient) -> Bool {
        if let key = recipient.sshKey { return contains(key) }
        return contains(digestOf: Array(recipient.description.utf8))
    }

    /// Whether an OpenPGP key is an example.
    package static func contains(_ identity: OpenPGPIdentity) -> Bool {
        contains(digestOf: Array(identity.fingerprint.utf8))
    }

    /// Whether a pseudonym secret is an example.
    package static func contains(_ secret: SecretBytes) -> Bool {
        guard let stream = try? SHA256() else { return true }
        unsafe secret.withUnsafeBytes { unsafe stream.update($0) }
        return known.contains(stream.finish().description)
    }

    /// Where libcrypto fails nothing can be excluded, so the answer is yes.
    private static func contains(digestOf bytes: [UInt8]) -> Bool {
        guard let digest = try? SHA256.hash(bytes) else { return true }
        return known.contains(digest.description)
    }
}
