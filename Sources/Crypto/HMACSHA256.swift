internal import COpenSSL
package import Support

/// HMAC-SHA-256 (RFC 2104) under one key, computed again and again: the keyed state is kept, so a short message costs little.
///
/// One object belongs to one thread.
@safe
package final class HMACSHA256 {
    /// Number of bytes of a tag.
    package static let length = 32

    private let mac: OpaquePointer
    private let context: OpaquePointer

    /// A keyed state.
    package init(key: SecretBytes) throws(CryptoFault) {
        guard let mac = unsafe EVP_MAC_fetch(nil, "HMAC", nil) else { throw CryptoFault("EVP_MAC_fetch") }
        guard let context = unsafe EVP_MAC_CTX_new(mac) else {
            unsafe EVP_MAC_free(mac)
            throw CryptoFault("EVP_MAC_CTX_new")
        }
        unsafe self.mac = unsafe mac
        unsafe self.context = unsafe context
        var name = Array("SHA256".utf8CString)
        let started = unsafe name.withUnsafeMutableBufferPointer { name in
            // A parameter keeps the pointer to its name: the text must outlive the call that reads it.
            unsafe OSSL_MAC_PARAM_DIGEST.withCString { digest in
                var parameters = unsafe [
                    OSSL_PARAM_construct_utf8_string(digest, name.baseAddress, 0), OSSL_PARAM_construct_end(),
                ]
                return unsafe key.withUnsafeBytes { key in
                    unsafe EVP_MAC_init(
                        context, key.baseAddress?.assumingMemoryBound(to: UInt8.self), key.count, &parameters)
                }
            }
        }
        guard started == 1 else { throw CryptoFault("EVP_MAC_init") }
    }

    deinit {
        unsafe EVP_MAC_CTX_free(context)
        unsafe EVP_MAC_free(mac)
    }

    /// Writes the 32-byte tag of `message` to the start of `tag`.
    package func authenticate(_ message: UnsafeRawBufferPointer, into tag: UnsafeMutableRawBufferPointer)
        throws(CryptoFault)
    {
        precondition(tag.count >= HMACSHA256.length)
        var length = 0
        // A null key keeps the one that is set (EVP_MAC_init(3)).
        guard unsafe EVP_MAC_init(context, nil, 0, nil) == 1,
            unsafe EVP_MAC_update(context, message.baseAddress?.assumingMemoryBound(to: UInt8.self), message.count)
                == 1,
            unsafe EVP_MAC_final(context, tag.baseAddress?.assumingMemoryBound(to: UInt8.self), &length, tag.count) == 1
        else { throw CryptoFault("EVP_MAC_update") }
    }

    /// The tag of `message`.
    package func authenticate(_ message: [UInt8]) throws(CryptoFault) -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: HMACSHA256.length)
        var failure: CryptoFault?
        unsafe message.withUnsafeBytes { message in
            unsafe tag.withUnsafeMutableBytes { tag in
                do throws(CryptoFault) { try unsafe authenticate(message, into: tag) } catch { failure = error }
            }
        }
        if let failure { throw failure }
        return tag
    }

    /// Whether two tags are the same, in time that does not depend on where they differ.
    package static func equal(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        ConstantTime.equal(a, b)
    }
}
