package import Support

/// Which drops to list; nil means any.
package struct DropFilter: Sendable, Equatable {
    /// Most drops on a page.
    package static let maximumLimit = 1000

    package var account: String?
    package var convention: String?
    package var state: DropState?
    package var arrivedFrom: Timestamp?
    package var arrivedBefore: Timestamp?
    /// Only drops before this sequence number: the `next` of the page before.
    package var before: Int64?
    package var limit = 100

    /// Any drop, newest first.
    package init() {}
}

/// A page of drops, newest first.
package struct DropPage: Sendable, Equatable {
    package var drops: [DropRecord]
    /// What to set as `before` for the next page; nil on the last.
    package var next: Int64?
}

/// One account's day (UTC, by arrival) in figures.
package struct DailyFigure: Sendable, Equatable {
    package var day: CivilDate
    package var account: String
    package var drops: Int
    package var bytes: UInt64
    package var states: [DropState: Int]
}
