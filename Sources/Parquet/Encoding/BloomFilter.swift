/// A split-block Bloom filter (Parquet BloomFilter.md): says of most values that are not in a chunk that they are not.
struct BloomFilter {
    /// Bytes of a block, of which each value sets one bit in each of eight words.
    private static let blockBytes = 32
    /// Bits a value at least; with 8, one in 40 values that are absent is taken for present, with 16 one in 2,000.
    private static let bitsAValue = 8
    /// The largest filter: a power of two, since some readers take nothing else.
    private static let mostBytes = 1 << 20
    /// BloomFilter.md, "salt".
    private static let salt = SIMD8<UInt32>(
        0x47b6_137b, 0x4497_4d91, 0x8824_ad5b, 0xa2b7_289d, 0x7054_95c7, 0x2df1_424b, 0x9efc_4947, 0x5c6b_fb31)

    /// The blocks, word after word.
    private(set) var blocks: [SIMD8<UInt32>]

    /// The filter of the different values among `values`; nil for a type whose values are not looked for one by one.
    init?(_ values: PresentValues) {
        switch values {
        case .boolean, .double: return nil
        case .int32(let values):
            self.init(count: values.count)
            for value in values { insert(XXHash64.hash(littleEndian(UInt64(UInt32(bitPattern: value)), bytes: 4))) }
        case .int64(let values):
            self.init(count: values.count)
            for value in values { insert(XXHash64.hash(littleEndian(UInt64(bitPattern: value), bytes: 8))) }
        case .bytes(let runs):
            self.init(count: runs.ends.count)
            unsafe runs.bytes.withUnsafeBytes { bytes in
                var start = 0
                for end in runs.ends {
                    insert(unsafe XXHash64.hash(UnsafeRawBufferPointer(rebasing: bytes[start..<Int(end)])))
                    start = Int(end)
                }
            }
        }
    }

    private init(count: Int) {
        var bytes = BloomFilter.blockBytes
        while bytes < BloomFilter.mostBytes, bytes * 8 < count * BloomFilter.bitsAValue { bytes *= 2 }
        blocks = [SIMD8<UInt32>](repeating: SIMD8(), count: bytes / BloomFilter.blockBytes)
    }

    private mutating func insert(_ hash: UInt64) {
        blocks[place(hash)] |= BloomFilter.bits(hash)
    }

    /// The block of a value: the high half of its hash, brought to the number of blocks.
    @inline(__always)
    private func place(_ hash: UInt64) -> Int { Int(((hash >> 32) * UInt64(blocks.count)) >> 32) }

    @inline(__always)
    private static func bits(_ hash: UInt64) -> SIMD8<UInt32> {
        SIMD8(repeating: 1) &<< ((SIMD8(repeating: UInt32(truncatingIfNeeded: hash)) &* salt) &>> 27)
    }

    /// Header and blocks, as they stand in a file (parquet.thrift, `BloomFilterHeader`).
    var encoded: [UInt8] {
        var thrift = ThriftWriter()
        thrift.integer(1, Int32(blocks.count * BloomFilter.blockBytes))
        // Split blocks, XXH64, not compressed.
        for field in Int16(2)...4 { thrift.structure(field) { $0.structure(1) { _ in } } }
        thrift.stop()
        return unsafe thrift.bytes + blocks.withUnsafeBytes { unsafe Array($0) }
    }
}

/// XXH64 with seed 0 (the xxHash specification): spreads values over a Bloom filter, and hides nothing.
enum XXHash64 {
    private static let prime: (UInt64, UInt64, UInt64, UInt64, UInt64) = (
        0x9E37_79B1_85EB_CA87, 0xC2B2_AE3D_27D4_EB4F, 0x1656_67B1_9E37_79F9, 0x85EB_CA77_C2B2_AE63,
        0x27D4_EB2F_1656_67C5
    )

    /// The hash of `bytes`.
    static func hash(_ bytes: [UInt8]) -> UInt64 { unsafe bytes.withUnsafeBytes { unsafe hash($0) } }

    /// The hash of `bytes`.
    static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var position = 0
        var hash = prime.4
        if bytes.count >= 32 {
            var lanes = (prime.0 &+ prime.1, prime.1, UInt64(0), 0 &- prime.0)
            while position + 32 <= bytes.count {
                lanes.0 = unsafe round(lanes.0, word(bytes, position))
                lanes.1 = unsafe round(lanes.1, word(bytes, position + 8))
                lanes.2 = unsafe round(lanes.2, word(bytes, position + 16))
                lanes.3 = unsafe round(lanes.3, word(bytes, position + 24))
                position += 32
            }
            hash = rotate(lanes.0, 1) &+ rotate(lanes.1, 7) &+ rotate(lanes.2, 12) &+ rotate(lanes.3, 18)
            hash = merge(merge(merge(merge(hash, lanes.0), lanes.1), lanes.2), lanes.3)
        }
        hash = hash &+ UInt64(bytes.count)
        while position + 8 <= bytes.count {
            let eight = unsafe word(bytes, position)
            hash = rotate(hash ^ round(0, eight), 27) &* prime.0 &+ prime.3
            position += 8
        }
        if position + 4 <= bytes.count {
            let half = unsafe UInt64(bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self).littleEndian)
            hash = rotate(hash ^ half &* prime.0, 23) &* prime.1 &+ prime.2
            position += 4
        }
        while position < bytes.count {
            let byte = unsafe UInt64(bytes[position])
            hash = rotate(hash ^ byte &* prime.4, 11) &* prime.0
            position += 1
        }
        hash = (hash ^ hash >> 33) &* prime.1
        hash = (hash ^ hash >> 29) &* prime.2
        return hash ^ hash >> 32
    }

    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> UInt64 {
        unsafe bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self).littleEndian
    }

    @inline(__always)
    private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
        rotate(lane &+ word &* prime.1, 31) &* prime.0
    }

    @inline(__always)
    private static func merge(_ hash: UInt64, _ lane: UInt64) -> UInt64 {
        (hash ^ round(0, lane)) &* prime.0 &+ prime.3
    }

    @inline(__always)
    private static func rotate(_ value: UInt64, _ bits: UInt64) -> UInt64 { value << bits | value >> (64 - bits) }
}
