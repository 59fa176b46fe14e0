import SSH
import Testing

struct ReceiveWindowTests {
    private static let millisecond: UInt64 = 1_000_000

    /// A window after the first exchanges over a link of `milliseconds`, in the last of which the client was slow.
    private func window(roundTrip milliseconds: UInt64) -> ReceiveWindow {
        var window = ReceiveWindow()
        var now: UInt64 = 5_000
        for pause in [milliseconds + 3, milliseconds, milliseconds + 40_000] {
            _ = window.opening()
            window.answered(at: now)
            now += pause * Self.millisecond
            window.took(40, at: now)
        }
        return window
    }

    @Test(arguments: [(0, 2 << 20), (1, 2 << 20), (20, 8_000_000), (50, 16 << 20), (900, 16 << 20)] as [(UInt64, Int)])
    func `is as large as the shortest round trip asks for`(milliseconds: UInt64, size: Int) {
        #expect(window(roundTrip: milliseconds).size == size)
    }

    @Test func `is opened again once a quarter is used, and never promises more than it is`() {
        var window = ReceiveWindow()
        #expect(window.opening() == window.size)
        window.took(window.size / 4 - 1, at: 0)
        #expect(window.opening() == nil)
        #expect(window.open == window.size - window.size / 4 + 1)
        window.took(1, at: 0)
        #expect(window.opening() == window.size)
        #expect(window.open == window.size)
        window.took(window.size * 3, at: 0)
        #expect(window.open == 0)
    }

    @Test func `takes no round trip from a client that sends without waiting for answers`() {
        var window = window(roundTrip: 50)
        window.took(ReceiveWindow.talk, at: 0)
        window.answered(at: 1_000_000)
        window.took(100, at: 1_000_001)
        #expect(window.size == ReceiveWindow.largest)
    }

    @Test func `opens what a longer round trip adds`() {
        var window = ReceiveWindow()
        #expect(window.opening() == ReceiveWindow.smallest)
        window.answered(at: 1)
        window.took(1, at: 1 + 50 * Self.millisecond)
        #expect(window.opening() == ReceiveWindow.largest)
    }
}
