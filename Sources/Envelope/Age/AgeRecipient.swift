internal import Crypto
internal import Support

/// Whom an age file is sealed to: an X25519 public key, written `age1…`, or an Ed25519 key of SSH, written as in `authorized_keys`.
package struct AgeRecipient: Hashable, Sendable, CustomStringConvertible {
    static let prefix = "age"

    /// The X25519 key; that of an SSH key is the one that belongs to it (``Ed25519/keyAgreementSecret(of:)``).
    let publicKey: [UInt8]
    /// The SSH key that files are sealed to; nil for a key of age's own.
    package let sshKey: SSHPublicKey?

    init(publicKey: [UInt8], sshKey: SSHPublicKey? = nil) {
        self.publicKey = publicKey
        self.sshKey = sshKey
    }

    /// The recipient of age's own kind written in `text`.
    package init(_ text: String) throws(EnvelopeFault) {
        let bytes = Array(text.utf8)
        guard !bytes.contains(where: { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }),
            let key = Bech32.decode(bytes, prefix: AgeRecipient.prefix), key.count == X25519.length
        else { throw .keyMalformed(kind: "age") }
        self.init(publicKey: key)
    }

    /// `age1…`, or `ssh-ed25519 AAAA…`.
    package var description: String {
        sshKey?.description ?? String(decoding: Bech32.encode(publicKey, prefix: AgeRecipient.prefix), as: UTF8.self)
    }

    /// A stanza that gives `fileKey` to the holder of the secret.
    func wrap(_ fileKey: SecretBytes) throws -> AgeStanza {
        if let sshKey { return try SSHStanza.wrap(fileKey, for: publicKey, of: sshKey) }
        return try X25519Stanza.wrap(fileKey, for: publicKey)
    }
}
