/// What one account may take of the disk.
package struct SpoolLimits: Sendable, Equatable {
    /// Largest drop, in bytes.
    package var dropBytes: UInt64 = 100 << 30
    /// Bytes waiting and unfinished, together.
    package var storedBytes: UInt64 = 500 << 30
    /// Drops waiting and uploads unfinished, together.
    package var files = 10_000
    /// Bytes a second over all sessions together, for ``AccountPace``; nil for no limit.
    package var bytesPerSecond: UInt64?
    /// Bytes of the disk that stay free.
    package var freeBytes: UInt64 = 1 << 30

    /// The limits of an account whose convention names none.
    package init() {}
}
