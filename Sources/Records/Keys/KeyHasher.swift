internal import Columns

/// Hashes a key of each row from its typed values, so that `07` and `7` are the same integer.
struct KeyHasher {
    private let seed: KeySeed
    private let columns: [Int]
    private let leavesMissing: Bool

    init(_ seed: KeySeed, _ key: KeyPlan) {
        self.seed = seed
        columns = key.columns
        leavesMissing = key.leavesMissing
    }

    /// One hash a row.
    func hashes(_ all: [Column?], rowCount: Int) -> [KeyHash] {
        var states = [SipHash](repeating: SipHash(seed), count: rowCount)
        for column in columns { if let column = all[column] { add(column, to: &states) } }
        var hashes: [KeyHash] = []
        hashes.reserveCapacity(rowCount)
        for row in states.indices {
            let hash = states[row].finish()
            hashes.append(KeyHash(high: hash.high, low: hash.low | 1))
        }
        if leavesMissing {
            for column in columns {
                guard let nulls = all[column]?.nulls else { continue }
                for row in hashes.indices where nulls[row] { hashes[row] = .none }
            }
        }
        return hashes
    }

    private func add(_ column: Column, to states: inout [SipHash]) {
        if let nulls = column.nulls {
            // Length words of values are never all ones.
            for row in states.indices where nulls[row] { states[row].add(.max) }
        }
        switch column.values {
        case .bytes(let values): add(values, to: &states)
        case .int64(let values):
            for row in states.indices { states[row].add(UInt64(bitPattern: values[row])) }
        case .int32(let values):
            for row in states.indices { states[row].add(UInt64(bitPattern: Int64(values[row]))) }
        case .double(let values):
            // Minus zero equals zero.
            for row in states.indices { states[row].add((values[row] + 0).bitPattern) }
        case .boolean(let values):
            for row in states.indices { states[row].add(values[row] ? 1 : 0) }
        case .coded: add(column.decoded, to: &states)
        }
    }

    private func add(_ values: ByteColumn, to states: inout [SipHash]) {
        let bytes = values.bytes
        let ends = values.ends
        let text = bytes.span
        var start = 0
        for row in states.indices {
            let end = Int(ends[row])
            states[row].add(UInt64(end - start))
            while start < end {
                let count = min(8, end - start)
                states[row].add(Words.load(text, start, count))
                start += count
            }
        }
    }
}
