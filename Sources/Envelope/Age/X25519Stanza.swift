internal import Crypto
internal import Support

/// The X25519 recipient type: a file key wrapped for the holder of a key on Curve25519 (age-encryption.org/v1, "X25519").
enum X25519Stanza {
    /// The type's name, the first argument.
    static let type = "X25519"
    /// Number of bytes of a file key.
    static let fileKeyLength = 16

    private static let info = Array("age-encryption.org/v1/X25519".utf8)
    // Each wrapping key is used once by construction, so the nonce may be fixed.
    private static let nonce = [12 of UInt8](repeating: 0)

    /// A stanza that gives `fileKey` to the holder of the secret of `recipient`.
    static func wrap(_ fileKey: SecretBytes, for recipient: [UInt8]) throws -> AgeStanza {
        let ephemeral = try Random.secret(X25519.length)
        let share = try X25519.publicKey(of: ephemeral)
        guard let shared = try X25519.sharedSecret(ephemeral, with: recipient) else {
            throw EnvelopeFault.keyMalformed(kind: "age")
        }
        let key = try HKDFSHA256.derive(
            from: shared, salt: share + recipient, info: info, length: ChaCha20Poly1305.keyLength)
        let cipher = try ChaCha20Poly1305(key: key)
        var body = [UInt8](repeating: 0, count: fileKeyLength + ChaCha20Poly1305.tagLength)
        try unsafe fileKey.withUnsafeBytes { plain throws in
            try unsafe body.withUnsafeMutableBytes { try unsafe cipher.seal(plain, nonce: nonce, into: $0) }
        }
        return AgeStanza(arguments: [Array(type.utf8), Base64.encode(share, padding: .none)], body: body)
    }

    /// The file key in `stanza`; nil where it is of another type or for another identity.
    ///
    /// - Throws: ``EnvelopeFault/headerMalformed(line:)`` where the stanza breaks the type's rules.
    static func unwrap(_ stanza: AgeStanza, with identity: AgeIdentity) throws -> SecretBytes? {
        guard stanza.isOf(type: type) else { return nil }
        guard stanza.arguments.count == 2, let share = Base64.decode(stanza.arguments[1], padding: .none),
            share.count == X25519.length,
            // The size is pinned, so that no box can be made that opens under two keys.
            stanza.body.count == fileKeyLength + ChaCha20Poly1305.tagLength,
            let shared = try X25519.sharedSecret(identity.secret, with: share)
        else { throw EnvelopeFault.headerMalformed(line: 2) }
        let salt = share + identity.recipient.publicKey
        let key = try HKDFSHA256.derive(from: shared, salt: salt, info: info, length: ChaCha20Poly1305.keyLength)
        let cipher = try ChaCha20Poly1305(key: key)
        var isOurs = false
        let fileKey = try unsafe SecretBytes(count: fileKeyLength) { memory throws in
            isOurs = try unsafe stanza.body.withUnsafeBytes { raw throws in
                try unsafe cipher.open(raw, nonce: nonce, into: memory)
            }
        }
        return isOurs ? fileKey : nil
    }
}
