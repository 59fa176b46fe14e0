internal import COpenSSL
package import Support

extension Certificate {
    /// Whether a signer's certificate may be relied upon.
    package enum Trust: Sendable, Hashable {
        case good
        /// Good, but by a list of revoked certificates that should have been replaced.
        case goodByOutdatedList
        /// On a list of revoked certificates, itself or one that it was issued by.
        case revoked
        /// Outside its validity, or its issuer's.
        case expired
        /// Not for signatures of messages, by its key usage or extended key usage.
        case wrongUse
        /// No chain to the authority, or a broken one.
        case unknown
    }

    /// Most certificates between a signer's and the authority's.
    private static let maximumDepth: Int32 = 5
    /// RSA of 2,048 bits, P-256, SHA-256 and better (SSL_CTX_set_security_level(3), level 2).
    private static let securityLevel: Int32 = 2

    /// Judges this certificate by itself: its validity at `moment`, and its use for signatures of messages (RFC 5280 §4.2.1.3,
    /// §4.2.1.12; RFC 8550 §4.4), and what `revocations` say of it.
    package func trust(at moment: Timestamp, revocations: [RevocationList]) -> Trust {
        var time = time_t(moment.seconds)
        // Positive: the certificate's time is later; zero: it cannot be read.
        guard unsafe X509_cmp_time(X509_get0_notBefore(handle), &time) < 0,
            unsafe X509_cmp_time(X509_get0_notAfter(handle), &time) > 0
        else { return .expired }
        guard unsafe X509_check_purpose(handle, X509_PURPOSE_SMIME_SIGN, 0) == 1 else { return .wrongUse }
        return unsafe RevocationList.judge(handle, revocations, at: moment)
    }

    /// Judges this certificate by a chain to `authority` over any of `others`, at `moment` (RFC 5280 §6), and by what `revocations`
    /// say of the certificates of the chain.
    ///
    /// The lists are believed as they are: whoever gives them answers for them. None is fetched.
    package func trust(
        under authority: Certificate, others: [Certificate], at moment: Timestamp, revocations: [RevocationList]
    ) throws(CryptoFault) -> Trust {
        guard let store = unsafe X509_STORE_new() else { throw CryptoFault("X509_STORE_new") }
        defer { unsafe X509_STORE_free(store) }
        guard let pile = unsafe OPENSSL_sk_new_null() else { throw CryptoFault("OPENSSL_sk_new_null") }
        // The pile borrows: its certificates outlive this call.
        defer { unsafe OPENSSL_sk_free(pile) }
        for other in others { unsafe OPENSSL_sk_push(pile, UnsafeRawPointer(other.handle)) }
        guard let context = unsafe X509_STORE_CTX_new() else { throw CryptoFault("X509_STORE_CTX_new") }
        defer { unsafe X509_STORE_CTX_free(context) }
        guard unsafe X509_STORE_add_cert(store, authority.handle) == 1,
            unsafe X509_STORE_CTX_init(context, store, handle, pile) == 1,
            let parameters = unsafe X509_STORE_CTX_get0_param(context)
        else { throw CryptoFault("X509_STORE_CTX_init") }
        unsafe X509_VERIFY_PARAM_set_time(parameters, time_t(moment.seconds))
        unsafe X509_VERIFY_PARAM_set_depth(parameters, Certificate.maximumDepth)
        unsafe X509_VERIFY_PARAM_set_auth_level(parameters, Certificate.securityLevel)
        // The authority that the convention names is the anchor, also where another one issued it.
        guard unsafe X509_VERIFY_PARAM_set_flags(parameters, UInt(X509_V_FLAG_PARTIAL_CHAIN)) == 1,
            unsafe X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_SMIME_SIGN) == 1
        else { throw CryptoFault("X509_VERIFY_PARAM_set_flags") }
        let isGood = unsafe X509_verify_cert(context) == 1
        ERR_clear_error()
        guard isGood else { return Certificate.trust(error: unsafe X509_STORE_CTX_get_error(context)) }
        var trust = Trust.good
        let chain = unsafe X509_STORE_CTX_get0_chain(context)
        for index in 0..<(unsafe OPENSSL_sk_num(chain)) {
            guard let link = unsafe OPENSSL_sk_value(chain, index) else { continue }
            switch unsafe RevocationList.judge(OpaquePointer(link), revocations, at: moment) {
            case .revoked: return .revoked
            case .goodByOutdatedList: trust = .goodByOutdatedList
            default: continue
            }
        }
        return trust
    }

    private static func trust(error: Int32) -> Trust {
        switch error {
        case X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID: .expired
        case X509_V_ERR_INVALID_PURPOSE: .wrongUse
        default: .unknown
        }
    }
}
