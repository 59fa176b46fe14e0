/// Figures as people read them.
package enum Amounts {
    private static let units = ["B", "KiB", "MiB", "GiB", "TiB"]

    /// `1.5 MiB`.
    package static func bytes(_ count: UInt64) -> String {
        var value = count
        var tenths: UInt64 = 0
        var unit = 0
        while value >= 1024 && unit < units.count - 1 {
            tenths = value % 1024 * 10 / 1024
            value /= 1024
            unit += 1
        }
        return unit == 0 ? "\(value) B" : "\(value).\(tenths) \(units[unit])"
    }

    /// `1,234,567`.
    package static func count(_ number: some BinaryInteger) -> String {
        let digits = Array(String(number.magnitude))
        let grouped = digits.indices.map { index in
            (index > 0 && (digits.count - index) % 3 == 0 ? "," : "") + String(digits[index])
        }
        return (number < 0 ? "-" : "") + grouped.joined()
    }

    /// `42 ms`, `1.2 s`.
    package static func duration(milliseconds: Int) -> String {
        milliseconds < 1000 ? "\(milliseconds) ms" : "\(milliseconds / 1000).\(milliseconds / 100 % 10) s"
    }
}
