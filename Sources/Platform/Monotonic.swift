internal import CLinux
internal import Glibc

/// Time that only goes forward, for deadlines and durations; it has nothing to do with the date.
package struct Monotonic: Hashable, Comparable, Sendable {
    /// Nanoseconds since an arbitrary start, not counting suspension.
    package let nanoseconds: UInt64

    /// The moment `nanoseconds` after that start.
    package init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    /// The present moment.
    package static func now() -> Monotonic {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Monotonic(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
    }

    /// This moment `seconds` later.
    package func advanced(seconds: Int) -> Monotonic {
        Monotonic(nanoseconds: nanoseconds + UInt64(max(0, seconds)) * 1_000_000_000)
    }

    /// Whole milliseconds from this moment to `later`, 0 where it has passed.
    package func milliseconds(until later: Monotonic) -> Int {
        later.nanoseconds > nanoseconds ? Int((later.nanoseconds - nanoseconds) / 1_000_000) : 0
    }

    /// Earlier moments come first.
    package static func < (a: Monotonic, b: Monotonic) -> Bool { a.nanoseconds < b.nanoseconds }
}
