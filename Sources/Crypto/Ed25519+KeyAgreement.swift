internal import COpenSSL
package import Support

/// The key agreement key that belongs to a signing key (RFC 7748 §4.1: the two curves are birationally equivalent).
extension Ed25519 {
    /// The X25519 secret of the key with `seed`: the first half of the seed's SHA-512, which X25519 clamps as Ed25519 does
    /// (RFC 8032 §5.1.5).
    package static func keyAgreementSecret(of seed: SecretBytes) throws(CryptoFault) -> SecretBytes {
        let digest = try unsafe SecretBytes(count: SHA512.length) { memory throws(CryptoFault) in
            let output = unsafe memory.baseAddress?.assumingMemoryBound(to: UInt8.self)
            let status = unsafe seed.withUnsafeBytes { raw in
                unsafe EVP_Digest(raw.baseAddress, raw.count, output, nil, EVP_sha512(), nil)
            }
            guard status == 1 else { throw CryptoFault("EVP_Digest") }
        }
        return unsafe SecretBytes(count: X25519.length) { memory in
            unsafe digest.withUnsafeBytes { raw in
                unsafe memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: raw[..<X25519.length]))
            }
        }
    }
}
