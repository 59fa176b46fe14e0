import Compression
import Testing

@Suite struct ZstdTests {
    private static func sample(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 / 7 &* 31) } }

    @Test(arguments: [0, 1, 1000, 300_000]) func `preserves content`(count: Int) throws {
        let content = Self.sample(count)
        let compressor = try ZstdCompressor(level: 3)
        let frame = try compressor.compress(content)
        #expect(try compressor.compress(content) == frame)
        #expect(try ZstdDecompressor().decompress(frame, limit: count) == content)
    }

    @Test func `rejects content above the limit`() throws {
        let frame = try ZstdCompressor().compress([UInt8](repeating: 0, count: 10_000_000))
        #expect(throws: CompressionFault.tooLong(limit: 9_999_999)) {
            try ZstdDecompressor().decompress(frame, limit: 9_999_999)
        }
    }

    @Test func `rejects a truncated frame and data after a frame`() throws {
        let frame = try ZstdCompressor().compress(Self.sample(50_000))
        let decompressor = try ZstdDecompressor()
        for count in [0, 1, 4, frame.count / 2, frame.count - 1] {
            #expect(throws: CompressionFault.malformed) {
                try decompressor.decompress(Array(frame[..<count]), limit: 1 << 20)
            }
        }
        #expect(throws: CompressionFault.malformed) { try decompressor.decompress(frame + [0], limit: 1 << 20) }
        #expect(try decompressor.decompress(frame, limit: 50_000).count == 50_000)
    }
}
