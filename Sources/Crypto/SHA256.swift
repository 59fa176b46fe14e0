internal import COpenSSL
internal import Support

/// A SHA-256 digest (FIPS 180-4), 32 bytes.
package struct SHA256Digest: Hashable, Sendable, CustomStringConvertible {
    /// Number of bytes.
    package static let length = 32
    /// The digest's bytes.
    package let bytes: [UInt8]

    /// The digest in `bytes`, or nil where they are not 32.
    package init?(bytes: [UInt8]) {
        guard bytes.count == SHA256Digest.length else { return nil }
        self.bytes = bytes
    }

    /// The digest written as 64 hexadecimal digits.
    package init?(hex: String) {
        guard let bytes = Hex.decode(hex) else { return nil }
        self.init(bytes: bytes)
    }

    init(unchecked bytes: [UInt8]) { self.bytes = bytes }

    /// Lower-case hexadecimal.
    package var description: String { Hex.encode(bytes) }
}

/// SHA-256 over a stream.
@safe
package final class SHA256 {
    private let context: OpaquePointer

    /// A digest of nothing yet.
    package init() throws(CryptoFault) {
        guard let context = unsafe EVP_MD_CTX_new() else { throw CryptoFault("EVP_MD_CTX_new") }
        unsafe self.context = unsafe context
        guard unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else { throw CryptoFault("EVP_DigestInit_ex") }
    }

    deinit { unsafe EVP_MD_CTX_free(context) }

    /// Adds `bytes`.
    package func update(_ bytes: UnsafeRawBufferPointer) {
        unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    /// Adds `bytes`.
    package func update(_ bytes: [UInt8]) { unsafe bytes.withUnsafeBytes { unsafe update($0) } }

    /// The digest of everything added; the stream then starts anew.
    package func finish() -> SHA256Digest {
        var digest = [UInt8](repeating: 0, count: SHA256Digest.length)
        unsafe digest.withUnsafeMutableBytes { raw in
            _ = unsafe EVP_DigestFinal_ex(context, raw.baseAddress?.assumingMemoryBound(to: UInt8.self), nil)
        }
        unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil)
        return SHA256Digest(unchecked: digest)
    }

    /// The digest of `bytes`.
    package static func hash(_ bytes: [UInt8]) throws(CryptoFault) -> SHA256Digest {
        let stream = try SHA256()
        stream.update(bytes)
        return stream.finish()
    }
}
