internal import Crypto
internal import Support

/// The X25519 recipient type: a file key wrapped for the holder of a key on Curve25519 (age-encryption.org/v1, "X25519").
enum X25519Stanza {
    /// The type's name, the first argument.
    static let type = "X25519"

    private static let info = Array("age-encryption.org/v1/X25519".utf8)

    /// A stanza that gives `fileKey` to the holder of the secret of `recipient`.
    static func wrap(_ fileKey: SecretBytes, for recipient: [UInt8]) throws -> AgeStanza {
        let ephemeral = try Random.secret(X25519.length)
        let share = try X25519.publicKey(of: ephemeral)
        guard let shared = try X25519.sharedSecret(ephemeral, with: recipient) else {
            throw EnvelopeFault.keyMalformed(kind: "age")
        }
        let key = try AgeFileKey(shared: shared, share: share, recipient: recipient, info: info)
        return AgeStanza(
            arguments: [Array(type.utf8), Base64.encode(share, padding: .none)], body: try key.seal(fileKey))
    }

    /// The file key in `stanza`; nil where it is of another type or for another identity.
    ///
    /// - Throws: ``EnvelopeFault/headerMalformed(line:)`` where the stanza breaks the type's rules.
    static func unwrap(_ stanza: AgeStanza, with identity: AgeIdentity) throws -> SecretBytes? {
        guard stanza.isOf(type: type) else { return nil }
        guard stanza.arguments.count == 2, let share = Base64.decode(stanza.arguments[1], padding: .none),
            share.count == X25519.length, AgeFileKey.isBody(stanza.body),
            let shared = try X25519.sharedSecret(identity.secret, with: share)
        else { throw EnvelopeFault.headerMalformed(line: 2) }
        return try AgeFileKey(shared: shared, share: share, recipient: identity.recipient.publicKey, info: info)
            .open(stanza.body)
    }
}
