import Parquet
import TestSupport
import Testing

@Suite struct HybridEncodingTests {
    /// Values in runs and without, as levels and indices come.
    private static func values(_ generator: inout SeededGenerator, width: Int) -> [UInt32] {
        var values: [UInt32] = []
        for _ in 0..<Int.random(in: 0..<12, using: &generator) {
            let value = UInt32(truncatingIfNeeded: generator.next() & (UInt64(1) << UInt64(width) - 1))
            values += [UInt32](
                repeating: value, count: [1, 1, 2, 3, 7, 8, 9, 16, 100].randomElement(using: &generator) ?? 1)
        }
        return values
    }

    /// Reads bit by bit, after the words of the specification.
    private static func slowDecode(_ bytes: [UInt8], count: Int, width: Int) -> [UInt32] {
        var values: [UInt32] = []
        var next = 0
        while next < bytes.count {
            var header = 0
            var shift = 0
            repeat {
                header |= Int(bytes[next] & 0x7f) << shift
                shift += 7
                next += 1
            } while bytes[next - 1] >= 0x80
            let bits = { (from: Int) in
                (0..<width).reduce(UInt32(0)) {
                    $0 | UInt32(bytes[next + (from + $1) / 8] >> UInt8((from + $1) % 8) & 1) << $1
                }
            }
            if header & 1 == 1 {
                for index in 0..<(header >> 1 * 8) { values.append(bits(index * width)) }
                next += header >> 1 * width
            } else {
                values += [UInt32](repeating: bits(0), count: header >> 1)
                next += (width + 7) / 8
            }
        }
        return Array(values.prefix(count))
    }

    @Test(arguments: 1...32) func `runs are what the specification says`(width: Int) throws {
        var generator = SeededGenerator(UInt64(width))
        for _ in 0..<60 {
            let values = Self.values(&generator, width: width)
            var bytes: [UInt8] = []
            HybridEncoding.encode(values, 0..<values.count, width: width, to: &bytes)
            #expect(Self.slowDecode(bytes, count: values.count, width: width) == values)
            #expect(try HybridEncoding.decode(bytes, count: values.count, width: width) == values)
        }
    }

    @Test func `long runs take a few bytes`() {
        var bytes: [UInt8] = []
        HybridEncoding.encode([UInt32](repeating: 1, count: 100_000), 0..<100_000, width: 1, to: &bytes)
        #expect(bytes.count == 4)
    }

    @Test func `rejects runs that are cut, empty or too long`() {
        for bytes in [[], [3], [0, 1], [22, 1], [200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 1]] as [[UInt8]] {
            #expect(throws: ParquetFault.self) { try HybridEncoding.decode(bytes, count: 10, width: 1) }
        }
    }
}
