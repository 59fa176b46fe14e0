/// DELTA_BINARY_PACKED (Parquet Encodings.md, `DELTA_BINARY_PACKED = 5`): differences in blocks, each block with the width it needs.
enum DeltaEncoding {
    /// Values of a block, and of each of its miniblocks.
    private static let block = 128
    private static let miniblock = 32
    private static let miniblocks = block / miniblock

    /// Appends the values `range`.
    ///
    /// Differences wrap around in the width of the type, as the format says.
    static func append<Value: FixedWidthInteger & SignedInteger>(
        _ values: [Value], _ range: Range<Int>, to bytes: inout [UInt8]
    ) {
        appendVarint(UInt64(block), to: &bytes)
        appendVarint(UInt64(miniblocks), to: &bytes)
        appendVarint(UInt64(range.count), to: &bytes)
        appendZigzag(range.isEmpty ? 0 : Int64(values[range.lowerBound]), to: &bytes)
        var deltas = [Value](repeating: 0, count: block)
        var index = range.lowerBound + 1
        while index < range.upperBound {
            let count = min(block, range.upperBound - index)
            var least = Value.max
            for offset in 0..<count {
                let delta = values[index + offset] &- values[index + offset - 1]
                deltas[offset] = delta
                least = min(least, delta)
            }
            appendBlock(deltas, count, least, to: &bytes)
            index += count
        }
    }

    private static func appendBlock<Value: FixedWidthInteger & SignedInteger>(
        _ deltas: [Value], _ count: Int, _ least: Value, to bytes: inout [UInt8]
    ) {
        appendZigzag(Int64(least), to: &bytes)
        // What a delta is more than the least, in the width of the type.
        let mask = UInt64.max >> UInt64(64 - Value.bitWidth)
        func excess(_ index: Int) -> UInt64 {
            index < count ? UInt64(truncatingIfNeeded: deltas[index] &- least) & mask : 0
        }
        var widths: [Int] = []
        for part in 0..<miniblocks {
            var all: UInt64 = 0
            for index in (part * miniblock)..<((part + 1) * miniblock) { all |= excess(index) }
            widths.append(64 - all.leadingZeroBitCount)
        }
        bytes += widths.map { UInt8($0) }
        // A miniblock without values is not written; one with some is filled with zeros.
        for part in 0..<miniblocks where part * miniblock < count {
            BitPacking.append(count: miniblock, width: widths[part], to: &bytes) { excess(part * miniblock + $0) }
        }
    }

    private static func appendZigzag(_ value: Int64, to bytes: inout [UInt8]) {
        appendVarint(UInt64(bitPattern: value << 1 ^ value >> 63), to: &bytes)
    }
}

/// DELTA_BYTE_ARRAY (Parquet Encodings.md, `DELTA_BYTE_ARRAY = 7`): what a text shares with the one before is left out.
enum DeltaBytesEncoding {
    /// Appends the texts `range`.
    static func append(_ runs: ByteRuns, _ range: Range<Int>, to bytes: inout [UInt8]) {
        var shared: [Int32] = []
        var rests: [Int32] = []
        var content: [UInt8] = []
        shared.reserveCapacity(range.count)
        rests.reserveCapacity(range.count)
        content.reserveCapacity(runs.extent(range).count)
        unsafe runs.bytes.withUnsafeBytes { text in
            var start = runs.start(range.lowerBound)
            var before = start..<start
            for index in range {
                let now = start..<Int(runs.ends[index])
                start = now.upperBound
                let common = unsafe commonLength(text, before, now)
                shared.append(Int32(common))
                rests.append(Int32(now.count - common))
                unsafe content.append(
                    contentsOf: UnsafeRawBufferPointer(rebasing: text[(now.lowerBound + common)..<now.upperBound]))
                before = now
            }
        }
        DeltaEncoding.append(shared, 0..<shared.count, to: &bytes)
        DeltaEncoding.append(rests, 0..<rests.count, to: &bytes)
        bytes += content
    }

    @inline(__always)
    private static func commonLength(_ text: UnsafeRawBufferPointer, _ a: Range<Int>, _ b: Range<Int>) -> Int {
        let most = min(a.count, b.count)
        var length = 0
        while length < most, unsafe text[a.lowerBound + length] == text[b.lowerBound + length] { length += 1 }
        return length
    }
}
