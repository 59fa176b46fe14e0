internal import COpenSSL

/// SHA-512 (FIPS 180-4): what OpenSSH signatures are made over.
@safe
package final class SHA512 {
    /// Number of bytes of a digest.
    package static let length = 64

    private let context: DigestContext

    /// A digest of nothing yet.
    package init() throws(CryptoFault) {
        context = try DigestContext()
        guard unsafe EVP_DigestInit_ex(context.handle, EVP_sha512(), nil) == 1 else {
            throw CryptoFault("EVP_DigestInit_ex")
        }
    }

    /// Adds `bytes`.
    package func update(_ bytes: UnsafeRawBufferPointer) {
        unsafe EVP_DigestUpdate(context.handle, bytes.baseAddress, bytes.count)
    }

    /// The digest of everything added; nothing is added after it.
    package func finish() throws(CryptoFault) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: SHA512.length)
        guard unsafe EVP_DigestFinal_ex(context.handle, &digest, nil) == 1 else {
            throw CryptoFault("EVP_DigestFinal_ex")
        }
        return digest
    }

    /// The digest of `bytes`.
    package static func hash(_ bytes: [UInt8]) throws(CryptoFault) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: length)
        guard unsafe EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha512(), nil) == 1 else {
            throw CryptoFault("EVP_Digest")
        }
        return digest
    }
}
