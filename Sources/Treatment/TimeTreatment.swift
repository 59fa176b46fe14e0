internal import Columns
internal import Support

/// Treatments of dates and date-times.
package enum TimeTreatment {
    /// The highest age that is believed, in completed years.
    package static let oldest: Int32 = 130

    /// What a moment is cut to.
    enum Unit: Sendable { case hour, day, month, year }

    static let microsecondsOfHour: Int64 = 3_600_000_000
    static let microsecondsOfDay: Int64 = 86_400_000_000

    /// The start of the hour in microseconds.
    static func hours(_ moments: Moments) -> [Int64] {
        moments.map { $0.microseconds &- modulo($0.microseconds, microsecondsOfHour) }
    }

    /// The first day of each moment's day, month or year.
    static func days(_ moments: Moments, _ unit: Unit) -> [Int32] {
        switch unit {
        case .hour, .day: moments.map { $0.day }
        case .month: moments.map { $0.day &- Int32(CivilDate(days: $0.day).components.day - 1) }
        case .year: moments.map { firstOfYear($0.day) }
        }
    }

    /// Completed years between two days.
    static func age(born: Int32, on day: Int32) -> Int {
        CivilDate(days: born).completedYears(until: CivilDate(days: day))
    }

    /// Time from `start` to `end` in whole units, rounded down; days are days of the calendar.
    static func delay(from start: Moment, to end: Moment, _ unit: FieldTreatment.DelayUnit) -> Int64 {
        switch unit {
        case .day: return Int64(end.day) - Int64(start.day)
        case .hour, .minute:
            let (elapsed, overflow) = end.microseconds.subtractingReportingOverflow(start.microseconds)
            guard !overflow else { return .max }
            let size = unit == .hour ? microsecondsOfHour : microsecondsOfHour / 60
            return elapsed.floorDivided(by: size)
        }
    }

    /// `HH:MM:SS` of seconds since midnight.
    static func text(ofDay seconds: Int32) -> [UInt8] {
        func two(_ number: Int32) -> [UInt8] {
            [UInt8(truncatingIfNeeded: 48 + number / 10 % 10), UInt8(truncatingIfNeeded: 48 + number % 10)]
        }
        let colon = UInt8(ascii: ":")
        return two(seconds / 3600) + [colon] + two(seconds / 60 % 60) + [colon] + two(seconds % 60)
    }

    static func modulo(_ value: Int64, _ size: Int64) -> Int64 {
        let rest = value % size
        return rest < 0 ? rest + size : rest
    }

    private static func firstOfYear(_ day: Int32) -> Int32 {
        CivilDate(year: CivilDate(days: day).components.year, month: 1, day: 1)?.days ?? day
    }
}

/// A moment read from a column of dates or of date-times; a date is its midnight.
struct Moment {
    let day: Int32
    let microseconds: Int64

    init(day: Int32) {
        self.day = day
        microseconds = Int64(day) * TimeTreatment.microsecondsOfDay
    }

    init(microseconds: Int64) {
        self.microseconds = microseconds
        let rest = TimeTreatment.modulo(microseconds, TimeTreatment.microsecondsOfDay)
        day = Int32(clamping: (microseconds &- rest) / TimeTreatment.microsecondsOfDay)
    }
}

/// A column of dates or of date-times.
enum Moments {
    case days([Int32])
    case microseconds([Int64])

    /// The moments of `column`, or nil where it holds something else.
    init?(_ column: Column) {
        switch column.values {
        case .int32(let days): self = .days(days)
        case .int64(let microseconds): self = .microseconds(microseconds)
        default: return nil
        }
    }

    subscript(row: Int) -> Moment {
        switch self {
        case .days(let days): Moment(day: days[row])
        case .microseconds(let microseconds): Moment(microseconds: microseconds[row])
        }
    }

    func map<Value>(_ transform: (Moment) -> Value) -> [Value] {
        switch self {
        case .days(let days): days.map { transform(Moment(day: $0)) }
        case .microseconds(let values): values.map { transform(Moment(microseconds: $0)) }
        }
    }
}
