internal import Crypto
internal import Support

/// The keys that a file key gives: the header's authentication code and the payload's key (age-encryption.org/v1).
enum AgeKeySchedule {
    /// Number of bytes of the payload's nonce, which stands between header and chunks.
    static let nonceLength = 16

    /// The authentication code of a header of `stanzas`.
    static func mac(of stanzas: [AgeStanza], fileKey: SecretBytes) throws(CryptoFault) -> [UInt8] {
        let key = try HKDFSHA256.derive(from: fileKey, salt: [], info: Array("header".utf8), length: HMACSHA256.length)
        return try HMACSHA256(key: key).authenticate(AgeHeader.authenticated(stanzas))
    }

    /// The key of a payload that begins with `nonce`.
    static func payloadKey(fileKey: SecretBytes, nonce: [UInt8]) throws(CryptoFault) -> SecretBytes {
        try HKDFSHA256.derive(
            from: fileKey, salt: nonce, info: Array("payload".utf8), length: ChaCha20Poly1305.keyLength)
    }
}
