import Foundation
import Platform
import Spool
import Support
import Testing

@Suite final class AccountPaceTests {
    private static let second: UInt64 = 1_000_000_000

    private let spool: SpoolHarness
    private var now: UInt64 = 100 * AccountPaceTests.second

    init() throws { spool = try SpoolHarness() }

    /// A session's view of the account's pace: 1,000 bytes a second.
    private func pace() throws -> AccountPace {
        try AccountPace(
            spool: spool.path + "/spool", account: "alpha", bytesPerSecond: 1000, now: { [unowned self] in now })
    }

    /// Sends `bytes` in pieces of 100, waiting as told; the time it takes.
    private func send(_ bytes: Int, _ pace: AccountPace) -> UInt64 {
        let start = now
        for _ in 0..<(bytes / 100) { now += pace.take(100) }
        return now - start
    }

    @Test func `holds a session to the rate, after a burst of one second`() throws {
        let pace = try pace()
        #expect(send(1000, pace) == 0)
        #expect(send(5000, pace) == 5 * Self.second)
    }

    @Test func `shares the rate between the sessions of an account`() throws {
        let (first, second) = (try pace(), try pace())
        #expect(send(1000, first) == 0)
        #expect(send(1000, second) == Self.second)
        #expect(first.take(500) == Self.second / 2)
        #expect(second.take(500) == Self.second)
    }

    @Test func `saves up no more than one second of an idle time`() throws {
        let pace = try pace()
        _ = send(3000, pace)
        now += 3600 * Self.second
        #expect(send(1000, pace) == 0)
        #expect(send(1000, pace) == Self.second)
    }

    @Test func `does not stand still after the clock began again`() throws {
        _ = send(3000, try pace())
        now = 5 * Self.second
        let pace = try pace()
        #expect(pace.take(500) <= Self.second)
        #expect(send(2000, pace) <= 3 * Self.second)
    }

    @Test func `never waits longer than a minute, whatever was taken`() throws {
        let pace = try pace()
        for bytes in [Int.max, 1 << 40, 0, -5] { #expect(pace.take(bytes) <= 60 * Self.second) }
    }

    @Test func `loses nothing when sessions take at the same time`() throws {
        let paces = try (0..<4).map { _ in try pace() }
        // Sendable: the harness outlives the loop and nobody changes the clock in it.
        nonisolated(unsafe) let shared = paces
        DispatchQueue.concurrentPerform(iterations: 4) { index in
            for _ in 0..<1000 { _ = unsafe shared[index].take(1) }
        }
        #expect(try pace().take(0) == 3 * Self.second)
    }

    @Test func `is not seen by the producer`() throws {
        _ = try pace().take(1)
        #expect(spool.code { _ = try spool.open("/sessions/pace") } != "accepted")
        #expect(try spool.files.list(SpoolHarness.path("/")).count == 4)
    }
}
