/// Puts rows in the ascending order of some columns.
public enum RowOrder {
    /// The rows of `columns`, all equally long, in ascending order of the first column, then the second, and so on; nulls come
    /// first, NaN last, rows that are equal stay as they came.
    public static func ascending(by columns: [Column]) -> [Int32] {
        guard let first = columns.first else { return [] }
        let rest = columns.dropFirst().map { order(of: $0) }
        let compare = order(of: first)
        return (0..<Int32(first.count)).map { $0 }.sorted { a, b in
            var order = compare(Int(a), Int(b))
            for next in rest where order == 0 { order = next(Int(a), Int(b)) }
            return order == 0 ? a < b : order < 0
        }
    }

    /// Below 0 where the first of two rows comes first, above 0 where the second does.
    private static func order(of column: Column) -> (Int, Int) -> Int {
        let column = column.decoded
        let values = order(of: column.values)
        guard let nulls = column.nulls else { return values }
        return { a, b in
            if nulls[a] || nulls[b] { return nulls[a] == nulls[b] ? 0 : nulls[a] ? -1 : 1 }
            return values(a, b)
        }
    }

    private static func order(of values: Column.Values) -> (Int, Int) -> Int {
        switch values {
        case .boolean(let values): { values[$0] == values[$1] ? 0 : values[$1] ? -1 : 1 }
        case .int32(let values): { sign(values[$0], values[$1]) }
        case .int64(let values): { sign(values[$0], values[$1]) }
        case .double(let values):
            { a, b in
                if values[a].isNaN || values[b].isNaN {
                    return values[a].isNaN == values[b].isNaN ? 0 : values[b].isNaN ? -1 : 1
                }
                return sign(values[a], values[b])
            }
        case .bytes(let texts):
            { a, b in
                let (left, right) = (texts.bytes[texts.range(a)], texts.bytes[texts.range(b)])
                return left.lexicographicallyPrecedes(right) ? -1 : left == right ? 0 : 1
            }
        case .coded: preconditionFailure("a decoded column is coded")
        }
    }

    private static func sign<Value: Comparable>(_ a: Value, _ b: Value) -> Int { a < b ? -1 : a > b ? 1 : 0 }
}

extension Column {
    /// The rows `order` of the column, in that order.
    public func reordered(_ order: [Int32]) -> Column {
        let values: Values =
            switch values {
            case .boolean(let values): .boolean(order.map { values[Int($0)] })
            case .int32(let values): .int32(order.map { values[Int($0)] })
            case .int64(let values): .int64(order.map { values[Int($0)] })
            case .double(let values): .double(order.map { values[Int($0)] })
            case .bytes(let texts): .bytes(texts.reordered(order))
            case .coded(let column):
                .coded(CodedColumn(codes: order.map { column.codes[Int($0)] }, list: column.list))
            }
        return Column(values, nulls: nulls.map { nulls in order.map { nulls[Int($0)] } })
    }
}

extension ByteColumn {
    /// The entries `order`, in that order; one may be there several times.
    func reordered(_ order: [Int32]) -> ByteColumn {
        var result = ByteColumn()
        result.reserve(count: order.count, bytes: bytes.count)
        let text = bytes.span
        for row in order { result.append(text.extracting(range(Int(row)))) }
        return result
    }
}
