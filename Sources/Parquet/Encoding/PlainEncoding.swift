/// PLAIN encoding (Parquet Encodings.md) of ranges of values.
enum PlainEncoding {
    /// Booleans, one bit each, low bits first.
    static func append(_ values: [Bool], _ range: Range<Int>, to bytes: inout [UInt8]) {
        var position = range.lowerBound
        while position < range.upperBound {
            let end = min(position + 8, range.upperBound)
            var packed: UInt8 = 0
            for index in position..<end where values[index] { packed |= 1 << UInt8(index - position) }
            bytes.append(packed)
            position = end
        }
    }

    /// Numbers, least significant byte first.
    ///
    /// Écluse runs on little-endian machines only (x86-64, arm64).
    static func append<Value: FixedWidthInteger>(_ values: [Value], _ range: Range<Int>, to bytes: inout [UInt8]) {
        #if _endian(big)
            #error("numbers must be swapped on a big-endian machine")
        #endif
        let size = MemoryLayout<Value>.size
        unsafe values.withUnsafeBytes { raw in
            let part = unsafe UnsafeRawBufferPointer(
                rebasing: raw[(range.lowerBound * size)..<(range.upperBound * size)])
            unsafe bytes.append(contentsOf: part)
        }
    }

    /// Byte strings, each after its length.
    static func append(_ runs: ByteRuns, _ range: Range<Int>, to bytes: inout [UInt8]) {
        guard let last = range.last else { return }
        let first = runs.start(range.lowerBound)
        let total = Int(runs.ends[last]) - first + 4 * range.count
        let encoded = unsafe [UInt8](unsafeUninitializedCapacity: total) { output, count in
            unsafe runs.bytes.withUnsafeBytes { source in
                let target = UnsafeMutableRawBufferPointer(output)
                var start = first
                for index in range {
                    let end = Int(runs.ends[index])
                    unsafe target.storeBytes(of: UInt32(end - start).littleEndian, toByteOffset: count, as: UInt32.self)
                    count += 4
                    let room = unsafe UnsafeMutableRawBufferPointer(rebasing: target[count..<(count + end - start)])
                    unsafe room.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[start..<end]))
                    count += end - start
                    start = end
                }
            }
        }
        bytes += encoded
    }

    /// Number of bytes of all of `runs`.
    static func size(_ runs: ByteRuns) -> Int { 4 * runs.ends.count + Int(runs.ends.last ?? 0) }
}
