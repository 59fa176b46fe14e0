internal import Glibc

/// Where the time comes from; only roles and commands hold one.
package protocol Clock: Sendable {
    /// The present moment.
    func now() -> Timestamp
}

/// The machine's real-time clock.
package struct SystemClock: Clock {
    /// The machine's clock.
    package init() {}

    package func now() -> Timestamp {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}

/// A clock that stands still, for tests and for replays.
package struct FixedClock: Clock {
    private let moment: Timestamp

    /// A clock that always says `moment`.
    package init(_ moment: Timestamp) { self.moment = moment }

    package func now() -> Timestamp { moment }
}
