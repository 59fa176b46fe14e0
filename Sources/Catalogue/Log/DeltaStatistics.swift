internal import Parquet
internal import Support

/// Rows, bounds and nulls of a data file as JSON (Delta protocol, "Per-file Statistics").
///
/// A bound that JSON cannot say exactly enough is left out: a missing bound costs a reader time, a wrong one rows.
enum DeltaStatistics {
    /// Longest string bound, in bytes.
    static let longestText = 32
    /// Largest unscaled decimal whose digits a JSON number keeps.
    private static let exactDecimal: Int64 = 999_999_999_999_999

    static func text(_ schema: ParquetSchema, _ summary: ParquetSummary) -> String {
        var minima: [(String, JSONValue)] = []
        var maxima: [(String, JSONValue)] = []
        var nulls: [(String, JSONValue)] = []
        for (column, statistics) in zip(schema.columns, summary.statistics) {
            nulls.append((column.name, .count(statistics.nullCount)))
            guard !statistics.containsNaN, let minimum = statistics.minimum, let maximum = statistics.maximum,
                let low = bound(minimum, column.type, isUpper: false),
                let high = bound(maximum, column.type, isUpper: true)
            else { continue }
            minima.append((column.name, low))
            maxima.append((column.name, high))
        }
        return JSONWriter.string(
            .object([
                ("numRecords", .count(summary.rows)), ("minValues", .object(minima)), ("maxValues", .object(maxima)),
                ("nullCount", .object(nulls)),
            ]))
    }

    private static func bound(_ value: StatisticValue, _ type: ParquetType, isUpper: Bool) -> JSONValue? {
        switch (type, value) {
        case (.date, .int32(let days)): date(days)
        case (.timestamp, .int64(let microseconds)): timestamp(microseconds, isUpper: isUpper)
        case (.decimal(_, let scale), .int32(let unscaled)): decimal(Int64(unscaled), scale: scale)
        case (.decimal(_, let scale), .int64(let unscaled)): decimal(unscaled, scale: scale)
        case (.string, .bytes(let text)): string(text, isUpper: isUpper)
        case (_, .int32(let value)): .count(value)
        case (_, .int64(let value)): .count(value)
        case (_, .double(let value)): value.isFinite ? JSONValue(.number(value)) : nil
        default: nil
        }
    }

    /// Only years that four digits write.
    private static func date(_ days: Int32) -> JSONValue? {
        isWritable(CivilDate(days: days)) ? .text(CivilDate(days: days)) : nil
    }

    private static func isWritable(_ date: CivilDate) -> Bool {
        guard let first = CivilDate(year: 1, month: 1, day: 1), let last = CivilDate(year: 9999, month: 12, day: 30)
        else { return false }
        return (first...last).contains(date)
    }

    /// To the millisecond, away from the values inside.
    private static func timestamp(_ microseconds: Int64, isUpper: Bool) -> JSONValue? {
        let days = microseconds.floorDivided(by: 86_400_000_000)
        guard let days = Int32(exactly: days), isWritable(CivilDate(days: days)) else { return nil }
        let milliseconds = (microseconds + (isUpper ? 999 : 0)).floorDivided(by: 1000)
        return .text(Timestamp(microseconds: milliseconds * 1000).iso8601(fraction: 3))
    }

    /// Only digits that survive a binary fraction, and no exponent in the text.
    private static func decimal(_ unscaled: Int64, scale: Int) -> JSONValue? {
        if scale == 0 { return .count(unscaled) }
        guard unscaled.magnitude <= UInt64(exactDecimal) else { return nil }
        let divisor = (0..<scale).reduce(1.0) { power, _ in power * 10 }
        let value = Double(unscaled) / divisor
        return unscaled == 0 || value.magnitude >= 0.001 ? JSONValue(.number(value)) : nil
    }

    private static func string(_ text: [UInt8], isUpper: Bool) -> JSONValue? {
        guard isUpper else {
            return .text(String(decoding: TextBound.lower(text, length: longestText), as: UTF8.self))
        }
        return TextBound.upper(text, length: longestText).map { .text(String(decoding: $0, as: UTF8.self)) }
    }
}
