/// Packs numbers of a fixed width one after the other, low bits first (Parquet Encodings.md, "Bit-packed").
enum BitPacking {
    /// Values of a group: packed, they fill whole bytes at any width.
    static let group = 8
    /// Bytes that writing a group may take more than the group has.
    private static let slack = 16

    /// Appends the 32-bit values `range` of `input` as one bit-packed run of the hybrid encoding, its last group filled with zeros.
    static func appendRun(
        _ input: UnsafeRawBufferPointer, _ range: Range<Int>, width: Int, to bytes: inout [UInt8]
    ) {
        guard !range.isEmpty else { return }
        precondition((1...32).contains(width) && range.lowerBound >= 0 && range.upperBound * 4 <= input.count)
        let groups = (range.count + group - 1) / group
        appendVarint(UInt64(groups) << 1 | 1, to: &bytes)
        let start = bytes.count
        let size = groups * width
        bytes += repeatElement(0, count: size + slack)
        unsafe bytes.withUnsafeMutableBytes { output in
            var position = start
            var index = range.lowerBound
            while index + group <= range.upperBound {
                unsafe pack(input, index, group, width, output, position)
                index += group
                position += width
            }
            if index < range.upperBound { unsafe pack(input, index, range.upperBound - index, width, output, position) }
        }
        bytes.removeLast(slack)
        // A group writes zeros behind itself, and the next one writes over them.
    }

    /// Appends `count` numbers of `width` (0 to 64) bits, `value(i)` each, below 2^`width`; together they fill whole bytes.
    @inline(__always)
    static func append(count: Int, width: Int, to bytes: inout [UInt8], _ value: (Int) -> UInt64) {
        precondition((0...64).contains(width) && count % group == 0)
        guard width > 0 else { return }
        let start = bytes.count
        bytes += repeatElement(0, count: count / group * width)
        unsafe bytes.withUnsafeMutableBytes { output in
            var position = start
            var pending: UInt64 = 0
            var bits = 0
            for index in 0..<count {
                let next = value(index)
                pending |= next << UInt64(bits)
                bits += width
                guard bits >= 64 else { continue }
                unsafe output.storeBytes(of: pending.littleEndian, toByteOffset: position, as: UInt64.self)
                position += 8
                bits -= 64
                // What did not fit; a shift by the whole width gives 0.
                pending = next >> UInt64(width - bits)
            }
            while bits > 0 {
                unsafe output[position] = UInt8(truncatingIfNeeded: pending)
                position += 1
                pending >>= 8
                bits -= 8
            }
        }
    }

    /// Packs `count` (1 to 8) values from `index` on to `position`; up to ``slack`` bytes behind them may be written over.
    @inline(__always)
    private static func pack(
        _ input: UnsafeRawBufferPointer, _ index: Int, _ count: Int, _ width: Int,
        _ output: UnsafeMutableRawBufferPointer, _ position: Int
    ) {
        let shift = UInt64(4 * width)
        if width <= 16 {
            // Four values fit in 64 bits.
            let first = unsafe narrow(input, index, min(4, count), width)
            let second = unsafe narrow(input, index + 4, max(0, count - 4), width)
            let low = first | second << shift
            let high = second >> (64 - shift)
            unsafe output.storeBytes(of: low.littleEndian, toByteOffset: position, as: UInt64.self)
            unsafe output.storeBytes(of: high.littleEndian, toByteOffset: position + 8, as: UInt64.self)
            return
        }
        let first = unsafe wide(input, index, min(4, count), width)
        let second = unsafe wide(input, index + 4, max(0, count - 4), width)
        let rest = shift - 64
        let words = (
            first.low, first.high | second.low << rest, second.low >> (64 - rest) | second.high << rest,
            second.high >> (64 - rest)
        )
        unsafe output.storeBytes(of: words.0.littleEndian, toByteOffset: position, as: UInt64.self)
        unsafe output.storeBytes(of: words.1.littleEndian, toByteOffset: position + 8, as: UInt64.self)
        unsafe output.storeBytes(of: words.2.littleEndian, toByteOffset: position + 16, as: UInt64.self)
        unsafe output.storeBytes(of: words.3.littleEndian, toByteOffset: position + 24, as: UInt64.self)
    }

    /// `count` (0 to 4) values of at most 16 bits one after the other.
    @inline(__always)
    private static func narrow(_ input: UnsafeRawBufferPointer, _ index: Int, _ count: Int, _ width: Int) -> UInt64 {
        var packed: UInt64 = 0
        for offset in 0..<count {
            let value = unsafe UInt64(input.loadUnaligned(fromByteOffset: (index + offset) * 4, as: UInt32.self))
            packed |= value &<< UInt64(truncatingIfNeeded: offset &* width)
        }
        return packed
    }

    /// `count` (0 to 4) values one after the other as a number of 128 bits.
    @inline(__always)
    private static func wide(
        _ input: UnsafeRawBufferPointer, _ index: Int, _ count: Int, _ width: Int
    ) -> (low: UInt64, high: UInt64) {
        var low: UInt64 = 0
        var high: UInt64 = 0
        for offset in 0..<count {
            let value = unsafe UInt64(input.loadUnaligned(fromByteOffset: (index + offset) * 4, as: UInt32.self))
            let bit = UInt64(offset * width)
            low |= value << bit
            high |= bit >= 64 ? value << (bit - 64) : value >> (64 - bit)
        }
        return (low, high)
    }
}
