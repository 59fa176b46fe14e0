internal import Platform
internal import Support

/// What is remembered of each source: what it has open, how fast it comes, how it has failed.
///
/// Bounded: beyond ``maximum`` sources, those that have nothing open and the least to answer for are forgotten.
package struct SourceTable {
    /// Sources that are remembered at most; an entry takes some hundred bytes.
    package static let maximum = 16_384
    /// Connections that a source may start at once after a silence.
    package static let burst: UInt64 = 10
    /// A penalty is felt only once it is longer than this: some mistyped names must not lock a producer out.
    package static let patience: UInt64 = 15 * second
    /// Doublings of a penalty in a row of failures.
    private static let doublings = 6
    private static let second: UInt64 = 1_000_000_000

    /// Why a connection counts against its source, in seconds for the first of a row.
    package enum Failure: UInt64, Sendable {
        /// It ended before anybody tried to log in.
        case noLogin = 1
        /// Keys were refused, and none taken.
        case wrongKey = 5
        /// It held a place until the deadline.
        case loginTimedOut = 10
        /// Its process crashed, or the kernel ended it.
        case crashed = 120
    }

    /// All times in nanoseconds of ``Monotonic``.
    private struct Record {
        var open = 0
        /// When the connections so far would have arrived at the allowed rate (GCRA, ITU-T I.371).
        var arrival: UInt64 = 0
        var penaltyEnd: UInt64 = 0
        var failures = 0

        func isForgettable(_ now: UInt64) -> Bool { open == 0 && arrival <= now && penaltyEnd <= now }
    }

    private var records: [Source: Record] = [:]
    private let perSecond: UInt64
    private let longestPenalty: UInt64

    init(perSecond: Int, penaltySeconds: Int) {
        self.perSecond = UInt64(max(1, perSecond))
        longestPenalty = UInt64(max(0, penaltySeconds)) * SourceTable.second
    }

    /// Sources that are remembered.
    package var count: Int { records.count }

    func open(_ source: Source) -> Int { records[source]?.open ?? 0 }

    /// Whether `source` gets nothing at `now`.
    func isPenalised(_ source: Source, _ now: Monotonic) -> Bool {
        (records[source]?.penaltyEnd ?? 0) > now.nanoseconds + SourceTable.patience
    }

    /// Counts a connection of `source` that came at `now`, and says when it may start.
    mutating func begin(_ source: Source, _ now: Monotonic) -> Monotonic {
        makeRoom(now)
        let interval = SourceTable.second / perSecond
        var record = records[source] ?? Record()
        record.open += 1
        let arrival = max(record.arrival, now.nanoseconds)
        record.arrival = arrival + interval
        records[source] = record
        let tolerance = interval * (SourceTable.burst - 1)
        return Monotonic(nanoseconds: max(now.nanoseconds, arrival - min(arrival, tolerance)))
    }

    /// A connection of `source` has ended.
    mutating func end(_ source: Source) { records[source]?.open -= 1 }

    /// Somebody behind `source` has logged in: what it did before is forgiven.
    mutating func forgive(_ source: Source) {
        records[source]?.failures = 0
        records[source]?.penaltyEnd = 0
    }

    /// Adds to the penalty of `source`: twice as much each time in a row.
    mutating func penalise(_ source: Source, _ failure: Failure, _ now: Monotonic) {
        guard longestPenalty > 0 else { return }
        makeRoom(now)
        var record = records[source] ?? Record()
        // A source that has been quiet for as long as it could have been refused begins anew.
        if record.penaltyEnd + longestPenalty < now.nanoseconds { record.failures = 0 }
        let added = failure.rawValue * SourceTable.second << UInt64(min(record.failures, SourceTable.doublings))
        record.failures += 1
        record.penaltyEnd = min(max(record.penaltyEnd, now.nanoseconds) + added, now.nanoseconds + longestPenalty)
        records[source] = record
    }

    /// Forgets sources where the table is full: first those with nothing to remember, then an eighth with the shortest penalties.
    private mutating func makeRoom(_ now: Monotonic) {
        guard records.count >= SourceTable.maximum else { return }
        records = records.filter { !$0.value.isForgettable(now.nanoseconds) }
        guard records.count >= SourceTable.maximum else { return }
        let idle = records.filter { $0.value.open == 0 }.sorted { $0.value.penaltyEnd < $1.value.penaltyEnd }
        for (source, _) in idle.prefix(SourceTable.maximum / 8) { records[source] = nil }
    }
}
