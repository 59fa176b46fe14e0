internal import Columns

/// Takes levels and values out of the content of a page; strict, and bounded by what is there.
struct PageValues {
    private let bytes: [UInt8]
    private let column: ParquetColumn
    private var position = 0

    /// The content `bytes` of a page of `column`.
    init(_ bytes: [UInt8], _ column: ParquetColumn) {
        self.bytes = bytes
        self.column = column
    }

    private var fault: ParquetFault { .page(column: column.name) }
    private var left: Int { bytes.count - position }

    /// Nothing may follow.
    func end() throws(ParquetFault) {
        guard left == 0 else { throw fault }
    }

    private mutating func take(_ count: Int) throws(ParquetFault) -> Range<Int> {
        guard count >= 0, count <= left else { throw fault }
        defer { position += count }
        return position..<(position + count)
    }

    private mutating func length() throws(ParquetFault) -> Int {
        let place = try take(4).lowerBound
        return (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }

    /// The marks of nulls of `rows` rows, from their definition levels; nil where no row has one.
    mutating func nulls(_ rows: Int) throws(ParquetFault) -> [Bool]? {
        let levels = Array(bytes[try take(try length())])
        if rows == 0, levels.isEmpty { return nil }
        let nulls: [Bool]
        do throws(ParquetFault) {
            nulls = try HybridEncoding.decode(levels, count: rows, width: 1).map { $0 == 0 }
        } catch {
            throw fault
        }
        return nulls.contains(true) ? nulls : nil
    }

    /// `count` indices into a dictionary, to the end of the page.
    mutating func indices(_ count: Int) throws(ParquetFault) -> [UInt32] {
        if count == 0 && left == 0 { return [] }
        let width = Int(bytes[try take(1).lowerBound])
        let runs = Array(bytes[try take(left)])
        do throws(ParquetFault) {
            return try HybridEncoding.decode(runs, count: count, width: width)
        } catch {
            throw fault
        }
    }

    /// `count` values as they are (`PLAIN`).
    mutating func plain(_ count: Int) throws(ParquetFault) -> Column.Values {
        switch column.type.physical {
        case .boolean:
            let place = try take((count + 7) / 8).lowerBound
            return .boolean((0..<count).map { bytes[place + $0 / 8] >> UInt8($0 % 8) & 1 == 1 })
        case .int32: return .int32(try numbers(count))
        case .int64: return .int64(try numbers(count))
        case .double: return .double((try numbers(count) as [UInt64]).map { Double(bitPattern: $0) })
        case .byteArray: return .bytes(try texts(count))
        }
    }

    private mutating func numbers<Value: FixedWidthInteger>(_ count: Int) throws(ParquetFault) -> [Value] {
        let size = MemoryLayout<Value>.size
        guard count <= left / size else { throw fault }
        let place = try take(count * size)
        return unsafe bytes.withUnsafeBytes { all in
            (0..<count).map {
                unsafe all.loadUnaligned(fromByteOffset: place.lowerBound + $0 * size, as: Value.self)
            }
        }
    }

    private mutating func texts(_ count: Int) throws(ParquetFault) -> ByteColumn {
        guard count <= left / 4 else { throw fault }
        var texts = ByteColumn()
        texts.reserve(count: count, bytes: left - 4 * count)
        let bytes = bytes
        let all = bytes.span
        for _ in 0..<count {
            let length = try length()
            texts.append(all.extracting(try take(length)))
        }
        return texts
    }

    /// `count` integers from their differences (`DELTA_BINARY_PACKED`).
    mutating func differences(_ count: Int) throws(ParquetFault) -> Column.Values {
        switch column.type.physical {
        case .int32: return .int32(try packed(count).map { Int32(truncatingIfNeeded: $0) })
        case .int64: return .int64(try packed(count))
        default: throw fault
        }
    }

    private mutating func packed(_ count: Int) throws(ParquetFault) -> [Int64] {
        do throws(ParquetFault) {
            return try DeltaDecoding.integers(bytes, &position, count: count)
        } catch {
            throw fault
        }
    }

    /// `count` texts that leave out what they share with the one before (`DELTA_BYTE_ARRAY`).
    mutating func sharedStarts(_ count: Int) throws(ParquetFault) -> Column.Values {
        guard column.type.physical == .byteArray else { throw fault }
        let shared = try packed(count)
        let rests = try packed(count)
        var text: [UInt8] = []
        var ends: [Int32] = []
        ends.reserveCapacity(count)
        var before = 0..<0
        for (shared, rest) in zip(shared, rests) {
            guard shared >= 0, shared <= Int64(before.count), rest >= 0, rest <= Int64(left),
                text.count <= ChunkReader.maximumPage - Int(shared) - Int(rest)
            else { throw fault }
            let start = text.count
            text += text[before.lowerBound..<(before.lowerBound + Int(shared))]
            text += bytes[try take(Int(rest))]
            before = start..<text.count
            ends.append(Int32(text.count))
        }
        return .bytes(ByteColumn(bytes: text, ends: ends))
    }
}

/// Reads DELTA_BINARY_PACKED (Parquet Encodings.md), whose blocks are as ``DeltaEncoding`` writes them.
enum DeltaDecoding {
    /// Values of a block and its miniblocks.
    private static let block = 128
    private static let miniblocks = 4
    private static let miniblock = block / miniblocks

    /// The `count` values at `position` of `bytes`, which goes behind them.
    static func integers(
        _ bytes: [UInt8], _ position: inout Int, count: Int
    ) throws(ParquetFault) -> [Int64] {
        guard try varint(bytes, &position) == UInt64(block), try varint(bytes, &position) == UInt64(miniblocks),
            try varint(bytes, &position) == UInt64(count)
        else { throw .malformed(position: position) }
        var value = try zigzag(bytes, &position)
        guard count > 0 else { return [] }
        // A block takes five bytes or more, so that what is made stays in proportion to what is there.
        guard count / block <= (bytes.count - position) / (miniblocks + 1) else { throw .malformed(position: position) }
        var values = [value]
        values.reserveCapacity(count)
        while values.count < count {
            let least = try zigzag(bytes, &position)
            guard bytes.count - position >= miniblocks else { throw .malformed(position: position) }
            let widths = bytes[position..<(position + miniblocks)].map { Int($0) }
            position += miniblocks
            for width in widths where values.count < count {
                guard width <= 64, bytes.count - position >= width * miniblock / 8 else {
                    throw .malformed(position: position)
                }
                unpack(bytes, position, width: width, count: min(miniblock, count - values.count)) { excess in
                    value = value &+ least &+ Int64(bitPattern: excess)
                    values.append(value)
                }
                position += width * miniblock / 8
            }
        }
        return values
    }

    @inline(__always)
    private static func unpack(
        _ bytes: [UInt8], _ start: Int, width: Int, count: Int, _ take: (UInt64) -> Void
    ) {
        var pending: UInt128 = 0
        var bits = 0
        var next = start
        let mask = width == 64 ? UInt64.max : 1 << UInt64(width) - 1
        for _ in 0..<count {
            while bits < width {
                pending |= UInt128(bytes[next]) << UInt128(bits)
                next += 1
                bits += 8
            }
            take(UInt64(truncatingIfNeeded: pending) & mask)
            pending >>= UInt128(width)
            bits -= width
        }
    }

    private static func varint(_ bytes: [UInt8], _ position: inout Int) throws(ParquetFault) -> UInt64 {
        var reader = ThriftReader(bytes, at: position)
        let value = try reader.varint()
        position = reader.position
        return value
    }

    private static func zigzag(_ bytes: [UInt8], _ position: inout Int) throws(ParquetFault) -> Int64 {
        let value = try varint(bytes, &position)
        return Int64(bitPattern: value >> 1) ^ -Int64(value & 1)
    }
}

extension ParquetFile {
    /// What a fuzzer calls: reads `bytes` as the content of a page in every encoding and type; must only not crash, hang or grow.
    package static func fuzzPage(_ bytes: [UInt8]) {
        for type in [ParquetType.boolean, .int32, .int64, .double, .string] {
            let column = ParquetColumn(name: "page", type: type, nullable: true)
            for count in [0, 1, bytes.count, 5000] {
                _ = try? PageValues.read(bytes, column) { (values) throws(ParquetFault) in _ = try values.nulls(count) }
                _ = try? PageValues.read(bytes, column) { (values) throws(ParquetFault) in _ = try values.plain(count) }
                _ = try? PageValues.read(bytes, column) { (values) throws(ParquetFault) in
                    _ = try values.differences(count)
                }
                _ = try? PageValues.read(bytes, column) { (values) throws(ParquetFault) in
                    _ = try values.sharedStarts(count)
                }
                _ = try? PageValues.read(bytes, column) { (values) throws(ParquetFault) in _ = try values.indices(count)
                }
            }
        }
    }
}

extension PageValues {
    fileprivate static func read(
        _ bytes: [UInt8], _ column: ParquetColumn, _ body: (inout PageValues) throws(ParquetFault) -> Void
    ) throws(ParquetFault) {
        var values = PageValues(bytes, column)
        try body(&values)
    }
}
