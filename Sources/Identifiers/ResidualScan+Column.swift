internal import Glibc

/// Texts without an identifier that were met before in a block, by their first bytes: codes repeat.
private struct CleanTexts {
    private struct Entry {
        var low: UInt64 = 0
        var high: UInt64 = 0
        /// 0 where there is none; no text looked at is so short.
        var length = 0
    }

    /// Bytes of the longest text remembered.
    static let longest = 16
    private static let places = 256
    private var entries = [Entry](repeating: Entry(), count: CleanTexts.places)

    /// The first `length` bytes of the 16 that stand at `start`.
    @inline(__always)
    static func words(_ bytes: Span<UInt8>, _ start: Int, _ length: Int) -> (low: UInt64, high: UInt64) {
        let low = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self).littleEndian
        let high = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: start + 8, as: UInt64.self).littleEndian
        if length <= 8 { return (length == 8 ? low : low & ((1 << UInt64(8 * length)) &- 1), 0) }
        return (low, length == 16 ? high : high & ((1 << UInt64(8 * (length - 8))) &- 1))
    }

    @inline(__always)
    private static func place(_ words: (low: UInt64, high: UInt64)) -> Int {
        Int(((words.low ^ words.high &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93) >> 56)
    }

    @inline(__always)
    func holds(_ words: (low: UInt64, high: UInt64), _ length: Int) -> Bool {
        let entry = entries[CleanTexts.place(words)]
        return entry.low == words.low && entry.high == words.high && entry.length == length
    }

    mutating func insert(_ words: (low: UInt64, high: UInt64), _ length: Int) {
        entries[CleanTexts.place(words)] = Entry(low: words.low, high: words.high, length: length)
    }
}

extension ResidualScan {
    /// The texts in which an identifier stands, each with the first one: text `i` ends at `ends[i]`, where the next begins.
    ///
    /// What ``find(in:)`` says of each, found out once for codes that repeat.
    package static func find(
        inAll bytes: Span<UInt8>, ends: Span<Int32>
    ) -> [(index: Int, kind: ResidualKind)] {
        let hasAt = unsafe bytes.withUnsafeBytes { raw in
            guard let base = raw.baseAddress else { return false }
            return unsafe memchr(base, Int32(UInt8(ascii: "@")), raw.count) != nil
        }
        // Without an `@` only numbers are left to look for.
        let least = hasAt ? shortest : fewestDigits
        var found: [(index: Int, kind: ResidualKind)] = []
        var clean = CleanTexts()
        var start = 0
        for index in ends.indices {
            let text = start..<Int(ends[index])
            start = text.upperBound
            if text.count < least { continue }
            guard text.count <= CleanTexts.longest, text.lowerBound + CleanTexts.longest <= bytes.count else {
                if let kind = find(in: bytes.extracting(text)) { found.append((index, kind)) }
                continue
            }
            let words = CleanTexts.words(bytes, text.lowerBound, text.count)
            if clean.holds(words, text.count) { continue }
            if let kind = find(in: bytes.extracting(text)) {
                found.append((index, kind))
            } else {
                clean.insert(words, text.count)
            }
        }
        return found
    }
}
