/// A moment: microseconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Microseconds since the epoch, negative before it.
    public var microseconds: Int64

    /// The moment `microseconds` after the epoch.
    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// The moment `seconds` after the epoch.
    package init(seconds: Int64) { self.init(microseconds: seconds * 1_000_000) }

    /// Whole seconds since the epoch, rounded down.
    package var seconds: Int64 { microseconds.floorDivided(by: 1_000_000) }

    /// The calendar day in UTC.
    package var date: CivilDate { CivilDate(days: Int32(truncatingIfNeeded: seconds.floorDivided(by: 86_400))) }

    /// Earlier moments come first.
    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.microseconds < b.microseconds }

    /// This moment `seconds` later.
    package func advanced(seconds: Int64) -> Timestamp {
        Timestamp(microseconds: microseconds + seconds * 1_000_000)
    }

    /// Whether `seconds` have gone by since `start`.
    ///
    /// A clock that was set back behind `start` counts as such: nothing waits for it to catch up.
    package func isPast(_ seconds: Int64, since start: Timestamp) -> Bool {
        self < start || self >= start.advanced(seconds: seconds)
    }

    /// ISO 8601 in UTC to the millisecond: `2026-11-21T08:05:09.120Z`.
    public var description: String { iso8601(fraction: 3) }

    /// ISO 8601 in UTC with `fraction` decimals of the second (0, 3 or 6).
    package func iso8601(fraction: Int) -> String {
        let second = seconds - Int64(date.days) * 86_400
        var text = "\(date)T" + pad(second / 3600, 2) + ":" + pad(second / 60 % 60, 2) + ":" + pad(second % 60, 2)
        let micro = microseconds - seconds * 1_000_000
        if fraction == 3 { text += "." + pad(micro / 1000, 3) }
        if fraction == 6 { text += "." + pad(micro, 6) }
        return text + "Z"
    }

    /// Reads `YYYY-MM-DDTHH:MM:SS[.f…]Z`; nil where `text` is anything else.
    package init?(iso8601 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"), bytes.last == UInt8(ascii: "Z"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let date = CivilDate(iso8601: String(decoding: bytes[..<10], as: UTF8.self)),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var micro: Int64 = 0
        if bytes.count > 20 {
            guard bytes[19] == UInt8(ascii: "."), bytes.count <= 27, let value = number(bytes[20..<(bytes.count - 1)])
            else { return nil }
            micro = value
            for _ in 0..<(27 - bytes.count) { micro *= 10 }
        }
        let clock = hour * 3600 + minute * 60 + second
        self.init(microseconds: (Int64(date.days) * 86_400 + clock) * 1_000_000 + micro)
    }
}

extension Int64 {
    /// The quotient rounded towards negative infinity.
    package func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

/// `value` in decimal with leading zeros up to `width`.
package func pad(_ value: some BinaryInteger, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
}

private func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    var value: Int64 = 0
    for digit in digits {
        guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
        value = value * 10 + Int64(digit - UInt8(ascii: "0"))
    }
    return digits.isEmpty ? nil : value
}
