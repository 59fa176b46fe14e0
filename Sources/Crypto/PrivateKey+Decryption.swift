internal import COpenSSL
package import Support

extension PrivateKey {
    /// What `sealed` holds under RSAES-OAEP (RFC 8017 §7.1) with an empty label; nil where it is not for this key or was altered.
    ///
    /// Why it failed is not told: the answer must not help to guess.
    package func openOAEP(_ sealed: [UInt8], hash: HashAlgorithm, mask: HashAlgorithm) throws(CryptoFault)
        -> SecretBytes?
    {
        guard kind == .rsa else { return nil }
        guard let context = unsafe EVP_PKEY_CTX_new(handle, nil) else { throw CryptoFault("EVP_PKEY_CTX_new") }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe EVP_PKEY_decrypt_init(context) == 1,
            unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1,
            unsafe EVP_PKEY_CTX_set_rsa_oaep_md(context, hash.method) == 1,
            unsafe EVP_PKEY_CTX_set_rsa_mgf1_md(context, mask.method) == 1
        else { throw CryptoFault("EVP_PKEY_decrypt_init") }
        // Only a text as long as the modulus is one; a longer one with zeros in front would be a second form of the same.
        guard sealed.count == Int(unsafe EVP_PKEY_get_size(handle)) else { return nil }
        var plain = [UInt8](repeating: 0, count: sealed.count)
        defer { SecretBytes.zero(&plain) }
        var count = plain.count
        guard unsafe EVP_PKEY_decrypt(context, &plain, &count, sealed, sealed.count) == 1 else {
            ERR_clear_error()
            return nil
        }
        return SecretBytes(copying: plain.span.extracting(first: count))
    }

    /// The secret shared with the holder of the encoded public key `peer` (SEC 1 §3.3.1, RFC 7748 §6.1); nil where that is no
    /// key of the same curve in its one accepted form.
    package func agree(with peer: [UInt8]) throws(CryptoFault) -> SecretBytes? {
        guard kind != .rsa, isCanonical(peer), let theirs = try PeerKey(peer, like: self) else { return nil }
        guard let context = unsafe EVP_PKEY_CTX_new(handle, nil) else { throw CryptoFault("EVP_PKEY_CTX_new") }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        guard unsafe EVP_PKEY_derive_init(context) == 1 else { throw CryptoFault("EVP_PKEY_derive_init") }
        var length = 0
        guard unsafe EVP_PKEY_derive_set_peer(context, theirs.handle) == 1,
            unsafe EVP_PKEY_derive(context, nil, &length) == 1
        else {
            ERR_clear_error()
            return nil
        }
        var derived = false
        let shared = unsafe SecretBytes(count: length) { memory in
            var count = memory.count
            let base = unsafe memory.baseAddress?.assumingMemoryBound(to: UInt8.self)
            derived = unsafe EVP_PKEY_derive(context, base, &count) == 1 && count == memory.count
        }
        guard derived, !shared.isZero else {
            ERR_clear_error()
            return nil
        }
        return shared
    }

    /// Whether `point` is encoded in the one way that is taken: uncompressed (not hybrid), or without the bit that RFC 7748 ignores.
    ///
    /// Otherwise two texts would stand for one key, and a changed byte could go unnoticed.
    private func isCanonical(_ point: [UInt8]) -> Bool {
        guard point.count == kind.pointLength, let first = point.first, let last = point.last else { return false }
        return kind == .x25519 ? last & 0x80 == 0 : first == 4
    }
}

/// The one owner of somebody else's public key during an agreement.
@safe
private final class PeerKey {
    let handle: OpaquePointer

    init?(_ point: [UInt8], like ours: PrivateKey) throws(CryptoFault) {
        if ours.kind == .x25519 {
            guard let made = unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nil, point, point.count) else {
                throw CryptoFault("EVP_PKEY_new_raw_public_key")
            }
            unsafe handle = unsafe made
            return
        }
        guard let made = unsafe EVP_PKEY_new() else { throw CryptoFault("EVP_PKEY_new") }
        unsafe handle = unsafe made
        // Refuses a point that is not on the curve.
        guard unsafe EVP_PKEY_copy_parameters(made, ours.handle) == 1,
            unsafe EVP_PKEY_set1_encoded_public_key(made, point, point.count) == 1
        else {
            ERR_clear_error()
            return nil
        }
    }

    deinit { unsafe EVP_PKEY_free(handle) }
}
