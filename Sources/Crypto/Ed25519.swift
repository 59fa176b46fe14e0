internal import COpenSSL
package import Support

/// Signatures on Edwards25519 (RFC 8032 §5.1).
package enum Ed25519 {
    /// Number of bytes of a seed (the secret key of RFC 8032) and of a public key.
    package static let keyLength = 32
    /// Number of bytes of a signature.
    package static let signatureLength = 64

    /// The public key of `seed`.
    package static func publicKey(of seed: SecretBytes) throws(CryptoFault) -> [UInt8] {
        try RawKey(.ed25519, secret: seed).publicKey()
    }

    /// The signature of `message`.
    package static func sign(_ message: [UInt8], with seed: SecretBytes) throws(CryptoFault) -> [UInt8] {
        let key = try RawKey(.ed25519, secret: seed)
        let context = try DigestContext()
        var signature = [UInt8](repeating: 0, count: signatureLength)
        var count = signature.count
        guard unsafe EVP_DigestSignInit(context.handle, nil, nil, nil, key.handle) == 1,
            unsafe EVP_DigestSign(context.handle, &signature, &count, message, message.count) == 1,
            count == signatureLength
        else { throw CryptoFault("EVP_DigestSign") }
        return signature
    }

    /// Whether `signature` is that of `message` under `publicKey`; wrong lengths are no signature.
    package static func verify(
        _ signature: [UInt8], of message: [UInt8], publicKey: [UInt8]
    ) throws(CryptoFault) -> Bool {
        guard signature.count == signatureLength, publicKey.count == keyLength else { return false }
        let key = try RawKey(.ed25519, publicKey: publicKey)
        let context = try DigestContext()
        guard unsafe EVP_DigestVerifyInit(context.handle, nil, nil, nil, key.handle) == 1 else {
            throw CryptoFault("EVP_DigestVerifyInit")
        }
        let result = unsafe EVP_DigestVerify(context.handle, signature, signature.count, message, message.count)
        if result != 1 { ERR_clear_error() }
        return result == 1
    }
}
