/// The hybrid of run lengths and bit packing (Parquet Encodings.md, `RLE = 3`) for levels and dictionary indices.
package enum HybridEncoding {
    /// Values of a bit-packed group.
    static let group = 8
    /// Widest value.
    package static let maximumWidth = 32

    /// The runs of `values[range]`, each value below 2^`width`, appended to `bytes`.
    package static func encode(_ values: [UInt32], _ range: Range<Int>, width: Int, to bytes: inout [UInt8]) {
        precondition((1...maximumWidth).contains(width))
        var literal = range.lowerBound
        var index = literal
        while index < range.upperBound {
            let value = values[index]
            var end = index + 1
            while end < range.upperBound && values[end] == value { end += 1 }
            // Only the last bit-packed run may end inside a group: fill it from this run first.
            let fill = (group - (index - literal) % group) % group
            if end - index >= fill + group {
                pack(values, literal..<(index + fill), width: width, to: &bytes)
                appendVarint(UInt64(end - index - fill) << 1, to: &bytes)
                append(value, width: width, to: &bytes)
                literal = end
            }
            index = end
        }
        pack(values, literal..<range.upperBound, width: width, to: &bytes)
    }

    private static func append(_ value: UInt32, width: Int, to bytes: inout [UInt8]) {
        for byte in 0..<((width + 7) / 8) { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * byte))) }
    }

    /// One bit-packed run, its last group filled with zeros.
    private static func pack(_ values: [UInt32], _ range: Range<Int>, width: Int, to bytes: inout [UInt8]) {
        guard !range.isEmpty else { return }
        let groups = (range.count + group - 1) / group
        appendVarint(UInt64(groups) << 1 | 1, to: &bytes)
        BitPacking.append(count: range.count, width: width, size: groups * width, to: &bytes) {
            UInt64(values[range.lowerBound + $0])
        }
    }

    /// The `count` values of the runs in `bytes`; runs that end early, run over or hold wide values are refused.
    package static func decode(_ bytes: [UInt8], count: Int, width: Int) throws(ParquetFault) -> [UInt32] {
        guard (1...maximumWidth).contains(width), count >= 0 else { throw .malformed(position: 0) }
        var reader = ThriftReader(bytes)
        var position = 0
        var values: [UInt32] = []
        while values.count < count {
            reader = ThriftReader(bytes, at: position)
            let header = try reader.varint()
            position = reader.position
            let length = header >> 1
            if header & 1 == 0 {
                let size = (width + 7) / 8
                guard length > 0, length <= UInt64(count - values.count), bytes.count - position >= size else {
                    throw .malformed(position: position)
                }
                values += [UInt32](repeating: integer(bytes, position, size), count: Int(length))
                position += size
            } else {
                guard length > 0, length <= UInt64((bytes.count - position) / width),
                    length <= UInt64((count - values.count + group - 1) / group)
                else { throw .malformed(position: position) }
                unpack(bytes, position, count: min(Int(length) * group, count - values.count), width, &values)
                position += Int(length) * width
            }
        }
        guard position == bytes.count else { throw .malformed(position: position) }
        return values
    }

    private static func integer(_ bytes: [UInt8], _ position: Int, _ size: Int) -> UInt32 {
        (0..<size).reduce(0) { $0 | UInt32(bytes[position + $1]) << UInt32(8 * $1) }
    }

    private static func unpack(_ bytes: [UInt8], _ position: Int, count: Int, _ width: Int, _ values: inout [UInt32]) {
        var pending: UInt64 = 0
        var bits = 0
        var next = position
        let mask = UInt64(1) << UInt64(width) - 1
        for _ in 0..<count {
            while bits < width {
                pending |= UInt64(bytes[next]) << UInt64(bits)
                next += 1
                bits += 8
            }
            values.append(UInt32(truncatingIfNeeded: pending & mask))
            pending >>= UInt64(width)
            bits -= width
        }
    }
}
