internal import Support

/// Months as seconds since 1970.
enum CivilMonth {
    /// The 15th of February of the year in which `second` lies.
    static func second(of second: Int) -> Int {
        let days = Int32(truncatingIfNeeded: second / MomentFormat.secondsOfDay)
        let year = CivilDate(days: days).components.year
        return Int(CivilDate(year: year, month: 2, day: 15)?.days ?? 45) * MomentFormat.secondsOfDay
    }
}
