internal import Crypto
internal import Support

/// The `ssh-ed25519` recipient type: a file key wrapped for the holder of an SSH key (`age -R id_ed25519.pub`).
///
/// It is X25519 with the key that belongs to the signing key, and one step more: the shared secret is multiplied by a number
/// that the SSH key gives, so that a file for this key is none for the same key as one of age's own. No specification
/// describes it; the source is age's package `agessh`, whose files and whose `age -d` the tests are run against. `ssh-rsa` is
/// not taken.
enum SSHStanza {
    /// The type's name, the first argument.
    static let type = "ssh-ed25519"
    /// Number of bytes of the tag that says which key is meant.
    private static let tagLength = 4

    private static let info = Array("age-encryption.org/v1/ssh-ed25519".utf8)

    /// A stanza that gives `fileKey` to the holder of the secret of `key`, to which the X25519 key `recipient` belongs.
    static func wrap(_ fileKey: SecretBytes, for recipient: [UInt8], of key: SSHPublicKey) throws -> AgeStanza {
        let ephemeral = try Random.secret(X25519.length)
        let share = try X25519.publicKey(of: ephemeral)
        guard let shared = try agree(ephemeral, with: recipient, key) else { throw SSHPublicKey.malformed }
        let body = try AgeFileKey(shared: shared, share: share, recipient: recipient, info: info).seal(fileKey)
        return AgeStanza(arguments: [Array(type.utf8), try tag(key), Base64.encode(share, padding: .none)], body: body)
    }

    /// The file key in `stanza`; nil where it is of another type or for another identity.
    ///
    /// - Throws: ``EnvelopeFault/headerMalformed(line:)`` where the stanza breaks the type's rules.
    static func unwrap(_ stanza: AgeStanza, with identity: AgeIdentity, _ key: SSHPublicKey) throws -> SecretBytes? {
        guard stanza.isOf(type: type) else { return nil }
        guard stanza.arguments.count == 3, Base64.decode(stanza.arguments[1], padding: .none)?.count == tagLength,
            let share = Base64.decode(stanza.arguments[2], padding: .none), share.count == X25519.length,
            AgeFileKey.isBody(stanza.body)
        else { throw EnvelopeFault.headerMalformed(line: 2) }
        guard stanza.arguments[1] == (try tag(key)) else { return nil }
        guard let shared = try agree(identity.secret, with: share, key) else {
            throw EnvelopeFault.headerMalformed(line: 2)
        }
        // The tag is short: another key may have the same.
        return try AgeFileKey(shared: shared, share: share, recipient: identity.recipient.publicKey, info: info)
            .open(stanza.body)
    }

    /// The start of the digest of the key as it goes over the wire.
    private static func tag(_ key: SSHPublicKey) throws -> [UInt8] {
        Base64.encode(Array(try SHA256.hash(key.blob).bytes.prefix(tagLength)), padding: .none)
    }

    /// The secret shared between `secret` and `publicKey`, made the SSH key's own; nil where `publicKey` is of small order.
    private static func agree(_ secret: SecretBytes, with publicKey: [UInt8], _ key: SSHPublicKey) throws(CryptoFault)
        -> SecretBytes?
    {
        guard let shared = try X25519.sharedSecret(secret, with: publicKey) else { return nil }
        let nothing = SecretBytes(copying: [UInt8]().span)
        let tweak = try HKDFSHA256.derive(from: nothing, salt: key.blob, info: info, length: X25519.length)
        var point = unsafe shared.withUnsafeBytes { raw in unsafe Array(raw) }
        defer { SecretBytes.zero(&point) }
        return try X25519.sharedSecret(tweak, with: point)
    }
}
