package import Support

/// The line that READDIR sends beside a name; clients show it as it is (section 7: like `ls -l`).
package enum LongName {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    /// Age from which `ls` shows the year instead of the time of day: half a mean Gregorian year.
    private static let recent: Int64 = 15_778_476

    /// The line of `entry` as seen at `now`, times in UTC.
    package static func line(_ entry: SFTPEntry, now: Timestamp) -> String {
        let attributes = entry.attributes
        let bits = attributes.permissions ?? 0
        var mode = attributes.isDirectory ? "d" : "-"
        for shift: UInt32 in [6, 3, 0] {
            for (index, letter) in ["r", "w", "x"].enumerated() {
                mode += bits >> shift & (4 >> UInt32(index)) != 0 ? letter : "-"
            }
        }
        let moment = Timestamp(seconds: Int64(attributes.times?.modified ?? 0))
        let (year, month, day) = moment.date.components
        let second = moment.seconds - Int64(moment.date.days) * 86_400
        let age = now.seconds - moment.seconds
        let clock =
            age < recent && age >= -86_400
            ? pad(second / 3600, 2) + ":" + pad(second / 60 % 60, 2) : " " + String(year)
        return mode + "   1 ecluse   ecluse   " + left(attributes.size ?? 0, 12)
            + " \(months[month - 1]) " + left(UInt64(day), 2) + " \(clock) \(entry.name)"
    }

    private static func left(_ number: UInt64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: " ", count: max(0, width - digits.count)) + digits
    }
}
