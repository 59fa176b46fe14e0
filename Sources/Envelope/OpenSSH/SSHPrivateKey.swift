internal import Crypto
internal import Support

/// An Ed25519 private key of OpenSSH without a passphrase (OpenSSH PROTOCOL.key).
package struct SSHPrivateKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// Longest file read.
    package static let maximumFileBytes = 16 << 10

    private static let label = "OPENSSH PRIVATE KEY"
    private static let magic = Array("openssh-key-v1\0".utf8)
    /// Padding goes up to this multiple where nothing is encrypted.
    private static let blockSize = 8

    let seed: SecretBytes

    /// The public half.
    package let publicKey: SSHPublicKey

    private init(seed: SecretBytes) throws {
        self.seed = seed
        publicKey = try SSHPublicKey(ed25519: try Ed25519.publicKey(of: seed))
    }

    /// A new key.
    package static func generate() throws -> SSHPrivateKey { try SSHPrivateKey(seed: Random.secret(Ed25519.keyLength)) }

    /// The key in `file`, as `ssh-keygen -t ed25519 -N ''` writes it; the caller zeroes `file`.
    package init(_ file: [UInt8]) throws {
        guard var bytes = PEMText.decode(file, label: SSHPrivateKey.label, limit: SSHPrivateKey.maximumFileBytes) else {
            throw SSHPublicKey.malformed
        }
        defer { SecretBytes.zero(&bytes) }
        guard let (seed, blob) = SSHPrivateKey.parse(bytes) else { throw SSHPublicKey.malformed }
        try self.init(seed: seed)
        // The file holds the public key three times; one that differs would sign under a name that is not its own.
        guard publicKey.blob == blob else { throw SSHPublicKey.malformed }
    }

    /// Whether `file` begins as such a file does, whatever the kind of its key.
    static func begins(_ file: [UInt8]) -> Bool { file.starts(with: "-----BEGIN \(label)-----".utf8) }

    /// The key file with `comment`; the caller zeroes it.
    package func serialised(comment: String) throws -> [UInt8] {
        let check = try Random.bytes(4)
        let key = publicKey.ed25519 ?? []
        var secret = unsafe seed.withUnsafeBytes { raw in unsafe Array(raw) } + key
        var inner = SSHWireWriter(check + check, capacity: 1024 + comment.utf8.count)
        inner.string(SSHPublicKey.Algorithm.ed25519.rawValue)
        inner.string(key)
        inner.string(secret)
        SecretBytes.zero(&secret)
        inner.string(comment)
        var padding: UInt8 = 1
        while inner.bytes.count % SSHPrivateKey.blockSize != 0 {
            inner.raw([padding])
            padding += 1
        }
        var outer = SSHWireWriter(SSHPrivateKey.magic, capacity: 2048 + comment.utf8.count)
        outer.string("none")
        outer.string("none")
        outer.string("")
        outer.uint32(1)
        outer.string(publicKey.blob)
        var section = inner.take()
        outer.string(section)
        SecretBytes.zero(&section)
        var bytes = outer.take()
        defer { SecretBytes.zero(&bytes) }
        return PEMText.encode(bytes, label: SSHPrivateKey.label)
    }

    /// Nothing: a secret does not print.
    package var description: String { "" }
    package var customMirror: Mirror { Mirror(self, children: []) }

    private static func parse(_ bytes: [UInt8]) -> (SecretBytes, blob: [UInt8])? {
        var reader = SSHWireReader(bytes)
        guard reader.raw(magic.count) == magic, reader.skip("none"), reader.skip("none"), reader.skip(""),
            reader.uint32() == 1, let blob = reader.string(), var section = reader.string(), reader.isAtEnd
        else { return nil }
        defer { SecretBytes.zero(&section) }
        var inner = SSHWireReader(section)
        guard let check = inner.uint32(), inner.uint32() == check, inner.skip(SSHPublicKey.Algorithm.ed25519.rawValue),
            let key = inner.string(), key.count == Ed25519.keyLength, var secret = inner.string()
        else { return nil }
        defer { SecretBytes.zero(&secret) }
        guard secret.count == 2 * Ed25519.keyLength, secret.suffix(Ed25519.keyLength) == key[...], inner.string() != nil
        else { return nil }
        var padding: UInt8 = 1
        while !inner.isAtEnd {
            guard inner.raw(1) == [padding], padding < blockSize else { return nil }
            padding += 1
        }
        var seedBytes = Array(secret.prefix(Ed25519.keyLength))
        defer { SecretBytes.zero(&seedBytes) }
        return (SecretBytes(copying: seedBytes.span), blob)
    }
}
