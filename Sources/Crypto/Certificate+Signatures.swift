internal import COpenSSL

extension Certificate {
    /// How a signature is made.
    package enum SignatureScheme: Sendable, Hashable {
        /// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2).
        case rsaPKCS1(HashAlgorithm)
        /// RSASSA-PSS (RFC 8017 §8.1).
        case rsaPSS(HashAlgorithm, mask: HashAlgorithm, saltLength: Int)
        /// ECDSA (FIPS 186-4).
        case ecdsa(HashAlgorithm)
        /// Ed25519 (RFC 8032).
        case ed25519
    }

    /// Fewest bits of an RSA key whose signature counts.
    package static let minimumRSABits: Int32 = 2048

    /// Whether `signature` is that of `message` by the certificate's key.
    package func verifies(_ signature: [UInt8], of message: [UInt8], _ scheme: SignatureScheme) throws(CryptoFault)
        -> Bool
    {
        guard let key = unsafe X509_get0_pubkey(handle), unsafe fits(key, scheme) else { return false }
        let context = try DigestContext()
        var keyContext: OpaquePointer?
        let hash: HashAlgorithm? =
            switch scheme {
            case .rsaPKCS1(let hash), .rsaPSS(let hash, _, _), .ecdsa(let hash): hash
            case .ed25519: nil
            }
        guard unsafe EVP_DigestVerifyInit(context.handle, &keyContext, hash?.method, nil, key) == 1 else {
            return Certificate.refused()
        }
        if case .rsaPSS(_, let mask, let saltLength) = scheme {
            guard unsafe EVP_PKEY_CTX_set_rsa_padding(keyContext, RSA_PKCS1_PSS_PADDING) == 1,
                unsafe EVP_PKEY_CTX_set_rsa_mgf1_md(keyContext, mask.method) == 1,
                unsafe EVP_PKEY_CTX_set_rsa_pss_saltlen(keyContext, Int32(clamping: saltLength)) == 1
            else { return Certificate.refused() }
        }
        let result = unsafe EVP_DigestVerify(context.handle, signature, signature.count, message, message.count)
        return result == 1 ? true : Certificate.refused()
    }

    /// The library takes no such scheme with this key, as with one that says itself which hash it is for (RFC 4055 §3.1), or says
    /// no: either follows from the file, and is no failure of the machine.
    private static func refused() -> Bool {
        ERR_clear_error()
        return false
    }

    private func fits(_ key: OpaquePointer, _ scheme: SignatureScheme) -> Bool {
        switch scheme {
        case .rsaPKCS1:
            unsafe EVP_PKEY_is_a(key, "RSA") == 1 && EVP_PKEY_get_bits(key) >= Certificate.minimumRSABits
        case .rsaPSS:
            unsafe (EVP_PKEY_is_a(key, "RSA") == 1 || EVP_PKEY_is_a(key, "RSA-PSS") == 1)
                && EVP_PKEY_get_bits(key) >= Certificate.minimumRSABits
        case .ecdsa: unsafe EVP_PKEY_is_a(key, "EC") == 1 && EVP_PKEY_get_bits(key) >= 256
        case .ed25519: unsafe EVP_PKEY_is_a(key, "ED25519") == 1
        }
    }
}
