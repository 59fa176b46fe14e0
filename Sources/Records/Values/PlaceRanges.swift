/// Which bytes may stand at each of up to 16 places, as one or two ranges a place: all places are compared at once.
struct PlaceRanges: Sendable {
    private static let places = 16

    let length: Int
    private var low = (SIMD16<UInt8>(), SIMD16<UInt8>())
    /// Last byte of a range less its first; places behind the text take every byte.
    private var width = (SIMD16<UInt8>(repeating: .max), SIMD16<UInt8>(repeating: .max))

    /// The ranges of `sequence`; nil where it is too long or a class has more than two.
    init?(_ sequence: [ByteClass]) {
        guard sequence.count <= PlaceRanges.places else { return nil }
        length = sequence.count
        for (place, set) in sequence.enumerated() {
            let ranges = PlaceRanges.ranges(of: set)
            guard let first = ranges.first, let last = ranges.last, ranges.count <= 2 else { return nil }
            low.0[place] = first.lowerBound
            width.0[place] = first.upperBound - first.lowerBound
            low.1[place] = last.lowerBound
            width.1[place] = last.upperBound - last.lowerBound
        }
    }

    private static func ranges(of set: ByteClass) -> [ClosedRange<UInt8>] {
        var ranges: [ClosedRange<UInt8>] = []
        for byte in UInt8(0)..<128 where set.contains(byte) {
            if let last = ranges.last, last.upperBound + 1 == byte {
                ranges[ranges.count - 1] = last.lowerBound...byte
            } else {
                ranges.append(byte...byte)
            }
        }
        return ranges
    }

    /// Whether the ``length`` bytes from `start` on may stand there.
    @inline(__always)
    func matches(_ text: Span<UInt8>, _ start: Int) -> Bool {
        var bytes = SIMD16<UInt8>()
        if start + PlaceRanges.places <= text.count {
            bytes = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: SIMD16<UInt8>.self)
        } else {
            for place in 0..<length { bytes[place] = text[start + place] }
        }
        let found = (bytes &- low.0) .<= width.0 .| (bytes &- low.1) .<= width.1
        let words = unsafe unsafeBitCast(found, to: SIMD2<UInt64>.self)
        return words[0] & words[1] == .max
    }
}
