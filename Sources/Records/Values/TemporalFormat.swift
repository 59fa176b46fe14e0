internal import Support

/// A date or date-time format in strptime words, compiled to fixed places.
///
/// `%Y` (4 digits) `%m %d %H %M %S` (2 digits each), `%z` at the end (`Z`, `+hh:mm`, `+hhmm`), `%%` and literal ASCII.
struct TemporalFormat: Sendable {
    private static let none = -1
    /// The years whose months are in the table; others take the slow way.
    private static let tableYears = 1800..<2201
    /// Days from 1970-01-01 to the first of each month of ``tableYears``, and of the month after.
    private static let monthStarts: [Int32] =
        tableYears.flatMap { year in
            (1...12).map { CivilDate(year: year, month: $0, day: 1)?.days ?? 0 }
        } + [CivilDate(year: tableYears.upperBound, month: 1, day: 1)?.days ?? 0]

    private var year = none
    private var month = none
    private var day = none
    private var hour = none
    private var minute = none
    private var second = none
    private var literals: [(offset: Int, byte: UInt8)] = []
    private var length = 0
    private var hasZone = false
    private let starts = TemporalFormat.monthStarts

    /// Compiles `format`; nil where it is not understood, repeats a part or lacks year, month, day (and hour).
    init?(_ format: String, time: Bool) {
        let standard = format == "default" || format.isEmpty
        let text = standard ? (time ? "%Y-%m-%dT%H:%M:%SZ" : "%Y-%m-%d") : format
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            guard byte < 0x80, !hasZone else { return nil }
            if byte == UInt8(ascii: "%") {
                guard let letter = bytes.popFirst(), take(letter) else { return nil }
            } else {
                literals.append((length, byte))
                length += 1
            }
        }
        let clock = [hour, minute, second, hasZone ? 0 : TemporalFormat.none]
        guard year >= 0, month >= 0, day >= 0, time ? hour >= 0 : clock.allSatisfy({ $0 < 0 }) else { return nil }
        guard second < 0 || minute >= 0 else { return nil }
    }

    private mutating func take(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "Y"): place(\.year, 4)
        case UInt8(ascii: "m"): place(\.month, 2)
        case UInt8(ascii: "d"): place(\.day, 2)
        case UInt8(ascii: "H"): place(\.hour, 2)
        case UInt8(ascii: "M"): place(\.minute, 2)
        case UInt8(ascii: "S"): place(\.second, 2)
        case UInt8(ascii: "z"): zoned()
        case UInt8(ascii: "%"): literal(letter)
        default: false
        }
    }

    private mutating func zoned() -> Bool {
        hasZone = true
        return true
    }

    private mutating func literal(_ byte: UInt8) -> Bool {
        literals.append((length, byte))
        length += 1
        return true
    }

    private mutating func place(_ path: WritableKeyPath<TemporalFormat, Int>, _ width: Int) -> Bool {
        guard self[keyPath: path] < 0 else { return false }
        self[keyPath: path] = length
        length += width
        return true
    }

    /// Days since 1970-01-01; nil where the text is not such a date or the calendar has no such day.
    @inline(__always)
    func days(_ text: Span<UInt8>, _ start: Int, _ count: Int) -> Int32? {
        guard count == length else { return nil }
        return date(text, start)
    }

    /// Microseconds since 1970-01-01T00:00:00, in UTC where the format has a zone and as written where it has none.
    @inline(__always)
    func microseconds(_ text: Span<UInt8>, _ start: Int, _ count: Int) -> Int64? {
        guard hasZone ? count > length : count == length, let days = date(text, start) else { return nil }
        var bad: UInt32 = 0
        let hours = TemporalFormat.two(text, start + hour, &bad)
        let minutes = minute < 0 ? 0 : TemporalFormat.two(text, start + minute, &bad)
        let seconds = second < 0 ? 0 : TemporalFormat.two(text, start + second, &bad)
        guard bad == 0, hours < 24, minutes < 60, seconds < 60 else { return nil }
        let clock = Int64(hours &* 3600 &+ minutes &* 60 &+ seconds)
        var total = Int64(days) * 86_400 + clock
        if hasZone {
            guard let offset = TemporalFormat.zone(text, start + length, count - length) else { return nil }
            total -= offset
        }
        return total * 1_000_000
    }

    @inline(__always)
    private func date(_ text: Span<UInt8>, _ start: Int) -> Int32? {
        for literal in literals where text[start + literal.offset] != literal.byte { return nil }
        var bad: UInt32 = 0
        let high = TemporalFormat.two(text, start + year, &bad)
        let years = Int(high &* 100 &+ TemporalFormat.two(text, start + year + 2, &bad))
        let months = Int(TemporalFormat.two(text, start + month, &bad))
        let days = Int(TemporalFormat.two(text, start + day, &bad))
        guard bad == 0, months >= 1, months <= 12, days >= 1 else { return nil }
        guard TemporalFormat.tableYears.contains(years) else {
            return CivilDate(year: years, month: months, day: days)?.days
        }
        let index = (years - TemporalFormat.tableYears.lowerBound) * 12 + months - 1
        let first = starts[index]
        guard days <= Int(starts[index + 1] - first) else { return nil }
        return first + Int32(days - 1)
    }

    /// Two digits; `bad` stays 0 only if both are.
    @inline(__always)
    private static func two(_ text: Span<UInt8>, _ start: Int, _ bad: inout UInt32) -> UInt32 {
        let high = UInt32(text[start]) &- 48
        let low = UInt32(text[start + 1]) &- 48
        if high > 9 || low > 9 { bad = 1 }
        return high &* 10 &+ low
    }

    /// Seconds east of UTC: `Z`, `+hh:mm` or `+hhmm`.
    private static func zone(_ text: Span<UInt8>, _ start: Int, _ count: Int) -> Int64? {
        let sign = text[start]
        if sign == UInt8(ascii: "Z") { return count == 1 ? 0 : nil }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), count == 5 || count == 6 else { return nil }
        if count == 6, text[start + 3] != UInt8(ascii: ":") { return nil }
        var bad: UInt32 = 0
        let hours = two(text, start + 1, &bad)
        let minutes = two(text, start + count - 2, &bad)
        guard bad == 0, hours <= 14, minutes < 60 else { return nil }
        let offset = Int64(hours) * 3600 + Int64(minutes) * 60
        return sign == UInt8(ascii: "-") ? -offset : offset
    }
}
