internal import Crypto
internal import Support

/// A file key in the body of a stanza, sealed under a key that sender and recipient agreed on (age-encryption.org/v1, "X25519").
struct AgeFileKey {
    /// Number of bytes of a file key.
    static let length = 16
    /// Number of bytes of the body; pinned, so that no body can be made that opens under two keys.
    private static let sealedLength = length + ChaCha20Poly1305.tagLength
    // Each wrapping key is used once by construction, so the nonce may be fixed.
    private static let nonce = [12 of UInt8](repeating: 0)

    private let cipher: ChaCha20Poly1305

    /// The key that belongs to the secret `shared` of the sender's `share` and the key of `recipient`, for the stanza type `info`.
    init(shared: SecretBytes, share: [UInt8], recipient: [UInt8], info: [UInt8]) throws(CryptoFault) {
        cipher = try ChaCha20Poly1305(
            key: HKDFSHA256.derive(
                from: shared, salt: share + recipient, info: info, length: ChaCha20Poly1305.keyLength))
    }

    /// The body that holds `fileKey`.
    func seal(_ fileKey: SecretBytes) throws -> [UInt8] {
        var body = [UInt8](repeating: 0, count: AgeFileKey.sealedLength)
        try unsafe fileKey.withUnsafeBytes { plain throws in
            try unsafe body.withUnsafeMutableBytes { raw throws in
                try unsafe cipher.seal(plain, nonce: AgeFileKey.nonce, into: raw)
            }
        }
        return body
    }

    /// The file key in `body`; nil where it was sealed under another key.
    func open(_ body: [UInt8]) throws -> SecretBytes? {
        guard AgeFileKey.isBody(body) else { return nil }
        var isOurs = false
        let fileKey = try unsafe SecretBytes(count: AgeFileKey.length) { memory throws in
            isOurs = try unsafe body.withUnsafeBytes { raw throws in
                try unsafe cipher.open(raw, nonce: AgeFileKey.nonce, into: memory)
            }
        }
        return isOurs ? fileKey : nil
    }

    /// Whether `body` has the length of one.
    static func isBody(_ body: [UInt8]) -> Bool { body.count == sealedLength }
}
