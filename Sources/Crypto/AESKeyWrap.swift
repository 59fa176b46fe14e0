internal import COpenSSL
package import Support

/// AES key wrap (RFC 3394).
package enum AESKeyWrap {
    /// Bytes that a wrapped key is longer than the key.
    package static let overhead = 8

    /// The key in `wrapped` under `key` of 16, 24 or 32 bytes; nil where it was altered or is for another key.
    package static func unwrap(_ wrapped: [UInt8], with key: SecretBytes) throws(CryptoFault) -> SecretBytes? {
        // Two blocks of eight bytes at least (§2), and no content key is longer than 32 bytes.
        guard (16 + overhead...32 + overhead).contains(wrapped.count), wrapped.count % 8 == 0 else { return nil }
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw CryptoFault("EVP_CIPHER_CTX_new") }
        defer { unsafe EVP_CIPHER_CTX_free(context) }
        let cipher: OpaquePointer? =
            switch key.count {
            case 16: unsafe EVP_aes_128_wrap()
            case 24: unsafe EVP_aes_192_wrap()
            default: unsafe EVP_aes_256_wrap()
            }
        unsafe EVP_CIPHER_CTX_set_flags(context, EVP_CIPHER_CTX_FLAG_WRAP_ALLOW)
        let started = unsafe key.withUnsafeBytes { raw in
            unsafe EVP_DecryptInit_ex(context, cipher, nil, raw.baseAddress?.assumingMemoryBound(to: UInt8.self), nil)
        }
        guard started == 1 else { throw CryptoFault("EVP_DecryptInit_ex") }
        var plain = [UInt8](repeating: 0, count: wrapped.count)
        defer { SecretBytes.zero(&plain) }
        var count: Int32 = 0
        guard unsafe EVP_DecryptUpdate(context, &plain, &count, wrapped, Int32(wrapped.count)) == 1,
            Int(count) == wrapped.count - overhead
        else {
            ERR_clear_error()
            return nil
        }
        return SecretBytes(copying: plain.span.extracting(first: Int(count)))
    }
}
