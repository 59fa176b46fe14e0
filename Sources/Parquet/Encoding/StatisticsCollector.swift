internal import Glibc

/// Finds the bounds of values; values of a dictionary stand for all of their appearances.
enum StatisticsCollector {
    /// Statistics of `values` with `nullCount` nulls beside them.
    static func collect(_ values: PresentValues, nullCount: Int, type: ParquetType) -> ColumnStatistics {
        var result = ColumnStatistics()
        result.nullCount = nullCount
        switch values {
        case .boolean(let values):
            guard !values.isEmpty else { break }
            result.minimum = .boolean(!values.contains(false))
            result.maximum = .boolean(values.contains(true))
        case .int32(let values):
            (result.minimum, result.maximum) = (values.min().map { .int32($0) }, values.max().map { .int32($0) })
        case .int64(let values):
            (result.minimum, result.maximum) = (values.min().map { .int64($0) }, values.max().map { .int64($0) })
        case .double(let bits): collect(bits, &result)
        case .bytes(let runs): collect(runs, type, &result)
        }
        return result
    }

    /// NaN is in no bound; a zero bound covers both zeros (parquet.thrift, `ColumnOrder`).
    private static func collect(_ bits: [Int64], _ result: inout ColumnStatistics) {
        var least = Double.infinity
        var greatest = -Double.infinity
        var numbers = false
        for pattern in bits {
            let value = Double(bitPattern: UInt64(bitPattern: pattern))
            if value.isNaN {
                result.containsNaN = true
                continue
            }
            numbers = true
            if value < least { least = value }
            if value > greatest { greatest = value }
        }
        guard numbers else { return }
        result.minimum = .double(least == 0 ? -0.0 : least)
        result.maximum = .double(greatest == 0 ? 0.0 : greatest)
    }

    private static func collect(_ runs: ByteRuns, _ type: ParquetType, _ result: inout ColumnStatistics) {
        guard !runs.ends.isEmpty else { return }
        let (least, greatest) = extremes(runs)
        let limit = ColumnStatistics.longestBound
        guard type == .string else {
            // Bytes of no known form are not cut: long ones have no bounds.
            guard least.count <= limit, greatest.count <= limit else { return }
            (result.minimum, result.maximum) = (.bytes(least), .bytes(greatest))
            return
        }
        let low = TextBound.lower(least, length: limit)
        let high = TextBound.upper(greatest, length: limit) ?? greatest
        result.minimum = .bytes(low)
        result.maximum = .bytes(high)
        result.minimumIsExact = low.count == least.count
        result.maximumIsExact = high == greatest
    }

    private static func extremes(_ runs: ByteRuns) -> (least: [UInt8], greatest: [UInt8]) {
        var least = 0..<Int(runs.ends[0])
        var greatest = least
        unsafe runs.bytes.withUnsafeBytes { bytes in
            var start = 0
            for end in runs.ends {
                let range = start..<Int(end)
                if unsafe precedes(bytes, range, least) { least = range }
                if unsafe precedes(bytes, greatest, range) { greatest = range }
                start = Int(end)
            }
        }
        return (Array(runs.bytes[least]), Array(runs.bytes[greatest]))
    }

    /// Whether the bytes of `a` come before those of `b`, compared as unsigned numbers.
    @inline(__always)
    private static func precedes(_ bytes: UnsafeRawBufferPointer, _ a: Range<Int>, _ b: Range<Int>) -> Bool {
        let common = min(a.count, b.count)
        guard common > 0, let base = bytes.baseAddress else { return a.count < b.count }
        let order = unsafe memcmp(base + a.lowerBound, base + b.lowerBound, common)
        return order < 0 || order == 0 && a.count < b.count
    }
}
