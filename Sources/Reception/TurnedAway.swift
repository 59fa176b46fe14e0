package import Platform
package import Support

/// Connections that got no session, added up: a flood must not fill the journal.
///
/// The first of a source and reason is told at once, the others of the next minute together.
package struct TurnedAway {
    private struct Key: Hashable {
        let source: String
        let reason: FaultCode
    }

    /// Sources and reasons that are told apart; what is beyond is told under ``others``.
    package static let maximum = 4096
    static let others = "others"
    /// Seconds between two tellings of the same source and reason.
    package static let interval = 60

    /// Nothing was turned away yet.
    package init() {}

    private var counts: [Key: (count: Int, nextAt: Monotonic)] = [:]
    private var lastSweep = Monotonic(nanoseconds: 0)
    private var fresh: [Key] = []

    /// Counts a connection.
    package mutating func add(_ source: String, _ reason: FaultCode, _ now: Monotonic) {
        var key = Key(source: source, reason: reason)
        if counts[key] == nil, counts.count >= TurnedAway.maximum {
            key = Key(source: TurnedAway.others, reason: reason)
        }
        if counts[key] == nil { fresh.append(key) }
        counts[key, default: (0, now.advanced(seconds: TurnedAway.interval))].count += 1
    }

    /// What is to be told now.
    package mutating func take(_ now: Monotonic, all: Bool) -> [SessionEvent] {
        var events = fresh.compactMap { told($0) }
        fresh = []
        guard all || lastSweep.advanced(seconds: 1) <= now else { return events }
        lastSweep = now
        for (key, value) in counts where all || value.nextAt <= now {
            if value.count > 0, let event = told(key) {
                events.append(event)
                counts[key]?.nextAt = now.advanced(seconds: TurnedAway.interval)
            } else {
                counts[key] = nil
            }
        }
        return events
    }

    private mutating func told(_ key: Key) -> SessionEvent? {
        guard let count = counts[key]?.count else { return nil }
        counts[key]?.count = 0
        return SessionIdentity(source: key.source).event(
            .turnedAway, [("reason", .text(key.reason)), ("connections", .count(count))])
    }
}
