internal import Columns
internal import Compression

/// Reads the pages of one column chunk (parquet.thrift, `PageHeader`).
struct ChunkReader {
    /// Most bytes of a page, and of the values that come out of it.
    static let maximumPage = 64 << 20
    /// Most bytes of the pages of a chunk together: many times what a row group of Écluse has.
    static let maximumContent = 512 << 20
    /// Most entries that rows of a coded column name: 16 bits, less the code of no value.
    private static let codes = Int(UInt16.max)

    private struct Header {
        var kind: Int32 = -1
        var size: Int32 = -1
        var compressedSize: Int32 = -1
        var values: Int32 = -1
        var encoding: PageEncoding?
    }

    private let bytes: [UInt8]
    private let column: ParquetColumn
    private let rows: Int
    private let decompressor: ZstdDecompressor
    private var position = 0
    private var content = 0
    private var dictionary: Column.Values?
    /// The dictionary as a list of codes, where it is short enough.
    private var list: ValueList?

    /// The chunk `bytes` of `column`, of `rows` rows.
    init(_ bytes: [UInt8], as column: ParquetColumn, rows: Int) throws(ParquetFault) {
        self.bytes = bytes
        self.column = column
        self.rows = rows
        do { decompressor = try ZstdDecompressor() } catch { throw .compression }
    }

    private var fault: ParquetFault { .page(column: column.name) }

    /// All rows, page by page.
    mutating func columns() throws(ParquetFault) -> [Column] {
        var columns: [Column] = []
        var count = 0
        while position < bytes.count {
            let (header, content) = try page()
            guard header.kind == 0 else {
                guard header.kind == 2, dictionary == nil, count == 0 else { throw fault }
                try readDictionary(header, content)
                continue
            }
            guard let values = Int(exactly: header.values), values >= 0, values <= rows - count,
                values > 0 || rows == 0
            else { throw fault }
            count += values
            columns += try data(header, content, rows: values)
        }
        guard count == rows else { throw fault }
        return columns
    }

    /// The next page.
    private mutating func page() throws(ParquetFault) -> (Header, [UInt8]) {
        var reader = ThriftReader(bytes, at: position)
        var header = Header()
        do throws(ParquetFault) {
            try reader.structure { (reader, field) throws(ParquetFault) in
                switch field.number {
                case 1: header.kind = try reader.int32(field)
                case 2: header.size = try reader.int32(field)
                case 3: header.compressedSize = try reader.int32(field)
                case 5, 7: try ChunkReader.detail(&reader, field, &header)
                default: return false
                }
                return true
            }
        } catch {
            throw fault
        }
        let start = reader.position
        guard header.compressedSize >= 0, Int(header.compressedSize) <= bytes.count - start, header.size >= 0,
            Int(header.size) <= Self.maximumPage, Int(header.size) <= Self.maximumContent - content
        else { throw fault }
        content += Int(header.size)
        position = start + Int(header.compressedSize)
        do {
            let content = try decompressor.decompress(Array(bytes[start..<position]), limit: Int(header.size))
            guard content.count == Int(header.size) else { throw fault }
            return (header, content)
        } catch {
            throw fault
        }
    }

    /// The structs `DataPageHeader` and `DictionaryPageHeader` begin alike.
    private static func detail(
        _ reader: inout ThriftReader, _ field: ThriftReader.Field, _ header: inout Header
    ) throws(ParquetFault) {
        guard field.type == .structure else { throw reader.malformed }
        try reader.structure { (reader, field) throws(ParquetFault) in
            switch field.number {
            case 1: header.values = try reader.int32(field)
            case 2: header.encoding = PageEncoding(rawValue: try reader.int32(field))
            default: return false
            }
            return true
        }
    }

    private mutating func readDictionary(_ header: Header, _ content: [UInt8]) throws(ParquetFault) {
        guard header.encoding == .plain, header.values >= 0, column.type.physical != .boolean else { throw fault }
        var values = PageValues(content, column)
        let entries = try values.plain(Int(header.values))
        try values.end()
        dictionary = entries
        if entries.count < Self.codes { list = ValueList(entries.withNone(), from: ValueSource()) }
    }

    /// The rows of a data page.
    private func data(_ header: Header, _ content: [UInt8], rows: Int) throws(ParquetFault) -> [Column] {
        var values = PageValues(content, column)
        let nulls = column.nullable ? try values.nulls(rows) : nil
        let count = rows - (nulls?.count { $0 } ?? 0)
        let present: Column.Values
        switch header.encoding {
        case .plain: present = try values.plain(count)
        case .deltaPacked: present = try values.differences(count)
        case .deltaBytes: present = try values.sharedStarts(count)
        case .runLengthDictionary: return try coded(values.indices(count), nulls, rows)
        default: throw fault
        }
        try values.end()
        return [Column(nulls.map { present.spread($0) } ?? present, nulls: nulls)]
    }

    /// Rows that name entries of the dictionary.
    private func coded(_ indices: [UInt32], _ nulls: [Bool]?, _ rows: Int) throws(ParquetFault) -> [Column] {
        guard let dictionary, indices.allSatisfy({ Int($0) < dictionary.count }) else { throw fault }
        var columns: [Column] = []
        var next = 0
        var row = 0
        while row < rows {
            let end = min(rows, row + Self.codes - 1)
            var codes: [UInt16] = []
            codes.reserveCapacity(end - row)
            var own = LocalCodes()
            for row in row..<end {
                if nulls?[row] ?? false {
                    codes.append(0)
                } else {
                    codes.append(list == nil ? own.code(indices[next]) : UInt16(indices[next]) + 1)
                    next += 1
                }
            }
            let entries = list ?? ValueList(dictionary.picked(own.entries).withNone(), from: ValueSource())
            columns.append(Column(.coded(CodedColumn(codes: codes, list: entries))))
            row = end
        }
        return columns
    }
}

/// Codes of the entries of a large dictionary that some rows name.
private struct LocalCodes {
    private var codes: [UInt32: UInt16] = [:]
    private(set) var entries: [UInt32] = []

    mutating func code(_ index: UInt32) -> UInt16 {
        if let code = codes[index] { return code }
        entries.append(index)
        codes[index] = UInt16(entries.count)
        return UInt16(entries.count)
    }
}

extension Column.Values {
    /// The values after an entry for no value.
    fileprivate func withNone() -> Column.Values {
        switch self {
        case .boolean(let values): .boolean([false] + values)
        case .int32(let values): .int32([0] + values)
        case .int64(let values): .int64([0] + values)
        case .double(let values): .double([0] + values)
        case .bytes(let texts): .bytes(ByteColumn(bytes: texts.bytes, ends: [0] + texts.ends))
        case .coded: self
        }
    }

    /// The values `places`, in that order.
    fileprivate func picked(_ places: [UInt32]) -> Column.Values {
        Column(self).reordered(places.map { Int32($0) }).values
    }

    /// The values, one for each row that `nulls` does not mark, with an empty one for each that it does.
    fileprivate func spread(_ nulls: [Bool]) -> Column.Values {
        func spread<Value>(_ values: [Value], _ none: Value) -> [Value] {
            var next = 0
            return nulls.map { isNull in
                if isNull { return none }
                next += 1
                return values[next - 1]
            }
        }
        switch self {
        case .boolean(let values): return .boolean(spread(values, false))
        case .int32(let values): return .int32(spread(values, 0))
        case .int64(let values): return .int64(spread(values, 0))
        case .double(let values): return .double(spread(values, 0))
        case .bytes(let texts):
            var next = 0
            var end: Int32 = 0
            let ends = nulls.map { isNull in
                if !isNull {
                    end = texts.ends[next]
                    next += 1
                }
                return end
            }
            return .bytes(ByteColumn(bytes: texts.bytes, ends: ends))
        case .coded: return self
        }
    }
}
