internal import Columns

/// Hashes the primary key of each row from its typed values, so that `07` and `7` are the same integer.
struct KeyHasher {
    private let seed: KeySeed
    private let columns: [Int]

    init(_ seed: KeySeed, columns: [Int]) {
        self.seed = seed
        self.columns = columns
    }

    /// One hash a row; empty where there is no key.
    func hashes(_ all: [Column?], rowCount: Int) -> [KeyHash] {
        if columns.isEmpty { return [] }
        var states = [SipHash](repeating: SipHash(seed), count: rowCount)
        for column in columns { if let column = all[column] { add(column, to: &states) } }
        var hashes: [KeyHash] = []
        hashes.reserveCapacity(rowCount)
        for row in states.indices { hashes.append(states[row].finish()) }
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
