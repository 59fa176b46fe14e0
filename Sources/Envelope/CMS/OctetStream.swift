internal import Support

/// The bytes of an OCTET STRING of any size, in one piece or in pieces that may be in pieces again (X.690 §8.7).
final class OctetStream: ByteSource {
    private let reader: BERReader
    /// Bytes left of the piece at hand.
    private var left: UInt64 = 0
    /// Elements made of pieces that are open.
    private var depth = 0
    /// Bytes given out.
    private(set) var count: UInt64 = 0

    /// The bytes of the string `header`, which `reader` has just read, of tag `tag`.
    init(_ reader: BERReader, _ header: BERHeader, tag: UInt8) throws {
        self.reader = reader
        guard header.identifier == tag || header.identifier == BERTag.constructed(tag) else { throw reader.malformed }
        try open(header)
    }

    private func open(_ header: BERHeader) throws {
        if BERTag.isConstructed(header.identifier) {
            try reader.enter(header)
            depth += 1
        } else {
            left = header.length ?? 0
        }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var filled = 0
        while filled < buffer.count {
            if left == 0 {
                guard try nextPiece() else { break }
                continue
            }
            let read = try unsafe reader.read(
                into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]), left: left)
            left -= UInt64(read)
            filled += read
        }
        count += UInt64(filled)
        return filled
    }

    /// Goes on to the next piece that is not empty; false at the end of the string.
    private func nextPiece() throws -> Bool {
        while left == 0 {
            guard depth > 0 else { return false }
            guard let header = try reader.next() else {
                depth -= 1
                continue
            }
            guard [BERTag.octetString, BERTag.constructed(BERTag.octetString)].contains(header.identifier) else {
                throw reader.malformed
            }
            try open(header)
        }
        return true
    }
}
