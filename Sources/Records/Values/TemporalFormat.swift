internal import Support

/// A date or date-time format in strptime words, compiled to fixed places.
///
/// `%Y` (4 digits) `%m %d %H %M %S` (2 digits each), then `%f` (1 to 6 digits of a second) and `%z` (`Z`, `+hh:mm`, `+hhmm`)
/// at the end; `%%` and literal ASCII. The 24th hour and leap seconds are refused: neither has a place in a column.
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
    /// The literal characters as three words of eight places, and which places they take.
    private var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    private var masks: (UInt64, UInt64, UInt64) = (0, 0, 0)
    private var length = 0
    private var hasZone = false
    private var hasFraction = false
    private let starts = TemporalFormat.monthStarts

    /// Compiles `format`; nil where it is not understood, repeats a word, lacks one that ``TemporalKind/needed`` names or has
    /// one that ``TemporalKind/allowed`` does not.
    init?(_ format: String, _ kind: TemporalKind) {
        let text = format == "default" || format.isEmpty ? kind.standard : format
        var bytes = Array(text.utf8)[...]
        var words = ""
        while let byte = bytes.popFirst() {
            guard byte < 0x80, !hasZone else { return nil }
            if byte == UInt8(ascii: "%") {
                guard let letter = bytes.popFirst(), take(letter) else { return nil }
                words.unicodeScalars.append(Unicode.Scalar(letter))
            } else {
                guard !hasFraction, literal(byte) else { return nil }
            }
        }
        words.removeAll { $0 == "%" }
        guard length <= 24, words.allSatisfy(kind.allowed.contains), kind.needed.allSatisfy(words.contains) else {
            return nil
        }
        guard second < 0 || minute >= 0, !hasFraction || second >= 0 else { return nil }
    }

    private mutating func take(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "Y"): place(\.year, 4)
        case UInt8(ascii: "m"): place(\.month, 2)
        case UInt8(ascii: "d"): place(\.day, 2)
        case UInt8(ascii: "H"): place(\.hour, 2)
        case UInt8(ascii: "M"): place(\.minute, 2)
        case UInt8(ascii: "S"): place(\.second, 2)
        case UInt8(ascii: "f"): fractional()
        case UInt8(ascii: "z"): zoned()
        case UInt8(ascii: "%"): hasFraction ? false : literal(letter)
        default: false
        }
    }

    private mutating func zoned() -> Bool {
        hasZone = true
        return true
    }

    private mutating func fractional() -> Bool {
        if hasFraction { return false }
        hasFraction = true
        return true
    }

    private mutating func literal(_ byte: UInt8) -> Bool {
        let shift = UInt64(length % 8 * 8)
        let (word, mask) = (UInt64(byte) << shift, UInt64(0xFF) << shift)
        switch length / 8 {
        case 0: (words.0, masks.0) = (words.0 | word, masks.0 | mask)
        case 1: (words.1, masks.1) = (words.1 | word, masks.1 | mask)
        case 2: (words.2, masks.2) = (words.2 | word, masks.2 | mask)
        default: return false
        }
        length += 1
        return true
    }

    private mutating func place(_ path: WritableKeyPath<TemporalFormat, Int>, _ width: Int) -> Bool {
        guard !hasFraction, self[keyPath: path] < 0 else { return false }
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
        guard hasZone || hasFraction ? count > length : count == length, let days = date(text, start),
            let clock = clock(text, start)
        else { return nil }
        var total = Int64(days) * 86_400 + Int64(clock)
        var end = start + length
        var micros: Int64 = 0
        if hasFraction {
            guard let fraction = TemporalFormat.fraction(text, &end, start + count) else { return nil }
            micros = fraction
        }
        if hasZone {
            guard let offset = TemporalFormat.zone(text, end, start + count - end) else { return nil }
            total -= offset
        } else if end != start + count {
            return nil
        }
        return total * 1_000_000 + micros
    }

    /// Seconds since midnight; nil where the text is no such time of day.
    @inline(__always)
    func seconds(_ text: Span<UInt8>, _ start: Int, _ count: Int) -> Int32? {
        guard count == length, literalsMatch(text, start) else { return nil }
        return clock(text, start)
    }

    @inline(__always)
    private func clock(_ text: Span<UInt8>, _ start: Int) -> Int32? {
        var bad: UInt32 = 0
        let hours = TemporalFormat.two(text, start + hour, &bad)
        let minutes = minute < 0 ? 0 : TemporalFormat.two(text, start + minute, &bad)
        let seconds = second < 0 ? 0 : TemporalFormat.two(text, start + second, &bad)
        guard bad == 0, hours < 24, minutes < 60, seconds < 60 else { return nil }
        return Int32(hours &* 3600 &+ minutes &* 60 &+ seconds)
    }

    @inline(__always)
    private func date(_ text: Span<UInt8>, _ start: Int) -> Int32? {
        guard literalsMatch(text, start) else { return nil }
        var bad: UInt32 = 0
        let high = TemporalFormat.two(text, start + year, &bad)
        let years = Int(high &* 100 &+ TemporalFormat.two(text, start + year + 2, &bad))
        let months = Int(TemporalFormat.two(text, start + month, &bad))
        let days = day < 0 ? 1 : Int(TemporalFormat.two(text, start + day, &bad))
        guard bad == 0, months >= 1, months <= 12, days >= 1 else { return nil }
        guard TemporalFormat.tableYears.contains(years) else {
            return CivilDate(year: years, month: months, day: days)?.days
        }
        let index = (years - TemporalFormat.tableYears.lowerBound) * 12 + months - 1
        let first = starts[index]
        guard days <= Int(starts[index + 1] - first) else { return nil }
        return first + Int32(days - 1)
    }

    /// Whether the literal characters stand where they must, eight places at a time.
    @inline(__always)
    private func literalsMatch(_ text: Span<UInt8>, _ start: Int) -> Bool {
        precondition(start >= 0 && start + length <= text.count)
        let first = Words.load(text, start, min(8, length))
        if first & masks.0 != words.0 { return false }
        if length <= 8 { return true }
        let second = Words.load(text, start + 8, min(8, length - 8))
        if second & masks.1 != words.1 { return false }
        if length <= 16 { return true }
        return Words.load(text, start + 16, min(8, length - 16)) & masks.2 == words.2
    }

    /// Two digits; `bad` stays 0 only if both are.
    @inline(__always)
    private static func two(_ text: Span<UInt8>, _ start: Int, _ bad: inout UInt32) -> UInt32 {
        // The caller has made sure that the text is as long as the format.
        let pair = unsafe text.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt16.self).littleEndian
        let high = UInt32(pair & 0xFF) &- 48
        let low = UInt32(pair >> 8) &- 48
        if high > 9 || low > 9 { bad = 1 }
        return high &* 10 &+ low
    }

    /// Microseconds of 1 to 6 digits from `position`, which goes past them.
    private static func fraction(_ text: Span<UInt8>, _ position: inout Int, _ end: Int) -> Int64? {
        var value: Int64 = 0
        var digits = 0
        while position < end, digits < 6, let digit = NumberReader.digit(text[position]) {
            value = value * 10 + digit
            digits += 1
            position += 1
        }
        return digits == 0 ? nil : value * DecimalFormat.powers[6 - digits]
    }

    /// Seconds east of UTC: `Z`, `+hh:mm` or `+hhmm`.
    private static func zone(_ text: Span<UInt8>, _ start: Int, _ count: Int) -> Int64? {
        guard count > 0 else { return nil }
        precondition(start + count <= text.count)
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
