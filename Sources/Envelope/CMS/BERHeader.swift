/// Identifier and length of an element (X.690 §8.1.2, §8.1.3).
struct BERHeader: Equatable {
    /// Class, form and number of the tag in one byte: what CMS uses has no longer tags.
    let identifier: UInt8
    /// Bytes of content; nil where an end-of-contents mark ends it.
    let length: UInt64?

    /// Most bytes of identifier and length together.
    static let maximumBytes = 10

    /// What came of reading a header from the start of some bytes.
    enum Reading: Equatable {
        case header(BERHeader, bytes: Int)
        /// More bytes are needed.
        case partial
        case malformed
    }

    /// The header that `bytes` begin with.
    static func read(_ bytes: [UInt8]) -> Reading {
        guard bytes.count >= 2 else {
            return bytes.first.map(isLong) ?? false ? .malformed : .partial
        }
        guard !isLong(bytes[0]) else { return .malformed }
        let form = bytes[1]
        if form < 0x80 { return .header(BERHeader(identifier: bytes[0], length: UInt64(form)), bytes: 2) }
        if form == 0x80 {
            // Only an element made of others can end in a mark (§8.1.3.2).
            guard BERTag.isConstructed(bytes[0]) else { return .malformed }
            return .header(BERHeader(identifier: bytes[0], length: nil), bytes: 2)
        }
        let count = Int(form & 0x7f)
        guard count <= 8 else { return .malformed }
        guard bytes.count >= 2 + count else { return .partial }
        var length: UInt64 = 0
        for byte in bytes[2..<(2 + count)] { length = length << 8 | UInt64(byte) }
        return .header(BERHeader(identifier: bytes[0], length: length), bytes: 2 + count)
    }

    private static func isLong(_ identifier: UInt8) -> Bool { identifier & 0x1f == 0x1f }
}

/// Identifier bytes of the elements that CMS is made of (X.690 §8.1.2).
enum BERTag {
    static let endOfContents: UInt8 = 0x00
    static let boolean: UInt8 = 0x01
    static let integer: UInt8 = 0x02
    static let bitString: UInt8 = 0x03
    static let octetString: UInt8 = 0x04
    static let null: UInt8 = 0x05
    static let objectIdentifier: UInt8 = 0x06
    static let sequence: UInt8 = 0x30
    static let set: UInt8 = 0x31

    private static let constructedBit: UInt8 = 0x20

    /// A context-specific tag, such as `[0]`.
    static func context(_ number: UInt8, constructed: Bool = true) -> UInt8 {
        0x80 | number | (constructed ? constructedBit : 0)
    }

    static func isConstructed(_ identifier: UInt8) -> Bool { identifier & constructedBit != 0 }

    /// The same tag in the form of an element made of others.
    static func constructed(_ identifier: UInt8) -> UInt8 { identifier | constructedBit }
}
