internal import Columns

/// Byte strings one after the other, as in `ByteColumn`, without the nulls.
struct ByteRuns {
    let bytes: [UInt8]
    let ends: [Int32]

    func start(_ index: Int) -> Int { index == 0 ? 0 : Int(ends[index - 1]) }

    /// Where the texts `range` stand in ``bytes``.
    func extent(_ range: Range<Int>) -> Range<Int> {
        let first = start(range.lowerBound)
        return first..<(range.isEmpty ? first : Int(ends[range.upperBound - 1]))
    }
}

/// The values of a column that are not null, as they are laid down in pages.
enum PresentValues {
    case boolean([Bool])
    case int32([Int32])
    case int64([Int64])
    /// The bits of doubles.
    case double([Int64])
    case bytes(ByteRuns)

    /// The values of `column` where `nulls` has no mark, checked and widened or narrowed to what `target` asks for.
    init(_ column: Column, nulls: [Bool]?, as target: ParquetColumn) throws(ParquetFault) {
        switch (column.values, target.type.physical) {
        case (.boolean(let values), .boolean): self = .boolean(Self.compact(values, nulls))
        case (.int32(let values), .int32):
            self = .int32(try Self.checked(Self.compact(values, nulls), target))
        case (.int64(let values), .int64):
            self = .int64(try Self.checked(Self.compact(values, nulls), target))
        case (.int32(let values), .int64):
            self = .int64(try Self.checked(Self.compact(values, nulls).map { Int64($0) }, target))
        case (.int64(let values), .int32):
            self = .int32(try Self.narrowed(Self.compact(values, nulls), target))
        case (.double(let values), .double):
            self = .double(Self.compact(values, nulls).map { Int64(bitPattern: $0.bitPattern) })
        case (.bytes(let values), .byteArray):
            let runs = Self.compact(values, nulls)
            if target.type == .string { try Self.requireUTF8(runs, target) }
            self = .bytes(runs)
        default: throw .wrongType(column: target.name)
        }
    }

    /// Number of values.
    var count: Int {
        switch self {
        case .boolean(let values): values.count
        case .int32(let values): values.count
        case .int64(let values), .double(let values): values.count
        case .bytes(let values): values.ends.count
        }
    }

    private static func compact<Value>(_ values: [Value], _ nulls: [Bool]?) -> [Value] {
        guard let nulls else { return values }
        return unsafe [Value](unsafeUninitializedCapacity: values.count) { output, count in
            for index in values.indices where !nulls[index] {
                unsafe output.initializeElement(at: count, to: values[index])
                count += 1
            }
        }
    }

    /// Nulls hold no bytes, so leaving out their ends suffices; where one does hold bytes, all are copied.
    private static func compact(_ values: ByteColumn, _ nulls: [Bool]?) -> ByteRuns {
        guard let nulls else { return ByteRuns(bytes: values.bytes, ends: values.ends) }
        let ends = values.ends
        var kept: [Int32] = []
        kept.reserveCapacity(ends.count)
        var end: Int32 = 0
        for index in ends.indices {
            if !nulls[index] {
                kept.append(ends[index])
            } else if ends[index] != end {
                let filtered = values.filtered(by: nulls.map { !$0 })
                return ByteRuns(bytes: filtered.bytes, ends: filtered.ends)
            }
            end = ends[index]
        }
        return ByteRuns(bytes: values.bytes, ends: kept)
    }

    private static func checked<Value: FixedWidthInteger>(
        _ values: [Value], _ target: ParquetColumn
    ) throws(ParquetFault) -> [Value] {
        guard let range = target.type.integerRange, let least = values.min(), let greatest = values.max() else {
            return values
        }
        guard range.contains(Int64(least)), range.contains(Int64(greatest)) else {
            throw .outOfRange(column: target.name)
        }
        return values
    }

    private static func narrowed(_ values: [Int64], _ target: ParquetColumn) throws(ParquetFault) -> [Int32] {
        let fits = Int64(Int32.min)...Int64(Int32.max)
        guard fits.contains(values.min() ?? 0), fits.contains(values.max() ?? 0) else {
            throw .outOfRange(column: target.name)
        }
        return try checked(values.map { Int32(truncatingIfNeeded: $0) }, target)
    }

    /// Each string is UTF-8 where all of them together are and none starts inside a scalar.
    private static func requireUTF8(_ runs: ByteRuns, _ target: ParquetColumn) throws(ParquetFault) {
        do { _ = try UTF8Span(validating: runs.bytes.span) } catch { throw .notUTF8(column: target.name) }
        for end in runs.ends where Int(end) < runs.bytes.count {
            guard runs.bytes[Int(end)] & 0xc0 != 0x80 else { throw .notUTF8(column: target.name) }
        }
    }
}
