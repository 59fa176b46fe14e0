package import Support

/// Local time in the zones that a convention may name.
///
/// A convention does no I/O, so the zone files of the machine are not read: this table holds Metropolitan France, which
/// follows the European rule (Directive 2000/84/EC: clocks change at 01:00 UTC on the last Sunday of March and of October),
/// and the French territories whose offset never changes.
package struct TimeZoneRules: Sendable, Equatable {
    /// IANA name.
    package let name: String
    /// Seconds east of UTC in winter.
    package let standardOffset: Int64
    /// Whether the European summer time applies.
    package let summerTime: Bool

    private init(_ name: String, _ standardOffset: Int64, summerTime: Bool = false) {
        self.name = name
        self.standardOffset = standardOffset
        self.summerTime = summerTime
    }

    /// Every zone known.
    package static let all: [TimeZoneRules] = [
        TimeZoneRules("UTC", 0),
        TimeZoneRules("Europe/Paris", 3600, summerTime: true),
        TimeZoneRules("America/Cayenne", -3 * 3600),
        TimeZoneRules("America/Guadeloupe", -4 * 3600),
        TimeZoneRules("America/Marigot", -4 * 3600),
        TimeZoneRules("America/Martinique", -4 * 3600),
        TimeZoneRules("America/St_Barthelemy", -4 * 3600),
        TimeZoneRules("Indian/Mayotte", 3 * 3600),
        TimeZoneRules("Indian/Reunion", 4 * 3600),
        TimeZoneRules("Pacific/Gambier", -9 * 3600),
        TimeZoneRules("Pacific/Marquesas", -9 * 3600 - 1800),
        TimeZoneRules("Pacific/Noumea", 11 * 3600),
        TimeZoneRules("Pacific/Tahiti", -10 * 3600),
        TimeZoneRules("Pacific/Wallis", 12 * 3600),
    ]

    /// The zone called `name`, or nil where it is not known.
    package init?(named name: String) {
        guard let zone = TimeZoneRules.all.first(where: { $0.name == name }) else { return nil }
        self = zone
    }

    /// Seconds east of UTC at `moment`.
    package func offset(at moment: Timestamp) -> Int64 {
        guard summerTime else { return standardOffset }
        let year = moment.date.components.year
        guard let start = TimeZoneRules.change(month: 3, year: year),
            let end = TimeZoneRules.change(month: 10, year: year)
        else { return standardOffset }
        return moment >= start && moment < end ? standardOffset + 3600 : standardOffset
    }

    /// The moment at which the local clocks show `hour`:`minute` on `day`.
    ///
    /// A time that the spring change skips is read with the offset of winter; of a time shown twice the first is meant.
    package func moment(_ day: CivilDate, hour: Int, minute: Int) -> Timestamp {
        let clock = Int64(day.days) * 86_400 + Int64(hour * 3600 + minute * 60)
        let summer = Timestamp(seconds: clock - standardOffset - 3600)
        if summerTime, offset(at: summer) == standardOffset + 3600 { return summer }
        return Timestamp(seconds: clock - standardOffset)
    }

    /// The local day at `moment`.
    package func day(at moment: Timestamp) -> CivilDate { moment.advanced(seconds: offset(at: moment)).date }

    /// 01:00 UTC on the last Sunday of `month`.
    private static func change(month: Int, year: Int) -> Timestamp? {
        guard let last = CivilDate(year: year, month: month, day: 31) else { return nil }
        let sunday = last.days - Int32(last.isoWeekday % 7)
        return Timestamp(seconds: Int64(sunday) * 86_400 + 3600)
    }
}

extension CivilDate {
    /// Day of the week, Monday 1 to Sunday 7 (ISO 8601); 1970-01-01 was a Thursday.
    package var isoWeekday: Int { (Int(days) + 3) - (Int(days) + 3).floored(to: 7) + 1 }
}

extension Int {
    /// The greatest multiple of `step` that is not above this number.
    fileprivate func floored(to step: Int) -> Int { self - (self % step + step) % step }
}
