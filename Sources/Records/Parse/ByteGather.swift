internal import Columns

/// Copies the values of a column one behind the other.
enum ByteGather {
    /// Bytes copied at a time: most values fit in one step.
    private static let step = 16

    /// The column of the values that `slices` shows in `text`.
    static func gather(_ text: Span<UInt8>, _ slices: borrowing FieldSlices) -> ByteColumn {
        let rows = slices.count
        var total = 0
        for row in 0..<rows { total &+= Int(max(0, slices.lengths[row])) }
        let starts = slices.starts.span
        let lengths = slices.lengths.span
        var ends = [Int32](repeating: 0, count: rows)
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: total + step) { out, count in
            var position = 0
            for row in 0..<rows {
                let length = Int(lengths[row])
                if length > 0 {
                    unsafe copy(text, Int(starts[row]), length, to: out, position)
                    position += length
                }
                ends[row] = Int32(truncatingIfNeeded: position)
            }
            count = total
        }
        return ByteColumn(bytes: bytes, ends: ends)
    }

    /// Copies `length` bytes; where both sides have room, a whole step, whose rest the next value overwrites.
    @inline(__always)
    private static func copy(
        _ text: Span<UInt8>, _ start: Int, _ length: Int, to out: UnsafeMutableBufferPointer<UInt8>, _ position: Int
    ) {
        precondition(position + length + step <= out.count && start + length <= text.count)
        guard let target = out.baseAddress else { return }
        let raw = unsafe UnsafeMutableRawPointer(target + position)
        if length <= step, start + step <= text.count {
            let value = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: SIMD16<UInt8>.self)
            unsafe raw.storeBytes(of: value, as: SIMD16<UInt8>.self)
        } else {
            unsafe text.withUnsafeBytes { source in
                guard let base = source.baseAddress else { return }
                unsafe raw.copyMemory(from: base + start, byteCount: length)
            }
        }
    }
}
