internal import COpenSSL
package import Support

/// Key derivation functions for keys that two parties agreed on.
package enum KeyDerivation: Sendable, Hashable {
    /// The function of ANSI X9.63 (SEC 1 §3.6.1).
    case x963(HashAlgorithm)
    /// HKDF without salt (RFC 5869).
    case hkdf(HashAlgorithm)

    /// `length` bytes derived from `secret` for the purpose `info`.
    package func derive(from secret: SecretBytes, info: [UInt8], length: Int) throws(CryptoFault) -> SecretBytes {
        switch self {
        case .x963(let hash): try KeyDerivation.x963(hash, secret, info, length)
        case .hkdf(let hash): try KeyDerivation.hkdf(hash, secret, info, length)
        }
    }

    /// Digests of secret, counter and purpose, one after the other.
    private static func x963(_ hash: HashAlgorithm, _ secret: SecretBytes, _ info: [UInt8], _ length: Int)
        throws(CryptoFault) -> SecretBytes
    {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length + Int(EVP_MAX_MD_SIZE))
        defer { SecretBytes.zero(&bytes) }
        var counter: UInt8 = 0
        while bytes.count < length {
            counter += 1
            let stream = try StreamHash(hash)
            unsafe secret.withUnsafeBytes { unsafe stream.update($0) }
            unsafe ([0, 0, 0, counter] + info).withUnsafeBytes { unsafe stream.update($0) }
            var digest = try stream.finish()
            bytes += digest
            SecretBytes.zero(&digest)
        }
        return SecretBytes(copying: bytes.span.extracting(first: length))
    }

    private static func hkdf(_ hash: HashAlgorithm, _ secret: SecretBytes, _ info: [UInt8], _ length: Int)
        throws(CryptoFault) -> SecretBytes
    {
        guard let context = unsafe EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nil) else {
            throw CryptoFault("EVP_PKEY_CTX_new_id")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        let isKeyed = unsafe secret.withUnsafeBytes { raw in
            unsafe EVP_PKEY_derive_init(context) == 1 && EVP_PKEY_CTX_set_hkdf_md(context, hash.method) == 1
                && EVP_PKEY_CTX_set1_hkdf_key(
                    context, raw.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(raw.count)) == 1
        }
        guard unsafe isKeyed && EVP_PKEY_CTX_add1_hkdf_info(context, info, Int32(info.count)) == 1 else {
            throw CryptoFault("EVP_PKEY_derive_init")
        }
        var isDerived = false
        let key = unsafe SecretBytes(count: length) { memory in
            var count = memory.count
            let base = unsafe memory.baseAddress?.assumingMemoryBound(to: UInt8.self)
            isDerived = unsafe EVP_PKEY_derive(context, base, &count) == 1 && count == memory.count
        }
        guard isDerived else { throw CryptoFault("EVP_PKEY_derive") }
        return key
    }
}
