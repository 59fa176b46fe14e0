/// Packs numbers of a fixed width one after the other, low bits first (Parquet Encodings.md, "Bit-packed").
enum BitPacking {
    /// Appends `size` bytes that begin with `count` numbers of `width` (0 to 64) bits; the rest is zeros.
    ///
    /// `value(i)` is the `i`th number, below 2^`width`.
    @inline(__always)
    static func append(count: Int, width: Int, size: Int, to bytes: inout [UInt8], _ value: (Int) -> UInt64) {
        precondition((0...64).contains(width) && (count * width + 7) / 8 <= size)
        let start = bytes.count
        bytes += repeatElement(0, count: size)
        guard width > 0 else { return }
        unsafe bytes.withUnsafeMutableBytes { output in
            var position = start
            var pending: UInt64 = 0
            var bits = 0
            for index in 0..<count {
                let next = value(index)
                pending |= next << UInt64(bits)
                bits += width
                if bits >= 64 {
                    unsafe output.storeBytes(of: pending.littleEndian, toByteOffset: position, as: UInt64.self)
                    position += 8
                    bits -= 64
                    // What did not fit; a shift by the whole width gives 0.
                    pending = next >> UInt64(width - bits)
                }
            }
            while bits > 0 {
                unsafe output[position] = UInt8(truncatingIfNeeded: pending)
                position += 1
                pending >>= 8
                bits -= 8
            }
        }
    }
}
