/// Finds the statistics of each page of a chunk.
struct PageBounds {
    private let body: ChunkBody
    private let type: ParquetType
    /// For each entry of the dictionary its place in ascending order, and the entries in that order.
    private let ranks: [UInt32]
    private let sorted: [UInt32]

    init(_ body: ChunkBody, _ type: ParquetType) {
        self.body = body
        self.type = type
        sorted = body.indices == nil ? [] : body.distinct.ascending()
        var ranks = [UInt32](repeating: 0, count: sorted.count)
        for (rank, entry) in sorted.enumerated() { ranks[Int(entry)] = UInt32(rank) }
        self.ranks = ranks
    }

    /// The statistics of the values `range`, with `nullCount` nulls beside them.
    func collect(_ range: Range<Int>, nullCount: Int) -> ColumnStatistics {
        guard let indices = body.indices, !range.isEmpty else {
            return StatisticsCollector.collect(
                body.distinct, body.indices == nil ? range : 0..<0, nullCount: nullCount, type: type)
        }
        if case .double(let bits) = body.distinct {
            // NaN has no place in an order.
            let page = PresentValues.double(indices[range].map { bits[Int($0)] })
            return StatisticsCollector.collect(page, nullCount: nullCount, type: type)
        }
        var least = UInt32.max
        var greatest: UInt32 = 0
        for index in indices[range] {
            let rank = ranks[Int(index)]
            least = min(least, rank)
            greatest = max(greatest, rank)
        }
        let first = Int(sorted[Int(least)])
        let last = Int(sorted[Int(greatest)])
        var result = StatisticsCollector.collect(body.distinct, first..<(first + 1), nullCount: nullCount, type: type)
        let other = StatisticsCollector.collect(body.distinct, last..<(last + 1), nullCount: 0, type: type)
        guard other.maximum != nil, result.minimum != nil else {
            (result.minimum, result.maximum) = (nil, nil)
            return result
        }
        (result.maximum, result.maximumIsExact) = (other.maximum, other.maximumIsExact)
        return result
    }
}

extension PresentValues {
    /// The values' places in ascending order of the values.
    fileprivate func ascending() -> [UInt32] {
        let places = Array(0..<UInt32(count))
        switch self {
        case .boolean, .double: return places
        case .int32(let values): return places.sorted { values[Int($0)] < values[Int($1)] }
        case .int64(let values): return places.sorted { values[Int($0)] < values[Int($1)] }
        case .bytes(let runs):
            return places.sorted { a, b in
                runs.bytes[runs.extent(Int(a)..<(Int(a) + 1))]
                    .lexicographicallyPrecedes(runs.bytes[runs.extent(Int(b)..<(Int(b) + 1))])
            }
        }
    }
}
