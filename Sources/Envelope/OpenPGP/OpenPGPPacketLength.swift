internal import Support

/// The length of a packet, or of one part of it (RFC 4880 §4.2).
struct OpenPGPPacketLength: Equatable {
    /// Bytes of the body, or of this part of it.
    let bytes: UInt64
    /// Whether another length follows them.
    let isPartial: Bool
    /// Bytes that the length itself is written in.
    let size: Int

    /// Most bytes that a length is written in.
    static let maximumSize = 5
    /// Fewest bytes of a first part (§4.2.2.4).
    static let minimumPart: UInt64 = 512

    /// The length that `bytes` begin with, in the new format (§4.2.2); nil where they are too few.
    init?(new bytes: [UInt8]) {
        guard let first = bytes.first else { return nil }
        switch first {
        case 0..<192: self.init(UInt64(first), size: 1)
        case 192..<224:
            guard bytes.count >= 2 else { return nil }
            self.init(UInt64(first - 192) << 8 + UInt64(bytes[1]) + 192, size: 2)
        case 224..<255: self.init(1 << UInt64(first & 0x1f), size: 1, isPartial: true)
        default:
            guard bytes.count >= 5 else { return nil }
            self.init(bytes[1..<5].reduce(0) { $0 << 8 | UInt64($1) }, size: 5)
        }
    }

    /// The length that follows the tag `tag` in the old format (§4.2.1); nil where there is none that ends.
    init?(old tag: UInt8, _ bytes: [UInt8]) {
        guard tag & 3 < 3, bytes.count >= 1 << Int(tag & 3) else { return nil }
        let size = 1 << Int(tag & 3)
        self.init(bytes[..<size].reduce(0) { $0 << 8 | UInt64($1) }, size: size)
    }

    private init(_ bytes: UInt64, size: Int, isPartial: Bool = false) {
        self.bytes = bytes
        self.size = size
        self.isPartial = isPartial
    }
}
