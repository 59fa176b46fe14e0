internal import Support

/// An OBJECT IDENTIFIER by its encoded content (X.690 §8.19).
struct ObjectIdentifier: Hashable, Sendable, CustomStringConvertible {
    /// Longest one that is kept for comparison; a longer one is known to nobody.
    static let maximumBytes = 32

    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = Array(bytes.prefix(ObjectIdentifier.maximumBytes)) }

    /// The identifier whose content is `hex`.
    init(hex: String) { bytes = Hex.decode(hex) ?? [] }

    /// Numbers with dots.
    var description: String {
        var numbers: [UInt64] = []
        var number: UInt64 = 0
        for byte in bytes {
            number = number &<< 7 | UInt64(byte & 0x7f)
            guard byte & 0x80 == 0 else { continue }
            if numbers.isEmpty {
                let first = min(number / 40, 2)
                numbers = [first, number - first * 40]
            } else {
                numbers.append(number)
            }
            number = 0
        }
        return numbers.map { String($0) }.joined(separator: ".")
    }

    // RFC 5652 §4, §5.1, §6.1, §7; RFC 5083 §2.1; RFC 3274 §1.1.
    static let data = ObjectIdentifier(hex: "2a864886f70d010701")
    static let signedData = ObjectIdentifier(hex: "2a864886f70d010702")
    static let envelopedData = ObjectIdentifier(hex: "2a864886f70d010703")
    static let digestedData = ObjectIdentifier(hex: "2a864886f70d010705")
    static let compressedData = ObjectIdentifier(hex: "2a864886f70d0109100109")
    static let authEnvelopedData = ObjectIdentifier(hex: "2a864886f70d0109100117")
    // RFC 5652 §11.1, §11.2.
    static let contentType = ObjectIdentifier(hex: "2a864886f70d010903")
    static let messageDigest = ObjectIdentifier(hex: "2a864886f70d010904")
    // RFC 8017, appendix C; RFC 5480 §2.1.1; RFC 8410 §3.
    static let rsaEncryption = ObjectIdentifier(hex: "2a864886f70d010101")
    static let rsaOAEP = ObjectIdentifier(hex: "2a864886f70d010107")
    static let rsaPSS = ObjectIdentifier(hex: "2a864886f70d01010a")
    static let mgf1 = ObjectIdentifier(hex: "2a864886f70d010108")
    static let pSpecified = ObjectIdentifier(hex: "2a864886f70d010109")
    static let ecPublicKey = ObjectIdentifier(hex: "2a8648ce3d0201")
    static let p256 = ObjectIdentifier(hex: "2a8648ce3d030107")
    static let p384 = ObjectIdentifier(hex: "2b81040022")
    static let x25519 = ObjectIdentifier(hex: "2b656e")
}
