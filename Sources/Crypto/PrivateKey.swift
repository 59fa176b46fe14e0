internal import COpenSSL
internal import Support

/// A private key for decryption: RSA (RFC 8017), or key agreement on P-256, P-384 (SEC 1) or Curve25519 (RFC 7748).
///
/// In a file it is PKCS#8 PEM text (RFC 5958).
@safe
package final class PrivateKey: Sendable {
    /// Kinds of key that are taken.
    package enum Kind: String, Sendable, CaseIterable {
        case rsa, p256, p384, x25519

        /// Number of bytes of an encoded point: uncompressed on the curves of NIST, raw on Curve25519.
        package var pointLength: Int {
            switch self {
            case .rsa: 0
            case .p256: 65
            case .p384: 97
            case .x25519: X25519.length
            }
        }
    }

    // Sendable: the library counts references with locks, and the key is not changed after `init`.
    nonisolated(unsafe) let handle: OpaquePointer
    /// The kind of key.
    package let kind: Kind

    private init?(taking handle: OpaquePointer) {
        guard let kind = unsafe PrivateKey.kind(of: handle) else {
            unsafe EVP_PKEY_free(handle)
            return nil
        }
        unsafe self.handle = unsafe handle
        self.kind = kind
    }

    /// The first key in PEM text; nil where there is none, it wants a passphrase, or it is of another kind.
    package convenience init?(pem file: [UInt8]) {
        // Without a function of ours libcrypto would ask for a passphrase on the terminal.
        let read = unsafe TextMemory.read(file) { unsafe PEM_read_bio_PrivateKey($0, nil, { _, _, _, _ in -1 }, nil) }
        guard let found = unsafe read else {
            ERR_clear_error()
            return nil
        }
        unsafe self.init(taking: found)
    }

    /// A new RSA key of `bits` bits.
    package static func rsa(bits: Int32) throws(CryptoFault) -> PrivateKey {
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, "RSA", nil) else {
            throw CryptoFault("EVP_PKEY_CTX_new_from_name")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe EVP_PKEY_keygen_init(context) == 1,
            unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context, bits) == 1
        else { throw CryptoFault("EVP_PKEY_keygen_init") }
        return try unsafe generated(context)
    }

    /// A new key on P-256.
    package static func p256() throws(CryptoFault) -> PrivateKey {
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, "EC", nil) else {
            throw CryptoFault("EVP_PKEY_CTX_new_from_name")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe EVP_PKEY_keygen_init(context) == 1,
            unsafe EVP_PKEY_CTX_set_group_name(context, "prime256v1") == 1
        else { throw CryptoFault("EVP_PKEY_keygen_init") }
        return try unsafe generated(context)
    }

    private static func generated(_ context: OpaquePointer) throws(CryptoFault) -> PrivateKey {
        var made: OpaquePointer?
        guard unsafe EVP_PKEY_generate(context, &made) == 1, let made = unsafe made,
            let key = unsafe PrivateKey(taking: made)
        else { throw CryptoFault("EVP_PKEY_generate") }
        return key
    }

    deinit { unsafe EVP_PKEY_free(handle) }

    /// The key as PEM text; the caller zeroes it.
    package func pem() throws(CryptoFault) -> [UInt8] {
        guard let bio = unsafe BIO_new(BIO_s_secmem()) else { throw CryptoFault("BIO_new") }
        defer { unsafe BIO_free(bio) }
        guard unsafe PEM_write_bio_PrivateKey(bio, handle, nil, nil, 0, nil, nil) == 1 else {
            throw CryptoFault("PEM_write_bio_PrivateKey")
        }
        var text = [UInt8](repeating: 0, count: unsafe BIO_ctrl_pending(bio))
        guard unsafe BIO_read(bio, &text, Int32(text.count)) == Int32(text.count) else {
            SecretBytes.zero(&text)
            throw CryptoFault("BIO_read")
        }
        return text
    }

    private static func kind(of handle: OpaquePointer) -> Kind? {
        if unsafe EVP_PKEY_is_a(handle, "RSA") == 1 { return .rsa }
        if unsafe EVP_PKEY_is_a(handle, "X25519") == 1 { return .x25519 }
        guard unsafe EVP_PKEY_is_a(handle, "EC") == 1 else { return nil }
        var name = [CChar](repeating: 0, count: 64)
        var count = 0
        guard unsafe EVP_PKEY_get_group_name(handle, &name, name.count, &count) == 1 else { return nil }
        switch String(decoding: name.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self) {
        case "prime256v1": return .p256
        case "secp384r1": return .p384
        default: return nil
        }
    }
}
