internal import Glibc

/// Finds the bounds of values; values of a dictionary stand for all of their appearances.
enum StatisticsCollector {
    /// Statistics of the values `range` of `values`, all by default, with `nullCount` nulls beside them.
    static func collect(
        _ values: PresentValues, _ range: Range<Int>? = nil, nullCount: Int, type: ParquetType
    ) -> ColumnStatistics {
        let range = range ?? 0..<values.count
        var result = ColumnStatistics()
        result.nullCount = nullCount
        guard !range.isEmpty else { return result }
        switch values {
        case .boolean(let values):
            result.minimum = .boolean(!values[range].contains(false))
            result.maximum = .boolean(values[range].contains(true))
        case .int32(let values):
            let bounds = bounds(values, range)
            (result.minimum, result.maximum) = (.int32(bounds.least), .int32(bounds.greatest))
        case .int64(let values):
            let bounds = bounds(values, range)
            (result.minimum, result.maximum) = (.int64(bounds.least), .int64(bounds.greatest))
        case .double(let bits): collect(bits[range], &result)
        case .bytes(let runs): collect(runs, range, type, &result)
        }
        return result
    }

    private static func bounds<Value: FixedWidthInteger>(
        _ values: [Value], _ range: Range<Int>
    ) -> (least: Value, greatest: Value) {
        var least = values[range.lowerBound]
        var greatest = least
        for value in values[range] {
            least = min(least, value)
            greatest = max(greatest, value)
        }
        return (least, greatest)
    }

    /// NaN is in no bound; a zero bound covers both zeros (parquet.thrift, `ColumnOrder`).
    private static func collect(_ bits: ArraySlice<Int64>, _ result: inout ColumnStatistics) {
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

    private static func collect(
        _ runs: ByteRuns, _ range: Range<Int>, _ type: ParquetType, _ result: inout ColumnStatistics
    ) {
        let (least, greatest) = extremes(runs, range)
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

    private static func extremes(_ runs: ByteRuns, _ values: Range<Int>) -> (least: [UInt8], greatest: [UInt8]) {
        var start = runs.start(values.lowerBound)
        var least = start..<Int(runs.ends[values.lowerBound])
        var greatest = least
        unsafe runs.bytes.withUnsafeBytes { bytes in
            for end in runs.ends[values] {
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
