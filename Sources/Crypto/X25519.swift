internal import COpenSSL
package import Support

/// Key agreement on Curve25519 (RFC 7748 §5 and §6.1).
package enum X25519 {
    /// Number of bytes of a secret, a public key and a shared secret.
    package static let length = 32

    /// The public key of `secret`.
    package static func publicKey(of secret: SecretBytes) throws(CryptoFault) -> [UInt8] {
        try RawKey(.x25519, secret: secret).publicKey()
    }

    /// The secret shared with the holder of `publicKey`; nil where it is all zero, which a hostile key of small order
    /// makes (RFC 7748 §6.1), or where `publicKey` is not 32 bytes.
    package static func sharedSecret(_ secret: SecretBytes, with publicKey: [UInt8]) throws(CryptoFault) -> SecretBytes?
    {
        guard publicKey.count == length else { return nil }
        let ours = try RawKey(.x25519, secret: secret)
        let theirs = try RawKey(.x25519, publicKey: publicKey)
        guard let context = unsafe EVP_PKEY_CTX_new(ours.handle, nil) else { throw CryptoFault("EVP_PKEY_CTX_new") }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe EVP_PKEY_derive_init(context) == 1, unsafe EVP_PKEY_derive_set_peer(context, theirs.handle) == 1
        else {
            throw CryptoFault("EVP_PKEY_derive_init")
        }
        var derived = false
        let shared = unsafe SecretBytes(count: length) { memory in
            var count = memory.count
            let base = unsafe memory.baseAddress?.assumingMemoryBound(to: UInt8.self)
            derived = unsafe EVP_PKEY_derive(context, base, &count) == 1 && count == length
        }
        // The library refuses the all-zero result itself; that is its choice, so it is checked here too.
        guard derived, !shared.isZero else {
            ERR_clear_error()
            return nil
        }
        return shared
    }
}

extension SecretBytes {
    /// Whether every byte is zero, in time that does not depend on the bytes.
    var isZero: Bool {
        unsafe withUnsafeBytes { raw in
            var sum: UInt8 = 0
            for index in raw.indices { sum |= unsafe raw[index] }
            return sum == 0
        }
    }
}
