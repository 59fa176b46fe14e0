package import Support

/// When drops are due.
package struct DropCalendar: Sendable, Equatable {
    package enum Period: String, Sendable, CaseIterable { case daily, weekly, monthly, quarterly, yearly, irregular }
    package var period: Period
    /// Day of the week (Monday is 1) of a weekly drop, day of the month (1...28) of a longer period; unused for a daily one.
    package var dueDay: Int
    /// Month of a yearly drop.
    package var dueMonth: Int
    /// Hour and minute of the due time.
    package var dueHour: Int
    package var dueMinute: Int
    /// IANA time zone name, one of ``TimeZoneRules/all``.
    package var timeZone: String
    /// Hours of grace.
    package var graceHours: Int

    /// A calendar in a zone of ``TimeZoneRules/all``.
    package init(
        period: Period, dueDay: Int = 1, dueMonth: Int = 1, dueHour: Int = 0, dueMinute: Int = 0,
        timeZone: String = "UTC",
        graceHours: Int = 0
    ) {
        self.period = period
        self.dueDay = dueDay
        self.dueMonth = dueMonth
        self.dueHour = dueHour
        self.dueMinute = dueMinute
        self.timeZone = timeZone
        self.graceHours = graceHours
    }

    /// The first due moment after `moment`; nil where drops come irregularly or the zone is not known.
    package func nextDue(after moment: Timestamp) -> Timestamp? {
        guard period != .irregular, let zone = TimeZoneRules(named: timeZone) else { return nil }
        var day = zone.day(at: moment)
        // The longest period is a year and a due day exists in each, so the search ends within 366 days.
        for _ in 0...367 {
            let due = zone.moment(day, hour: dueHour, minute: dueMinute)
            if isDueDay(day), due > moment { return due }
            day = CivilDate(days: day.days + 1)
        }
        return nil
    }

    /// The moment after which a drop due at `due` is missing.
    package func late(_ due: Timestamp) -> Timestamp { due.advanced(seconds: Int64(graceHours) * 3600) }

    private func isDueDay(_ day: CivilDate) -> Bool {
        let (_, month, dayOfMonth) = day.components
        switch period {
        case .daily: return true
        case .weekly: return day.isoWeekday == dueDay
        case .monthly: return dayOfMonth == dueDay
        case .quarterly: return dayOfMonth == dueDay && month % 3 == 1
        case .yearly: return dayOfMonth == dueDay && month == dueMonth
        case .irregular: return false
        }
    }
}
