internal import OpenPGP
internal import Support

/// A session key sealed to one recipient (RFC 4880 §5.1): what is looked at before librnp has a try.
///
/// Nothing protects this packet but what it is made of. So everything in the packet for one of our own keys that could be
/// written in a second way is refused: one bit changed is one file refused.
struct OpenPGPSessionKey: Equatable {
    /// The version of the packet that is taken (RFC 4880; RFC 9580 adds another).
    static let version: UInt8 = 3
    private static let rsa: UInt8 = 1
    private static let ecdh: UInt8 = 18
    /// An X25519 point is a byte 0x40 and 32 bytes, the least significant first (RFC 9580 §9.2).
    private static let nativePoint: UInt8 = 0x40
    /// A point of the other curves is a byte 4 and both coordinates.
    private static let uncompressedPoint: UInt8 = 4

    /// Whom it is sealed to; 0 where the sender says that to nobody.
    let keyID: UInt64
    private let algorithm: UInt8
    private let material: [UInt8]

    /// The packet with this body; nil where it is none of version 3.
    init?(_ body: [UInt8]) {
        guard body.count > 10, body[0] == OpenPGPSessionKey.version else { return nil }
        keyID = body[1..<9].reduce(0) { $0 << 8 | UInt64($1) }
        algorithm = body[9]
        material = Array(body[10...])
    }

    /// Whether it is sealed to `key` in the one way in which that can be written.
    func isCanonical(for key: OpenPGPKey) -> Bool {
        switch (key.algorithm, algorithm) {
        case (.rsa(let bits), OpenPGPSessionKey.rsa):
            guard let number = number(at: 0) else { return false }
            return number.end == material.count && number.bits <= bits
        case (.ecdh(let curve), OpenPGPSessionKey.ecdh): return isCanonicalExchange(curve)
        default: return false
        }
    }

    /// The sender's point, then the wrapped key with a byte for its length (RFC 6637 §10).
    private func isCanonicalExchange(_ curve: String) -> Bool {
        guard let number = number(at: 0), number.end < material.count,
            Int(material[number.end]) == material.count - number.end - 1
        else { return false }
        let point = material[2..<number.end]
        guard curve == "Curve25519" else { return point.first == OpenPGPSessionKey.uncompressedPoint }
        // The highest bit is not part of the number, and is ignored by the computation (RFC 7748 §5).
        return point.count == 33 && point.first == OpenPGPSessionKey.nativePoint && material[number.end - 1] & 0x80 == 0
    }

    /// The number that is written at `start` with its length in bits, which must be that of the number (§3.2).
    private func number(at start: Int) -> (bits: Int, end: Int)? {
        guard material.count >= start + 3 else { return nil }
        let bits = Int(material[start]) << 8 | Int(material[start + 1])
        let end = start + 2 + (bits + 7) / 8
        guard bits > 0, end <= material.count else { return nil }
        let leading = 8 - material[start + 2].leadingZeroBitCount
        return leading == (bits - 1) % 8 + 1 ? (bits, end) : nil
    }
}
