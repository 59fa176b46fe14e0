/// How many rows of a table each record around them has, so that the number of a row says which record it is in.
///
/// Of each sixteen records one has each count of a list of sixteen, in an order of its own.
struct PartCounts {
    private static let usual = [1, 2, 0, 1, 3, 1, 2, 0, 1, 5, 1, 0, 2, 1, 4, 1]
    private static let period = 16
    /// Odd, so that it meets every place of the list.
    private static let stride = 5

    /// Counts of sixteen records that follow each other, and their sums from the first on.
    private let counts: [Int]
    private let sums: [Int]

    /// Counts in `range`.
    init(_ range: ClosedRange<Int>, salt: UInt64) {
        var draw = Draw(salt)
        let first = draw.below(PartCounts.period)
        counts = (0..<PartCounts.period).map { place in
            let count = PartCounts.usual[(first + place * PartCounts.stride) % PartCounts.period]
            return min(max(count, range.lowerBound), range.upperBound)
        }
        sums = counts.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
    }

    private init(counts: [Int]) {
        self.counts = counts
        sums = counts.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
    }

    /// The same, but at most `most` rows in a record.
    func limited(to most: Int) -> PartCounts { PartCounts(counts: counts.map { min($0, most) }) }

    private var all: Int { sums[PartCounts.period] }

    /// The most rows that a record has.
    var most: Int { counts.max() ?? 0 }

    /// Rows of the record `owner`.
    func count(_ owner: Int) -> Int { counts[owner % PartCounts.period] }

    /// The number of the first row of the record `owner`; of as many records, that of their rows.
    func first(_ owner: Int) -> Int { owner / PartCounts.period * all + sums[owner % PartCounts.period] }

    /// The record that row `row` is in, and its number there from 0.
    func place(_ row: Int) -> (owner: Int, ordinal: Int) {
        guard all > 0 else { return (0, 0) }
        let (round, rest) = row.quotientAndRemainder(dividingBy: all)
        let place = (sums.firstIndex { $0 > rest } ?? PartCounts.period) - 1
        return (round * PartCounts.period + place, rest - sums[place])
    }
}
