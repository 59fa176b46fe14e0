package import Pseudonymisation

/// The persons excluded in one scope: an immutable table that many threads look pseudonyms up in.
///
/// Pseudonyms are uniform by construction, so their first bits are the hash. Entries stand in ascending order, each at or a
/// little after the place that its value points to, so that a search ends at the first entry that is not smaller. Most persons
/// are not excluded: a bit table answers for about 15 in 16 of them before the entries are touched. Memory: 20 bytes a
/// person for the entries and 2 for the bits.
package struct ExclusionSet: Sendable {
    /// Places for every 4 entries.
    static let placesForFour = 5
    /// Bits of the bit table for each entry.
    static let bitsAnEntry = 16

    /// Number of persons.
    package let count: Int
    /// The entries in ascending order with free places, which are zero, between them.
    private let table: [Pseudonym]
    /// Number of places that values point to; the table goes on a little, for what is pushed past its end.
    private let places: UInt64
    private let bits: [UInt64]
    /// Whether the pseudonym of 128 zeros, which marks free places, is in the set.
    private let holdsZero: Bool

    /// The persons that `rows` exclude in `scope`.
    package init(rows: [MatrixRow], scope: ExclusionScope) throws(ExclusionFault) {
        var pseudonyms: [Pseudonym] = []
        var foreign = 0
        for row in rows where row.domain == scope.domain && row.isInForce(on: scope.day) {
            guard row.concerns(base: scope.base, purpose: scope.purpose) else { continue }
            if row.epoch != scope.epoch { foreign += 1 }
            pseudonyms.append(row.pseudonym)
        }
        guard foreign == 0 else { throw .epoch(domain: scope.domain, expected: scope.epoch, rows: foreign) }
        self.init(pseudonyms)
    }

    /// The set of `pseudonyms`, which may repeat.
    package init(_ pseudonyms: [Pseudonym]) {
        let sorted = pseudonyms.sorted { ExclusionSet.isLess($0, $1) }
        places = UInt64(max(1, sorted.count * ExclusionSet.placesForFour / 4))
        let size = UInt64(max(1, sorted.count * ExclusionSet.bitsAnEntry / 64))
        var bits = [UInt64](repeating: 0, count: Int(size))
        var table: [Pseudonym] = []
        table.reserveCapacity(Int(places) + 64)
        var last = ExclusionSet.free
        var count = 0
        for pseudonym in sorted where pseudonym != last {
            let place = Int(ExclusionSet.scaled(pseudonym.high, places))
            while table.count < place { table.append(ExclusionSet.free) }
            table.append(pseudonym)
            let (word, bit) = ExclusionSet.place(ofBit: pseudonym, size)
            bits[word] |= bit
            last = pseudonym
            count += 1
        }
        // Every search ends at a free place or at a greater entry, at the latest here.
        while table.count <= Int(places) { table.append(ExclusionSet.free) }
        table.append(ExclusionSet.free)
        holdsZero = sorted.first == ExclusionSet.free
        self.count = holdsZero ? count + 1 : count
        self.table = table
        self.bits = bits
    }

    /// Bytes of memory that the set takes.
    package var byteCount: Int { table.capacity * MemoryLayout<Pseudonym>.stride + bits.capacity * 8 }

    /// Whether `pseudonym` is excluded.
    package func contains(_ pseudonym: Pseudonym) -> Bool {
        mayContain(pseudonym) ? search(pseudonym) : pseudonym == ExclusionSet.free && holdsZero
    }

    /// For each of `persons` whether it is excluded; a row without a pseudonym is not.
    package func mask(_ persons: PseudonymColumn) -> [Bool] {
        var mask = self.mask(persons.values)
        for row in mask.indices where mask[row] && persons.nulls[row] { mask[row] = false }
        return mask
    }

    /// For each of `pseudonyms` whether it is excluded.
    ///
    /// The bit table is asked for all rows first: its reads do not depend on each other, so that they overlap in memory.
    package func mask(_ pseudonyms: [Pseudonym]) -> [Bool] {
        guard count > 0 else { return [Bool](repeating: false, count: pseudonyms.count) }
        var mask = [Bool](repeating: false, count: pseudonyms.count)
        for row in pseudonyms.indices { mask[row] = mayContain(pseudonyms[row]) }
        for row in pseudonyms.indices where mask[row] { mask[row] = search(pseudonyms[row]) }
        if holdsZero {
            for row in pseudonyms.indices where pseudonyms[row] == ExclusionSet.free { mask[row] = true }
        }
        return mask
    }

    private static let free = Pseudonym(high: 0, low: 0)

    @inline(__always)
    private func mayContain(_ pseudonym: Pseudonym) -> Bool {
        let (word, bit) = ExclusionSet.place(ofBit: pseudonym, UInt64(bits.count))
        return bits[word] & bit != 0
    }

    private func search(_ pseudonym: Pseudonym) -> Bool {
        guard pseudonym != ExclusionSet.free else { return holdsZero }
        var index = Int(ExclusionSet.scaled(pseudonym.high, places))
        while index < table.count, table[index] != ExclusionSet.free, ExclusionSet.isLess(table[index], pseudonym) {
            index += 1
        }
        return index < table.count && table[index] == pseudonym
    }

    /// `value` brought from 64 bits to `0..<range`, in the same order.
    @inline(__always)
    private static func scaled(_ value: UInt64, _ range: UInt64) -> UInt64 { value.multipliedFullWidth(by: range).high }

    /// The low half chooses the bit, so that it does not depend on the place among the entries.
    @inline(__always)
    private static func place(ofBit pseudonym: Pseudonym, _ size: UInt64) -> (word: Int, bit: UInt64) {
        (Int(scaled(pseudonym.low, size)), 1 << (pseudonym.low & 63))
    }

    @inline(__always)
    private static func isLess(_ a: Pseudonym, _ b: Pseudonym) -> Bool {
        a.high < b.high || a.high == b.high && a.low < b.low
    }
}
