internal import Compression

/// The values of a chunk with the encoding chosen for them.
struct ChunkBody {
    /// Every value that occurs, at least once.
    let distinct: PresentValues
    /// For each value its place in the dictionary; nil where values are written as they are.
    let indices: [UInt32]?
    /// The encoding of data pages.
    let encoding: PageEncoding

    /// Chooses for `values` the smaller of dictionary and plain encoding, then between that and differences by a sample.
    init(_ values: PresentValues, _ options: EncodingOptions) throws(ParquetFault) {
        var body = ChunkBody(distinct: values, indices: nil, encoding: .plain)
        if let candidate = ChunkBody.dictionary(values, options.dictionaryBytes), values.count > 0 {
            let other = ChunkBody(
                distinct: candidate.distinct, indices: candidate.indices, encoding: .runLengthDictionary)
            if other.size < body.size { body = other }
        }
        if let delta = values.deltaEncoding, options.deltaShare > 0 {
            let other = ChunkBody(distinct: values, indices: nil, encoding: delta)
            if try other.sampleSize(options) < options.deltaShare * (try body.sampleSize(options)) { body = other }
        }
        self = body
    }

    /// The same choice for values that come as a dictionary.
    init(_ coded: CodedValues, _ options: EncodingOptions) throws(ParquetFault) {
        let body = ChunkBody(distinct: coded.distinct, indices: coded.indices, encoding: .runLengthDictionary)
        guard ChunkBody.plainSize(coded.distinct) <= options.dictionaryBytes,
            body.size < coded.distinct.plainSize(of: coded.indices)
        else {
            try self.init(coded.distinct.picked(coded.indices[...]), options)
            return
        }
        if let delta = coded.distinct.deltaEncoding, options.deltaShare > 0 {
            let taken = body.sampleRange
            let other = ChunkBody(distinct: coded.distinct.picked(coded.indices[taken]), indices: nil, encoding: delta)
            if try other.sampleSize(options) < options.deltaShare * (try body.sampleSize(options)) {
                self.init(distinct: coded.distinct.picked(coded.indices[...]), indices: nil, encoding: delta)
                return
            }
        }
        self = body
    }

    private init(distinct: PresentValues, indices: [UInt32]?, encoding: PageEncoding) {
        self.distinct = distinct
        self.indices = indices
        self.encoding = encoding
    }

    private static func dictionary(
        _ values: PresentValues, _ limit: Int
    ) -> (distinct: PresentValues, indices: [UInt32])? {
        switch values {
        case .boolean: nil
        case .int32(let values): DictionaryBuilder.build(values, limit: limit).map { (.int32($0.entries), $0.indices) }
        case .int64(let values): DictionaryBuilder.build(values, limit: limit).map { (.int64($0.entries), $0.indices) }
        case .double(let bits): DictionaryBuilder.build(bits, limit: limit).map { (.double($0.entries), $0.indices) }
        case .bytes(let runs): DictionaryBuilder.build(runs, limit: limit).map { (.bytes($0.entries), $0.indices) }
        }
    }

    /// Number of values.
    var count: Int { indices?.count ?? distinct.count }

    /// Values looked at to choose an encoding.
    private static let sample = 8192

    /// Values from the middle.
    private var sampleRange: Range<Int> {
        let taken = min(count, ChunkBody.sample)
        let start = (count - taken) / 2
        return start..<(start + taken)
    }

    /// Bytes that values from the middle take after compression, and their part of the dictionary.
    private func sampleSize(_ options: EncodingOptions) throws(ParquetFault) -> Double {
        let taken = sampleRange
        var page: [UInt8] = []
        append(taken, to: &page)
        do {
            let size = Double(try ZstdCompressor(level: options.level).compress(page).count)
            guard indices != nil, count > 0 else { return size }
            return size + Double(ChunkBody.plainSize(distinct)) * Double(taken.count) / Double(count)
        } catch {
            throw .compression
        }
    }

    /// Bytes of the pages' values before compression; of differences an upper bound.
    var size: Int {
        let own = ChunkBody.plainSize(distinct)
        guard let indices else { return own }
        return own + (indices.count * ChunkBody.width(distinct.count) + 7) / 8
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
        guard let indices else {
            return encoding == .plain
                ? ChunkBody.appendPlain(distinct, range, to: &page) : distinct.appendDelta(range, to: &page)
        }
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

extension PresentValues {
    /// The encoding by differences that the type has.
    fileprivate var deltaEncoding: PageEncoding? {
        switch self {
        case .boolean, .double: nil
        case .int32, .int64: .deltaPacked
        case .bytes: .deltaBytes
        }
    }

    fileprivate func appendDelta(_ range: Range<Int>, to page: inout [UInt8]) {
        switch self {
        case .boolean, .double: preconditionFailure("no encoding by differences")
        case .int32(let values): DeltaEncoding.append(values, range, to: &page)
        case .int64(let values): DeltaEncoding.append(values, range, to: &page)
        case .bytes(let runs): DeltaBytesEncoding.append(runs, range, to: &page)
        }
    }
}

extension PresentValues {
    /// The values that `indices` name.
    fileprivate func picked(_ indices: ArraySlice<UInt32>) -> PresentValues {
        switch self {
        case .boolean(let values): return .boolean(indices.map { values[Int($0)] })
        case .int32(let values): return .int32(indices.map { values[Int($0)] })
        case .int64(let values): return .int64(indices.map { values[Int($0)] })
        case .double(let bits): return .double(indices.map { bits[Int($0)] })
        case .bytes(let runs):
            var bytes: [UInt8] = []
            var ends: [Int32] = []
            ends.reserveCapacity(indices.count)
            for index in indices {
                bytes += runs.bytes[runs.extent(Int(index)..<(Int(index) + 1))]
                ends.append(Int32(bytes.count))
            }
            return .bytes(ByteRuns(bytes: bytes, ends: ends))
        }
    }

    /// Bytes of the values that `indices` name, written plain.
    fileprivate func plainSize(of indices: [UInt32]) -> Int {
        switch self {
        case .boolean: return (indices.count + 7) / 8
        case .int32: return 4 * indices.count
        case .int64, .double: return 8 * indices.count
        case .bytes(let runs):
            let sizes = runs.ends.indices.map { runs.extent($0..<($0 + 1)).count + 4 }
            var size = 0
            for index in indices { size += sizes[Int(index)] }
            return size
        }
    }
}
