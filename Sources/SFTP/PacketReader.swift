internal import Support

/// Reads the fields of one packet; each length is checked against what is there.
///
/// Strings are given as ranges of the packet, so that data is used where it lies.
@safe
struct PacketReader {
    private let bytes: UnsafeRawBufferPointer
    private var position: Int

    init(_ bytes: UnsafeRawBufferPointer) {
        unsafe self.bytes = unsafe bytes
        position = 0
    }

    var remaining: Int { unsafe bytes.count - position }

    mutating func byte() throws(SFTPFailure) -> UInt8 {
        guard remaining >= 1 else { throw .badMessage }
        defer { position += 1 }
        return unsafe bytes[position]
    }

    mutating func uint32() throws(SFTPFailure) -> UInt32 {
        guard remaining >= 4 else { throw .badMessage }
        defer { position += 4 }
        return unsafe UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
    }

    mutating func uint64() throws(SFTPFailure) -> UInt64 {
        guard remaining >= 8 else { throw .badMessage }
        defer { position += 8 }
        return unsafe UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }

    /// The place of a length-prefixed string in the packet.
    mutating func range() throws(SFTPFailure) -> Range<Int> {
        let count = try uint32()
        guard count <= remaining else { throw .badMessage }
        defer { position += Int(count) }
        return position..<(position + Int(count))
    }

    /// A copy of a length-prefixed string.
    mutating func string() throws(SFTPFailure) -> [UInt8] {
        let range = try range()
        return unsafe Array(UnsafeRawBufferPointer(rebasing: bytes[range]))
    }

    /// A path; nil where the packet is whole but the path is none of ours.
    mutating func path() throws(SFTPFailure) -> SFTPPath? { SFTPPath(try string()) }

    /// A handle (4 bytes of ours); nil for one that we cannot have given out.
    mutating func handle() throws(SFTPFailure) -> UInt32? {
        let range = try range()
        guard range.count == 4 else { return nil }
        return unsafe UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: range.lowerBound, as: UInt32.self))
    }

    /// ATTRS (section 5).
    mutating func attributes() throws(SFTPFailure) -> SFTPAttributes {
        let flags = try uint32()
        var attributes = SFTPAttributes()
        if flags & 1 != 0 { attributes.size = try uint64() }
        if flags & 2 != 0 { attributes.owner = (try uint32(), try uint32()) }
        if flags & 4 != 0 { attributes.permissions = try uint32() }
        if flags & 8 != 0 { attributes.times = (try uint32(), try uint32()) }
        if flags & 0x8000_0000 != 0 {
            // Extended pairs: read and forgotten. Each takes at least 8 bytes, so the count cannot outrun the packet.
            for _ in 0..<(try uint32()) {
                _ = try range()
                _ = try range()
            }
        }
        return attributes
    }

    /// The bytes at a place of the packet, valid as long as the packet is.
    func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(rebasing: bytes[range]) }
}
