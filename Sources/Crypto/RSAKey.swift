internal import COpenSSL
internal import Support

/// An RSA key pair (RFC 8017), in a file as PKCS#8 (RFC 5958): for SSH host keys.
@safe
package final class RSAKey {
    private let handle: OpaquePointer

    /// A new key of `bits` bits.
    package init(bits: Int32) throws(CryptoFault) {
        guard let context = unsafe EVP_PKEY_CTX_new_from_name(nil, "RSA", nil) else {
            throw CryptoFault("EVP_PKEY_CTX_new_from_name")
        }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var made: OpaquePointer?
        guard unsafe EVP_PKEY_keygen_init(context) == 1,
            unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context, bits) == 1,
            unsafe EVP_PKEY_generate(context, &made) == 1, let made = unsafe made
        else { throw CryptoFault("EVP_PKEY_generate") }
        unsafe handle = unsafe made
    }

    /// The key in the PEM text `file`; nil where that is anything else, or wants a passphrase.
    package init?(pem file: [UInt8]) throws(CryptoFault) {
        guard let bio = unsafe BIO_new_mem_buf(file, Int32(clamping: file.count)) else {
            throw CryptoFault("BIO_new_mem_buf")
        }
        defer { unsafe BIO_free(bio) }
        // Without a function of ours libcrypto would ask for a passphrase on the terminal.
        let found = unsafe PEM_read_bio_PrivateKey(bio, nil, { _, _, _, _ in -1 }, nil)
        guard let found = unsafe found else {
            ERR_clear_error()
            return nil
        }
        guard unsafe EVP_PKEY_is_a(found, "RSA") == 1 else {
            unsafe EVP_PKEY_free(found)
            return nil
        }
        unsafe handle = unsafe found
    }

    deinit { unsafe EVP_PKEY_free(handle) }

    /// The modulus, most significant byte first.
    package var modulus: [UInt8] { get throws(CryptoFault) { try number("n") } }
    /// The public exponent.
    package var exponent: [UInt8] { get throws(CryptoFault) { try number("e") } }

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

    private func number(_ name: String) throws(CryptoFault) -> [UInt8] {
        var number: OpaquePointer?
        guard unsafe EVP_PKEY_get_bn_param(handle, name, &number) == 1, let number = unsafe number else {
            throw CryptoFault("EVP_PKEY_get_bn_param")
        }
        defer { unsafe BN_free(number) }
        var bytes = [UInt8](repeating: 0, count: Int(unsafe BN_num_bits(number) + 7) / 8)
        guard unsafe BN_bn2bin(number, &bytes) == Int32(bytes.count) else { throw CryptoFault("BN_bn2bin") }
        return bytes
    }
}
