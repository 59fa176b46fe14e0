/// A pattern of the plain regular kind, run without PCRE2: about ten times faster on short fields.
///
/// Sequences of literals and positive ASCII classes with `? * + {n,m}`, groups and `|`. Anything else (negated classes, `.`,
/// look-around, back-references, possessive quantifiers) is left to PCRE2; both give the same answer, which a test compares.
struct SimplePattern: Sendable {
    private enum Machine: Sendable {
        /// Fixed length of up to 16 bytes, at each place one or two ranges of bytes.
        case ranges(PlaceRanges)
        /// Fixed length: bit `i` of `allowed[byte]` says whether `byte` may stand at place `i`.
        case places(allowed: [UInt64], length: Int)
        /// Next state for state × 256 + byte; state 0 refuses for good.
        case states(next: [UInt8], accepting: [Bool], start: Int)
    }

    private let machine: Machine

    /// Compiles `text`; nil where the pattern needs PCRE2.
    init?(_ text: String) {
        guard let tree = PatternReader.read(text) else { return nil }
        if let sequence = tree.fixedSequence(), let ranges = PlaceRanges(sequence) {
            machine = .ranges(ranges)
            return
        }
        if let sequence = tree.fixedSequence(), sequence.count <= 64 {
            var allowed = [UInt64](repeating: 0, count: 256)
            for (place, set) in sequence.enumerated() {
                for byte in 0..<128 where set.contains(UInt8(byte)) { allowed[byte] |= 1 << UInt64(place) }
            }
            machine = .places(allowed: allowed, length: sequence.count)
            return
        }
        guard let table = StateTable(tree) else { return nil }
        machine = .states(next: table.next, accepting: table.accepting, start: 1)
    }

    /// Adds to `failures` the rows whose text does not match; rows of negative length are skipped.
    func check(_ text: Span<UInt8>, _ slices: borrowing FieldSlices, _ failures: inout [Int32]) {
        let starts = slices.starts.span
        let lengths = slices.lengths.span
        switch machine {
        case .ranges(let ranges):
            for row in 0..<slices.count {
                let count = Int(lengths[row])
                if count < 0 { continue }
                if count != ranges.length || !ranges.matches(text, Int(starts[row])) { failures.append(Int32(row)) }
            }
        case .places(let allowed, let length):
            let table = allowed.span
            for row in 0..<slices.count {
                let count = Int(lengths[row])
                if count < 0 { continue }
                if count != length || !SimplePattern.matches(table, text, Int(starts[row]), count) {
                    failures.append(Int32(row))
                }
            }
        case .states(let next, let accepting, let start):
            let table = next.span
            for row in 0..<slices.count {
                let count = Int(lengths[row])
                if count < 0 { continue }
                let first = Int(starts[row])
                var state = start
                let value = text.extracting(first..<(first + count))
                for index in value.indices { state = Int(table[state << 8 | Int(value[index])]) }
                if !accepting[state] { failures.append(Int32(row)) }
            }
        }
    }

    @inline(__always)
    private static func matches(_ allowed: Span<UInt64>, _ text: Span<UInt8>, _ start: Int, _ count: Int) -> Bool {
        var bits: UInt64 = 1
        let value = text.extracting(start..<(start + count))
        for place in value.indices { bits &= allowed[Int(value[place])] &>> UInt64(place) }
        return bits & 1 == 1
    }
}

/// A set of ASCII bytes.
struct ByteClass: Sendable, Hashable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init(_ bytes: some Sequence<UInt8> = []) { for byte in bytes { insert(byte) } }

    mutating func insert(_ byte: UInt8) {
        if byte < 64 { low |= 1 << UInt64(byte) } else if byte < 128 { high |= 1 << UInt64(byte - 64) }
    }

    mutating func formUnion(_ other: ByteClass) {
        low |= other.low
        high |= other.high
    }

    func contains(_ byte: UInt8) -> Bool {
        byte < 64 ? low >> UInt64(byte) & 1 == 1 : byte < 128 && high >> UInt64(byte - 64) & 1 == 1
    }
}
