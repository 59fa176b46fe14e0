internal import Patterns
package import Support

/// What the name of a drop says of the period that it is about: the group `period` of the pattern that it fits.
package enum NamedPeriod: Sendable, Equatable {
    /// No pattern of the convention takes the name.
    case unknownName
    /// The pattern has no such group: the drop is about the day of its arrival.
    case unnamed
    /// First day of the period.
    case day(CivilDate)
    /// The group holds no day, month or year.
    case malformed

    /// Name of the group in a `namePattern`.
    package static let group = "period"

    /// The first day of the period that `text` writes: `YYYYMMDD`, `YYYYMM` or `YYYY`.
    package static func firstDay(_ text: String) -> CivilDate? {
        let digits = Array(text.utf8)
        guard [4, 6, 8].contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + Int($1 - 0x30) } }
        return CivilDate(
            year: number(0..<4), month: digits.count > 4 ? number(4..<6) : 1,
            day: digits.count > 6 ? number(6..<8) : 1)
    }
}

extension Convention {
    /// The period that a data drop called `name` is about.
    package func period(ofDropNamed name: String) -> NamedPeriod {
        let patterns = tables.filter { $0.partOf == nil }.map(\.namePattern)
        for text in patterns + [delivery?.manifestPattern].compactMap(\.self) {
            guard let pattern = try? Pattern(text), pattern.matches(name) else { continue }
            guard let text = pattern.group(NamedPeriod.group, of: name) else { return .unnamed }
            return NamedPeriod.firstDay(text).map { .day($0) } ?? .malformed
        }
        return .unknownName
    }
}

extension ConventionLibrary {
    /// The convention that judges a data drop of `account` called `name` that arrived on `day`.
    ///
    /// Where the name says which period the drop is about, it is the newest version in force on the first day of it, so that an old
    /// period that is sent again is judged as it was then; else the version in force on the day of arrival. Where no version covers
    /// the period it is one whose names the drop has, for the refusal to be told by.
    package func convention(ofAccount account: String, forDropNamed name: String, on day: CivilDate) -> Convention? {
        guard let arrival = convention(ofAccount: account, on: day) else { return nil }
        if arrival.period(ofDropNamed: name) == .unnamed { return arrival }
        var named: Convention?
        for version in conventions.reversed() where version.id == arrival.id {
            guard case .day(let first) = version.period(ofDropNamed: name) else { continue }
            if version.isInForce(on: first) { return version }
            if named == nil { named = version }
        }
        return named ?? arrival
    }
}
