extension Column {
    /// Bytes that the values take in memory, about.
    public var byteCount: Int {
        switch values {
        case .boolean(let values): values.count
        case .int32(let values): values.count * 4
        case .int64(let values): values.count * 8
        case .double(let values): values.count * 8
        case .bytes(let values): values.bytes.count + values.count * 4
        case .coded(let column): column.codes.count * 2
        }
    }
}
