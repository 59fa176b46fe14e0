internal import COpenSSL
internal import Support

/// The one owner of an `EVP_PKEY` made from the raw bytes of a key on Curve25519.
@safe
final class RawKey {
    /// The algorithms whose keys are 32 raw bytes (EVP_PKEY-X25519(7), EVP_PKEY-ED25519(7)).
    enum Algorithm {
        case x25519, ed25519
        var identifier: Int32 { self == .x25519 ? EVP_PKEY_X25519 : EVP_PKEY_ED25519 }
    }

    /// Number of bytes of a secret and of a public key.
    static let length = 32

    let handle: OpaquePointer

    init(_ algorithm: Algorithm, secret: SecretBytes) throws(CryptoFault) {
        let made = unsafe secret.withUnsafeBytes { raw in
            unsafe EVP_PKEY_new_raw_private_key(
                algorithm.identifier, nil, raw.baseAddress?.assumingMemoryBound(to: UInt8.self), raw.count)
        }
        guard let made = unsafe made else { throw CryptoFault("EVP_PKEY_new_raw_private_key") }
        unsafe handle = unsafe made
    }

    init(_ algorithm: Algorithm, publicKey: [UInt8]) throws(CryptoFault) {
        guard let made = unsafe EVP_PKEY_new_raw_public_key(algorithm.identifier, nil, publicKey, publicKey.count)
        else {
            throw CryptoFault("EVP_PKEY_new_raw_public_key")
        }
        unsafe handle = unsafe made
    }

    deinit { unsafe EVP_PKEY_free(handle) }

    /// The public half.
    func publicKey() throws(CryptoFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: RawKey.length)
        var count = bytes.count
        guard unsafe EVP_PKEY_get_raw_public_key(handle, &bytes, &count) == 1, count == RawKey.length else {
            throw CryptoFault("EVP_PKEY_get_raw_public_key")
        }
        return bytes
    }
}
