internal import Support

extension LookaheadSource {
    /// Bytes of a container that can be looked at: a zip entry's header with a name and extras of any usual length.
    private static let containerCapacity = 128 << 10

    /// A view of a container.
    convenience init(container source: any ByteSource) {
        self.init(source, capacity: LookaheadSource.containerCapacity)
    }

    /// The next `count` bytes.
    ///
    /// - Throws: ``ContainerFault/truncated(bytes:)`` where the stream ends before.
    func take(_ count: Int) throws -> [UInt8] {
        let bytes = try peek(count)
        guard bytes.count == count else { throw ContainerFault.truncated(bytes: consumed + UInt64(bytes.count)) }
        consume(count)
        return bytes
    }
}
