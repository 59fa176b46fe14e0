internal import COpenSSL

/// An RSA key pair (RFC 8017), in a file as PKCS#8 (RFC 5958): for SSH host keys.
package final class RSAKey {
    private let key: PrivateKey

    /// A new key of `bits` bits.
    package init(bits: Int32) throws(CryptoFault) { key = try .rsa(bits: bits) }

    /// The key in the PEM text `file`; nil where that is anything else, or wants a passphrase.
    package init?(pem file: [UInt8]) {
        guard let key = PrivateKey(pem: file), key.kind == .rsa else { return nil }
        self.key = key
    }

    /// The modulus, most significant byte first.
    package var modulus: [UInt8] { get throws(CryptoFault) { try number("n") } }
    /// The public exponent.
    package var exponent: [UInt8] { get throws(CryptoFault) { try number("e") } }

    /// The key as PEM text; the caller zeroes it.
    package func pem() throws(CryptoFault) -> [UInt8] { try key.pem() }

    private func number(_ name: String) throws(CryptoFault) -> [UInt8] {
        var number: OpaquePointer?
        guard unsafe EVP_PKEY_get_bn_param(key.handle, name, &number) == 1, let number = unsafe number else {
            throw CryptoFault("EVP_PKEY_get_bn_param")
        }
        defer { unsafe BN_free(number) }
        var bytes = [UInt8](repeating: 0, count: Int(unsafe BN_num_bits(number) + 7) / 8)
        guard unsafe BN_bn2bin(number, &bytes) == Int32(bytes.count) else { throw CryptoFault("BN_bn2bin") }
        return bytes
    }
}
