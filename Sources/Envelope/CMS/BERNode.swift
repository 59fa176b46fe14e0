/// A small element in memory, with all that is in it.
struct BERNode: Equatable {
    /// See ``BERHeader``.
    let identifier: UInt8
    /// The content of an element that is not made of others.
    var content: [UInt8] = []
    /// The elements that another is made of.
    var children: [BERNode] = []

    /// The bytes of a string, in one piece or in several (X.690 §8.7); nil where this is no string of tag `tag`.
    func octets(_ tag: UInt8 = BERTag.octetString) -> [UInt8]? {
        if identifier == tag { return content }
        guard identifier == BERTag.constructed(tag) else { return nil }
        var bytes: [UInt8] = []
        for child in children {
            guard let part = child.octets() else { return nil }
            bytes += part
        }
        return bytes
    }

    /// The bytes of a BIT STRING of whole bytes.
    var bits: [UInt8]? {
        guard identifier == BERTag.bitString, content.first == 0 else { return nil }
        return Array(content.dropFirst())
    }

    /// A small integer that is not negative, in its one shortest form.
    var integer: Int? {
        guard identifier == BERTag.integer, (1...4).contains(content.count), content[0] < 0x80,
            content.count == 1 || content[0] != 0 || content[1] >= 0x80
        else { return nil }
        return content.reduce(0) { $0 << 8 | Int($1) }
    }

    /// The content of an OBJECT IDENTIFIER.
    var oid: ObjectIdentifier? {
        identifier == BERTag.objectIdentifier ? ObjectIdentifier(content) : nil
    }

    /// The children, where this is an element of tag `tag`; nil where it is another.
    func members(_ tag: UInt8 = BERTag.sequence) -> [BERNode]? { identifier == tag ? children : nil }

    /// The one encoding of this element in DER (X.690 §10, §11.6), but for strings in pieces.
    var der: [UInt8] {
        guard BERTag.isConstructed(identifier) else { return BERNode.element(identifier, content) }
        var parts = children.map(\.der)
        if identifier == BERTag.set { parts.sort { $0.lexicographicallyPrecedes($1) } }
        return BERNode.element(identifier, parts.flatMap(\.self))
    }

    /// An element with a definite length in its shortest form.
    static func element(_ identifier: UInt8, _ content: [UInt8]) -> [UInt8] {
        var length: [UInt8] = []
        if content.count < 0x80 {
            length = [UInt8(content.count)]
        } else {
            var rest = content.count
            while rest > 0 {
                length.insert(UInt8(truncatingIfNeeded: rest), at: 0)
                rest >>= 8
            }
            length.insert(0x80 | UInt8(length.count), at: 0)
        }
        return [identifier] + length + content
    }
}
