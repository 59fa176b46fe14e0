/// The values of a chunk with the encoding chosen for them.
struct ChunkBody {
    /// Every value that occurs, at least once.
    let distinct: PresentValues
    /// For each value its place in the dictionary; nil where values are written plain.
    let indices: [UInt32]?

    /// Chooses the smaller of dictionary and plain encoding for `values`.
    init(_ values: PresentValues, _ options: EncodingOptions) {
        let limit = options.dictionaryBytes
        let candidate: (distinct: PresentValues, indices: [UInt32])? =
            switch values {
            case .boolean: nil
            case .int32(let values):
                DictionaryBuilder.build(values, limit: limit).map { (.int32($0.entries), $0.indices) }
            case .int64(let values):
                DictionaryBuilder.build(values, limit: limit).map { (.int64($0.entries), $0.indices) }
            case .double(let bits):
                DictionaryBuilder.build(bits, limit: limit).map { (.double($0.entries), $0.indices) }
            case .bytes(let runs): DictionaryBuilder.build(runs, limit: limit).map { (.bytes($0.entries), $0.indices) }
            }
        if let candidate, values.count > 0 {
            let width = ChunkBody.width(candidate.distinct.count)
            let size = ChunkBody.plainSize(candidate.distinct) + (values.count * width + 7) / 8
            if size < ChunkBody.plainSize(values) {
                (distinct, indices) = (candidate.distinct, candidate.indices)
                return
            }
        }
        (distinct, indices) = (values, nil)
    }

    /// Entries of the dictionary.
    var entryCount: Int { indices == nil ? 0 : distinct.count }

    /// The content of the dictionary page.
    var dictionaryPage: [UInt8]? {
        guard indices != nil else { return nil }
        var page: [UInt8] = []
        ChunkBody.appendPlain(distinct, 0..<distinct.count, to: &page)
        return page
    }

    /// The encoding of data pages.
    var encoding: PageEncoding { indices == nil ? .plain : .runLengthDictionary }

    /// Where the values that fill `bytes` bytes from `value` on end; at least one is taken.
    func end(from value: Int, bytes: Int) -> Int {
        if let indices { return min(indices.count, value + max(1, bytes * 8 / ChunkBody.width(distinct.count))) }
        switch distinct {
        case .boolean(let values): return min(values.count, value + max(1, bytes * 8))
        case .int32(let values): return min(values.count, value + max(1, bytes / 4))
        case .int64(let values), .double(let values): return min(values.count, value + max(1, bytes / 8))
        case .bytes(let runs):
            let start = runs.start(value)
            var end = value
            while end < runs.ends.count, end == value || Int(runs.ends[end]) - start + 4 * (end - value + 1) <= bytes {
                end += 1
            }
            return end
        }
    }

    /// Appends the values `range` to a page.
    func append(_ range: Range<Int>, to page: inout [UInt8]) {
        guard let indices else { return ChunkBody.appendPlain(distinct, range, to: &page) }
        let width = ChunkBody.width(distinct.count)
        page.append(UInt8(width))
        HybridEncoding.encode(indices, range, width: width, to: &page)
    }

    /// Bits of an index into `count` entries.
    private static func width(_ count: Int) -> Int { max(1, Int.bitWidth - max(0, count - 1).leadingZeroBitCount) }

    private static func plainSize(_ values: PresentValues) -> Int {
        switch values {
        case .boolean(let values): (values.count + 7) / 8
        case .int32(let values): 4 * values.count
        case .int64(let values), .double(let values): 8 * values.count
        case .bytes(let runs): PlainEncoding.size(runs)
        }
    }

    private static func appendPlain(_ values: PresentValues, _ range: Range<Int>, to page: inout [UInt8]) {
        switch values {
        case .boolean(let values): PlainEncoding.append(values, range, to: &page)
        case .int32(let values): PlainEncoding.append(values, range, to: &page)
        case .int64(let values), .double(let values): PlainEncoding.append(values, range, to: &page)
        case .bytes(let runs): PlainEncoding.append(runs, range, to: &page)
        }
    }
}
