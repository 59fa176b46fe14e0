internal import COpenSSL

/// The one owner of an `EVP_MD_CTX`.
@safe
final class DigestContext {
    let handle: OpaquePointer

    init() throws(CryptoFault) {
        guard let made = unsafe EVP_MD_CTX_new() else { throw CryptoFault("EVP_MD_CTX_new") }
        unsafe handle = unsafe made
    }

    deinit { unsafe EVP_MD_CTX_free(handle) }
}
