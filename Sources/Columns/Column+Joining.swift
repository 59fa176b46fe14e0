/// A column of one block and which of its rows are wanted.
public struct ColumnPart: Sendable {
    /// The column, all rows of the block.
    public let column: Column
    /// The rows that are wanted.
    public let rows: RowSelection

    /// The rows `rows` of `column`.
    public init(_ column: Column, _ rows: RowSelection) {
        self.column = column
        self.rows = rows
    }
}

extension Column {
    /// The wanted rows of `parts`, one part after the other, copied once; all parts have the same physical type.
    ///
    /// Coded ones are decoded: their lists may differ.
    public init(joining parts: [ColumnPart]) {
        let parts = parts.map { ColumnPart($0.column.decoded, $0.rows) }
        let count = parts.reduce(0) { $0 + $1.rows.count }
        guard let first = parts.first else {
            self.init(.bytes(ByteColumn()))
            return
        }
        let values: Values =
            switch first.column.values {
            case .boolean:
                .boolean(Column.join(parts, count) { if case .boolean(let values) = $0 { values } else { nil } })
            case .int32: .int32(Column.join(parts, count) { if case .int32(let values) = $0 { values } else { nil } })
            case .int64: .int64(Column.join(parts, count) { if case .int64(let values) = $0 { values } else { nil } })
            case .double:
                .double(Column.join(parts, count) { if case .double(let values) = $0 { values } else { nil } })
            case .bytes: .bytes(ByteColumn(joining: parts, count))
            case .coded: preconditionFailure("a decoded column is coded")
            }
        self.init(values, nulls: Column.joinNulls(parts, count))
    }

    @inline(__always)
    private static func join<Element>(
        _ parts: [ColumnPart], _ count: Int, _ elements: (Values) -> [Element]?
    ) -> [Element] {
        var result: [Element] = []
        result.reserveCapacity(count)
        for part in parts {
            guard let values = elements(part.column.values) else { preconditionFailure("columns of different types") }
            for run in part.rows.runs { result += values[run] }
        }
        return result
    }

    private static func joinNulls(_ parts: [ColumnPart], _ count: Int) -> [Bool]? {
        guard parts.contains(where: { $0.column.nulls != nil }) else { return nil }
        var result: [Bool] = []
        result.reserveCapacity(count)
        for part in parts {
            if let nulls = part.column.nulls {
                for run in part.rows.runs { result += nulls[run] }
            } else {
                result += repeatElement(false, count: part.rows.count)
            }
        }
        return result
    }
}

extension ByteColumn {
    fileprivate init(joining parts: [ColumnPart], _ count: Int) {
        var size = 0
        for part in parts {
            guard case .bytes(let texts) = part.column.values else { preconditionFailure("columns of different types") }
            for run in part.rows.runs { size += texts.extent(run).count }
        }
        self.init()
        reserve(count: count, bytes: size)
        for part in parts {
            guard case .bytes(let texts) = part.column.values else { continue }
            for run in part.rows.runs { append(texts, run) }
        }
    }
}
