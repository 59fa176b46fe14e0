internal import CRNP
internal import Support

/// What is public of a key or subkey (RFC 4880 §5.5).
package struct OpenPGPKey: Sendable, Hashable {
    /// The low 64 bits of the fingerprint, which messages name their recipients by (§12.2).
    package let id: UInt64
    /// Upper-case hexadecimal.
    package let fingerprint: String
    /// The fingerprint of the primary key that it belongs to, which may be itself.
    package let primaryFingerprint: String
    /// What it computes with.
    package let algorithm: Algorithm
    /// Whether its secret half is there, and needs no passphrase.
    package let hasSecret: Bool
    /// Whether messages may be sealed to it.
    package let canEncrypt: Bool
    /// Whether it may sign data.
    package let canSign: Bool
    /// Last second at which it is valid; 0 where it never was, the highest number where it is for ever.
    package let validUntil: UInt64

    /// Kinds of key.
    package enum Algorithm: Sendable, Hashable {
        case rsa(bits: Int)
        /// Diffie-Hellman over a curve, by the library's name for it (RFC 6637).
        case ecdh(curve: String)
        case other
    }

    init?(_ handle: OpaquePointer) {
        guard let text = unsafe LibraryText.take({ unsafe rnp_key_get_keyid(handle, $0) }),
            let id = UInt64(text, radix: 16),
            let fingerprint = unsafe LibraryText.take({ unsafe rnp_key_get_fprint(handle, $0) }),
            let algorithm = unsafe LibraryText.take({ unsafe rnp_key_get_alg(handle, $0) })
        else { return nil }
        self.id = id
        self.fingerprint = fingerprint
        let primary = unsafe LibraryText.take({ unsafe rnp_key_get_primary_fprint(handle, $0) })
        primaryFingerprint = primary ?? fingerprint
        self.algorithm = unsafe OpenPGPKey.algorithm(algorithm, handle)
        hasSecret =
            unsafe LibraryText.flag { unsafe rnp_key_have_secret(handle, $0) }
            && !LibraryText.flag { unsafe rnp_key_is_protected(handle, $0) }
        canEncrypt = unsafe LibraryText.flag { unsafe rnp_key_allows_usage(handle, "encrypt", $0) }
        canSign = unsafe LibraryText.flag { unsafe rnp_key_allows_usage(handle, "sign", $0) }
        var last: UInt64 = 0
        validUntil = unsafe rnp_key_valid_till64(handle, &last) == 0 ? last : 0
    }

    private static func algorithm(_ name: String, _ handle: OpaquePointer) -> Algorithm {
        switch name {
        case "RSA":
            var bits: UInt32 = 0
            return unsafe rnp_key_get_bits(handle, &bits) == 0 ? .rsa(bits: Int(bits)) : .other
        case "ECDH":
            return unsafe LibraryText.take { unsafe rnp_key_get_curve(handle, $0) }.map { .ecdh(curve: $0) } ?? .other
        default: return .other
        }
    }
}
