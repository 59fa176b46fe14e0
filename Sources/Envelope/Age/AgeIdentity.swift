internal import Crypto
internal import Support

/// A secret that opens age files: an X25519 key, written `AGE-SECRET-KEY-1…`, or an Ed25519 key of OpenSSH.
package struct AgeIdentity: Sendable, CustomStringConvertible, CustomReflectable {
    static let prefix = "age-secret-key-"
    /// Most bytes of an identity file.
    package static let maximumFileBytes = 64 << 10

    /// The X25519 secret.
    let secret: SecretBytes

    /// The recipient that this identity opens for.
    package let recipient: AgeRecipient

    private init(secret: SecretBytes, sshKey: SSHPublicKey? = nil) throws(CryptoFault) {
        self.secret = secret
        recipient = AgeRecipient(publicKey: try X25519.publicKey(of: secret), sshKey: sshKey)
    }

    /// The identity that opens what is sealed to the public half of `key` (`age -R id_ed25519.pub`).
    package init(_ key: SSHPrivateKey) throws {
        try self.init(secret: Ed25519.keyAgreementSecret(of: key.seed), sshKey: key.publicKey)
    }

    /// The identity written in `text`, upper case and without white space around it; the caller zeroes `text`.
    package init(_ text: [UInt8]) throws {
        let isUpper = !text.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
        guard isUpper, var bytes = Bech32.decode(text, prefix: AgeIdentity.prefix) else {
            throw EnvelopeFault.keyMalformed(kind: "age")
        }
        defer { SecretBytes.zero(&bytes) }
        guard bytes.count == X25519.length else { throw EnvelopeFault.keyMalformed(kind: "age") }
        try self.init(secret: SecretBytes(copying: bytes.span))
    }

    /// A new identity.
    package static func generate() throws -> AgeIdentity {
        try AgeIdentity(secret: Random.secret(X25519.length))
    }

    /// The identities of a file as `age-keygen` writes it: one a line, `#` begins a comment; or the one of a file as `ssh-keygen`
    /// writes it; the caller zeroes `file`.
    package static func parse(file: [UInt8]) throws -> [AgeIdentity] {
        guard file.count <= maximumFileBytes else { throw EnvelopeFault.keyMalformed(kind: "age") }
        if SSHPrivateKey.begins(file) { return [try AgeIdentity(SSHPrivateKey(file))] }
        var identities: [AgeIdentity] = []
        for line in file.split(whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
            guard line.first != UInt8(ascii: "#"), !line.allSatisfy(AgeArmor.isWhitespace) else { continue }
            var text = Array(line)
            defer { SecretBytes.zero(&text) }
            identities.append(try AgeIdentity(text))
        }
        guard !identities.isEmpty else { throw EnvelopeFault.keyMalformed(kind: "age") }
        return identities
    }

    /// The file key in `stanza`; nil where it is for another identity.
    func unwrap(_ stanza: AgeStanza) throws -> SecretBytes? {
        if let key = recipient.sshKey { return try SSHStanza.unwrap(stanza, with: self, key) }
        return try X25519Stanza.unwrap(stanza, with: self)
    }

    /// `AGE-SECRET-KEY-1…`, for a key file only, of a key of age's own; the caller zeroes it.
    package func serialised() -> [UInt8] {
        var bytes = unsafe secret.withUnsafeBytes { raw in unsafe Array(raw) }
        defer { SecretBytes.zero(&bytes) }
        var text = Bech32.encode(bytes, prefix: AgeIdentity.prefix)
        for index in text.indices where (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[index]) {
            text[index] -= 32
        }
        return text
    }

    /// Nothing: a secret does not print.
    package var description: String { "" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
