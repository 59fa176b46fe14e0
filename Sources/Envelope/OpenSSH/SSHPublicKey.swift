internal import Crypto
internal import Support

/// A public key of SSH, as in a line of `authorized_keys`.
package struct SSHPublicKey: Hashable, Sendable, CustomStringConvertible {
    /// The kinds of key that are recognised.
    package enum Algorithm: String, Sendable, CaseIterable {
        case ed25519 = "ssh-ed25519"
        case rsa = "ssh-rsa"
        case ecdsaP256 = "ecdsa-sha2-nistp256"

        /// What `ssh-keygen -l` calls the kind of key.
        package var title: String {
            switch self {
            case .ed25519: "ED25519"
            case .rsa: "RSA"
            case .ecdsaP256: "ECDSA"
            }
        }
    }

    /// Longest line and longest blob read: an RSA key of 16,384 bits has 2,070 bytes.
    package static let maximumBytes = 8 << 10

    /// The kind of key.
    package let algorithm: Algorithm
    /// Size of the key in bits: of the modulus for RSA, 256 for the others.
    package let bits: Int
    /// The key as it goes over the wire (RFC 4253 §6.6, RFC 8709 §4, RFC 5656 §3.1).
    package let blob: [UInt8]
    /// `SHA256:` and the unpadded base64 of the blob's digest, as `ssh-keygen -l` prints it.
    package let fingerprint: String

    /// The key in `line`: algorithm, base64 and an optional comment, or base64 alone; options are not taken.
    package init(line: String) throws {
        guard line.utf8.count <= SSHPublicKey.maximumBytes else { throw SSHPublicKey.malformed }
        let words = line.split { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
        let named = words.first.flatMap { Algorithm(rawValue: String($0)) }
        let text = named == nil ? words.first : words.dropFirst().first
        guard let text, let blob = Base64.decode(Array(text.utf8)) else { throw SSHPublicKey.malformed }
        try self.init(blob: blob)
        guard named == nil || named == algorithm else { throw SSHPublicKey.malformed }
    }

    /// The key in `blob`.
    package init(blob: [UInt8]) throws {
        guard blob.count <= SSHPublicKey.maximumBytes, let (algorithm, bits) = SSHPublicKey.kind(of: blob) else {
            throw SSHPublicKey.malformed
        }
        self.algorithm = algorithm
        self.bits = bits
        self.blob = blob
        let digest = try SHA256.hash(blob).bytes
        fingerprint = "SHA256:" + String(decoding: Base64.encode(digest, padding: .none), as: UTF8.self)
    }

    /// The Ed25519 key with these 32 bytes.
    init(ed25519 key: [UInt8]) throws {
        var writer = SSHWireWriter()
        writer.string(Algorithm.ed25519.rawValue)
        writer.string(key)
        try self.init(blob: writer.bytes)
    }

    /// The RSA key of these numbers, most significant byte first.
    init(rsaModulus modulus: [UInt8], exponent: [UInt8]) throws {
        var writer = SSHWireWriter(capacity: modulus.count + 64)
        writer.string(Algorithm.rsa.rawValue)
        writer.integer(exponent)
        writer.integer(modulus)
        try self.init(blob: writer.bytes)
    }

    /// Algorithm and base64, as in `authorized_keys`.
    package var description: String { algorithm.rawValue + " " + Base64.string(blob) }

    /// The 32 bytes of an Ed25519 key.
    var ed25519: [UInt8]? { algorithm == .ed25519 ? Array(blob.suffix(Ed25519.keyLength)) : nil }

    static let malformed = EnvelopeFault.keyMalformed(kind: "ssh")

    private static func kind(of blob: [UInt8]) -> (Algorithm, bits: Int)? {
        var reader = SSHWireReader(blob)
        guard let name = reader.string(), let algorithm = Algorithm(rawValue: String(decoding: name, as: UTF8.self))
        else {
            return nil
        }
        let bits: Int
        switch algorithm {
        case .ed25519:
            guard reader.string()?.count == Ed25519.keyLength else { return nil }
            bits = 256
        case .rsa:
            guard reader.bitsOfInteger() != nil, let size = reader.bitsOfInteger() else { return nil }
            bits = size
        case .ecdsaP256:
            // An uncompressed point: the form octet and two coordinates of 32 bytes.
            guard reader.skip("nistp256"), let point = reader.string(), point.count == 65, point[0] == 4 else {
                return nil
            }
            bits = 256
        }
        return reader.isAtEnd ? (algorithm, bits) : nil
    }
}
