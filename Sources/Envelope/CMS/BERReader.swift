internal import Support

/// Walks through elements of BER or DER in a stream, whatever their size, and keeps track of where each ends (X.690 §8.1).
///
/// Lengths may be definite or not, short or long; an element never reaches beyond the one that it is in.
final class BERReader {
    private struct Frame {
        /// Where the element ends; nil where a mark ends it.
        let end: UInt64?
        /// The nearest end known, its own or that of an element around it.
        let bound: UInt64
    }

    /// Elements inside each other at most.
    static let maximumDepth = 32

    private let source: LookaheadSource
    private var frames: [Frame] = []

    /// Reads the elements of `source`.
    init(_ source: LookaheadSource) { self.source = source }

    /// Bytes read so far.
    var offset: UInt64 { source.consumed }

    var malformed: EnvelopeFault { .structureMalformed(offset: source.consumed) }
    var truncated: EnvelopeFault { .truncated(bytes: source.consumed) }

    private var bound: UInt64 { frames.last?.bound ?? .max }

    /// The next element of the innermost one that was entered; nil at its end, which is left thereby.
    func next() throws -> BERHeader? {
        if let frame = frames.last {
            if let end = frame.end, end == offset {
                frames.removeLast()
                return nil
            }
            if frame.end == nil, try source.peek(2) == [BERTag.endOfContents, 0] {
                guard bound - offset >= 2 else { throw malformed }
                _ = try source.rest(limit: 2)
                frames.removeLast()
                return nil
            }
        }
        return try header()
    }

    private func header() throws -> BERHeader {
        let bytes = try source.peek(BERHeader.maximumBytes)
        switch BERHeader.read(bytes) {
        case .partial: throw truncated
        case .malformed: throw malformed
        case .header(let header, let count):
            guard header.identifier != BERTag.endOfContents, UInt64(count) <= bound - offset,
                header.length ?? 0 <= bound - offset - UInt64(count)
            else {
                throw malformed
            }
            _ = try source.rest(limit: count)
            return header
        }
    }

    /// The next element, which must be there and have the tag `identifier`.
    func expect(_ identifier: UInt8) throws -> BERHeader {
        guard let header = try next(), header.identifier == identifier else { throw malformed }
        return header
    }

    /// Goes into `header`, which was read just now and is made of others.
    func enter(_ header: BERHeader) throws {
        guard BERTag.isConstructed(header.identifier), frames.count < BERReader.maximumDepth else { throw malformed }
        let end = header.length.map { offset + $0 }
        frames.append(Frame(end: end, bound: end ?? bound))
    }

    /// Goes out of the innermost element, which must have nothing more in it.
    func leave() throws {
        guard try next() == nil else { throw malformed }
    }

    /// Fills the start of `buffer` with content, of which `left` bytes are left.
    func read(into buffer: UnsafeMutableRawBufferPointer, left: UInt64) throws -> Int {
        let wanted = Int(min(UInt64(buffer.count), left))
        guard wanted > 0 else { return 0 }
        let count = try unsafe source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
        guard count > 0 else { throw truncated }
        return count
    }

    /// All of the element `header` in memory; `budget` is what it and later ones may cost.
    func node(_ header: BERHeader, budget: inout Int) throws -> BERNode {
        // What an element costs in memory without any content.
        budget -= 64
        guard budget >= 0 else { throw EnvelopeFault.headerTooLong }
        guard BERTag.isConstructed(header.identifier) else {
            return BERNode(identifier: header.identifier, content: try content(header, budget: &budget))
        }
        var children: [BERNode] = []
        try enter(header)
        while let child = try next() { children.append(try node(child, budget: &budget)) }
        return BERNode(identifier: header.identifier, children: children)
    }

    private func content(_ header: BERHeader, budget: inout Int) throws -> [UInt8] {
        guard let length = header.length, length <= UInt64(budget) else { throw EnvelopeFault.headerTooLong }
        budget -= Int(length)
        var bytes = [UInt8](repeating: 0, count: Int(length))
        let count = try unsafe bytes.withUnsafeMutableBytes { try unsafe source.fill($0) }
        guard count == bytes.count else { throw truncated }
        return bytes
    }

    /// Nothing follows the outermost element.
    func finish() throws {
        guard frames.isEmpty, try source.peek(1).isEmpty else { throw EnvelopeFault.trailingData }
    }
}
