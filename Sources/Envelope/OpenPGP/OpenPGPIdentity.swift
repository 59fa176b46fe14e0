internal import OpenPGP
package import Support

/// A secret OpenPGP key of the gateway, without a passphrase: what opens messages sealed to its public half.
package struct OpenPGPIdentity: Sendable, CustomStringConvertible, CustomReflectable {
    /// Longest key file read.
    package static let maximumFileBytes = 64 << 10

    let file: SecretBytes
    /// The keys in it that messages may be sealed to.
    let keys: [OpenPGPKey]
    /// Fingerprint of the primary key, upper-case hexadecimal: what `gpg --show-keys` prints.
    package let fingerprint: String

    /// The key in `file`, as `gpg --export-secret-keys` writes it, armored or not; the caller zeroes `file`.
    package init(_ file: [UInt8]) throws {
        guard file.count <= OpenPGPIdentity.maximumFileBytes else { throw OpenPGPIdentity.malformed }
        try self.init(secret: SecretBytes(copying: file.span))
    }

    private init(secret: SecretBytes) throws {
        file = secret
        // When the key expires is for those who seal to it: what they sealed is opened.
        let ring = try OpenPGPKeyRing(at: OpenPGPKeyRing.endOfTime)
        do { try ring.add(secretKeys: secret) } catch { throw OpenPGPIdentity.malformed }
        keys = try ring.keys().filter { $0.hasSecret && $0.canEncrypt }
        guard let first = keys.first else { throw OpenPGPIdentity.malformed }
        fingerprint = first.primaryFingerprint
    }

    /// A new key of `user`, made at `moment`: the identity, its secret file (the caller zeroes it) and its public one, both armored.
    package static func generate(user: String, at moment: Timestamp) throws -> (
        identity: OpenPGPIdentity, secret: [UInt8], public: [UInt8]
    ) {
        let made = try OpenPGPKeyGeneration.generate(user: user, at: moment)
        let text = unsafe made.secret.withUnsafeBytes { raw in unsafe Array(raw) }
        return (try OpenPGPIdentity(secret: made.secret), text, made.public)
    }

    /// Nothing: a secret does not print.
    package var description: String { "" }
    package var customMirror: Mirror { Mirror(self, children: []) }

    private static let malformed = EnvelopeFault.keyMalformed(kind: "OpenPGP")
}

/// Public keys of those who sign, as `gpg --export` writes them.
package enum OpenPGPCertificate {
    /// Longest file read: photographs and the signatures of hundreds of others make such keys long.
    package static let maximumFileBytes = 1 << 20

    /// Whether there is a key in `file` that may sign, now or at another time.
    package static func signs(_ file: [UInt8]) -> Bool {
        (try? keys([file]))?.contains { $0.canSign } ?? false
    }

    /// The keys in `files`.
    static func keys(_ files: [[UInt8]]) throws -> [OpenPGPKey] {
        let ring = try OpenPGPKeyRing(at: OpenPGPKeyRing.endOfTime)
        for file in files where file.count <= maximumFileBytes { try ring.add(publicKeys: file) }
        return try ring.keys()
    }
}
