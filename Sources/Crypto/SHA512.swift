internal import COpenSSL

/// SHA-512 (FIPS 180-4) of bytes in memory: what OpenSSH signatures are made over.
package enum SHA512 {
    /// Number of bytes of a digest.
    package static let length = 64

    /// The digest of `bytes`.
    package static func hash(_ bytes: [UInt8]) throws(CryptoFault) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: length)
        guard unsafe EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha512(), nil) == 1 else {
            throw CryptoFault("EVP_Digest")
        }
        return digest
    }
}
