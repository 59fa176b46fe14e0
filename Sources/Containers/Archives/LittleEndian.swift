/// A view of bytes as the little-endian numbers of zip, taken from the front.
struct LittleEndian {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    var count: Int { rest.count }

    /// The next number of `Number`'s size; nil where fewer bytes are left.
    mutating func take<Number: FixedWidthInteger & UnsignedInteger>(_: Number.Type) -> Number? {
        let size = Number.bitWidth / 8
        guard rest.count >= size else { return nil }
        let value = rest.prefix(size).reversed().reduce(Number(0)) { $0 << 8 | Number($1) }
        rest = rest.dropFirst(size)
        return value
    }

    /// The next `count` bytes; nil where fewer are left.
    mutating func take(bytes count: Int) -> [UInt8]? {
        guard count >= 0, rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }
}
