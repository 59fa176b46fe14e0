/// Kinds of moment that a format in strptime words writes.
package enum TemporalKind: Sendable, CaseIterable {
    case date, datetime, time, yearmonth

    /// Format of a field that names none, and of Table Schema's word `default`.
    package var standard: String {
        switch self {
        case .date: "%Y-%m-%d"
        case .datetime: "%Y-%m-%dT%H:%M:%SZ"
        case .time: "%H:%M:%S"
        case .yearmonth: "%Y-%m"
        }
    }

    /// Letters of the words that a format must have.
    package var needed: String {
        switch self {
        case .date: "Ymd"
        case .datetime: "YmdH"
        case .time: "HM"
        case .yearmonth: "Ym"
        }
    }

    /// Letters of the words that a format may have.
    package var allowed: String {
        switch self {
        case .date: "Ymd"
        case .datetime: "YmdHMSfz"
        case .time: "HMS"
        case .yearmonth: "Ym"
        }
    }
}
