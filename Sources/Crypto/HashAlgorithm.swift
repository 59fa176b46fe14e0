internal import COpenSSL

/// The hash functions of certificates, signatures and key derivation (FIPS 180-4).
package enum HashAlgorithm: String, Sendable, CaseIterable {
    case sha1 = "SHA1"
    case sha256 = "SHA256"
    case sha384 = "SHA384"
    case sha512 = "SHA512"

    /// The library's description; it is static and never freed.
    var method: OpaquePointer? {
        switch self {
        case .sha1: unsafe EVP_sha1()
        case .sha256: unsafe EVP_sha256()
        case .sha384: unsafe EVP_sha384()
        case .sha512: unsafe EVP_sha512()
        }
    }

    /// The digest of `bytes`.
    package func digest(of bytes: [UInt8]) throws(CryptoFault) -> [UInt8] {
        let hash = try StreamHash(self)
        unsafe bytes.withUnsafeBytes { unsafe hash.update($0) }
        return try hash.finish()
    }
}

/// A hash over a stream, with an algorithm that is known only when running.
@safe
package final class StreamHash {
    /// The algorithm.
    package let algorithm: HashAlgorithm
    private let context: DigestContext

    /// A digest of nothing yet.
    package init(_ algorithm: HashAlgorithm) throws(CryptoFault) {
        self.algorithm = algorithm
        context = try DigestContext()
        guard unsafe EVP_DigestInit_ex(context.handle, algorithm.method, nil) == 1 else {
            throw CryptoFault("EVP_DigestInit_ex")
        }
    }

    /// Adds `bytes`.
    package func update(_ bytes: UnsafeRawBufferPointer) {
        unsafe EVP_DigestUpdate(context.handle, bytes.baseAddress, bytes.count)
    }

    /// The digest of everything added; nothing may be added after it.
    package func finish() throws(CryptoFault) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        guard unsafe EVP_DigestFinal_ex(context.handle, &digest, &count) == 1 else {
            throw CryptoFault("EVP_DigestFinal_ex")
        }
        return Array(digest.prefix(Int(count)))
    }
}
