/// The hybrid of run lengths and bit packing (Parquet Encodings.md, `RLE = 3`) for levels and dictionary indices.
package enum HybridEncoding {
    /// Values of a bit-packed group.
    static let group = 8
    /// Widest value.
    package static let maximumWidth = 32

    /// The runs of `values[range]`, each value below 2^`width`, appended to `bytes`.
    ///
    /// Eight values at a time: where they are all the same a run begins, which takes in all that follow; all others are packed.
    /// So a run begins at a multiple of eight only, which costs a few bytes and saves looking at each value by itself.
    package static func encode(_ values: [UInt32], _ range: Range<Int>, width: Int, to bytes: inout [UInt8]) {
        precondition((1...maximumWidth).contains(width) && range.lowerBound >= 0 && range.upperBound <= values.count)
        unsafe values.withUnsafeBytes { all in
            let count = range.count
            let input = unsafe UnsafeRawBufferPointer(rebasing: all[(range.lowerBound * 4)..<(range.upperBound * 4)])
            var literal = 0
            var index = 0
            while index + group <= count {
                let run = unsafe runLength(input, from: index, count)
                if run < group {
                    index += group
                    continue
                }
                unsafe BitPacking.appendRun(input, literal..<index, width: width, to: &bytes)
                appendVarint(UInt64(run) << 1, to: &bytes)
                append(unsafe input.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self), width: width, to: &bytes)
                index += run
                literal = index
            }
            unsafe BitPacking.appendRun(input, literal..<count, width: width, to: &bytes)
        }
    }

    /// How many values from `start` on are the same; below ``group`` where the first eight are not.
    @inline(__always)
    private static func runLength(_ input: UnsafeRawBufferPointer, from start: Int, _ count: Int) -> Int {
        let first = unsafe input.loadUnaligned(fromByteOffset: start * 4, as: UInt32.self)
        let pair = UInt64(first) << 32 | UInt64(first)
        var different: UInt64 = 0
        for offset in 0..<4 {
            different |= unsafe input.loadUnaligned(fromByteOffset: start * 4 + offset * 8, as: UInt64.self) ^ pair
        }
        if different != 0 { return 1 }
        var end = start + group
        while end < count, unsafe input.loadUnaligned(fromByteOffset: end * 4, as: UInt32.self) == first { end += 1 }
        return end - start
    }

    private static func append(_ value: UInt32, width: Int, to bytes: inout [UInt8]) {
        for byte in 0..<((width + 7) / 8) { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * byte))) }
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
