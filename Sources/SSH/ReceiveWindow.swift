/// How far the client's window (RFC 4254, section 5.2) is opened: what the client may have on its way at once.
///
/// A long link wants a large one. On a short link it only lets OpenSSH's client move ever more bytes about in its own buffers,
/// which costs more than it gains. So the round trip decides: it shows in the first exchanges, when client and server wait
/// for each other. Once a quarter is used the rest is opened again, so that a link never runs dry.
package struct ReceiveWindow {
    /// The smallest window: OpenSSH's.
    package static let smallest = 2 << 20
    /// The largest: what OpenSSH's client keeps on its way, 64 requests of 255 KiB.
    package static let largest = 16 << 20
    /// Rate that a window should allow, in bytes a second.
    package static let rate: UInt64 = 400_000_000
    /// Bytes from the client after which it no longer waits for each answer.
    package static let talk = 32 << 10

    /// What may be on its way at once.
    package private(set) var size = ReceiveWindow.smallest
    private var used = ReceiveWindow.smallest
    private var total = 0
    private var answered: UInt64?
    private var roundTrip: UInt64?

    /// Before anything is opened.
    package init() {}

    /// Bytes that the client may still send, as far as is known here.
    package var open: Int { size - used }

    /// The window to open now; nil while enough of it is open.
    package mutating func opening() -> Int? {
        guard used >= size / 4 else { return nil }
        used = 0
        return size
    }

    /// Notes that an answer went out at `now`, in nanoseconds.
    package mutating func answered(at now: UInt64) { answered = total < ReceiveWindow.talk ? now : nil }

    /// Notes that `bytes` have arrived at `now`: the shortest time from an answer to what follows it is the round trip.
    package mutating func took(_ bytes: Int, at now: UInt64) {
        used = min(size, used + bytes)
        total += min(bytes, ReceiveWindow.talk)
        guard let sent = answered, now > sent else { return }
        answered = nil
        let time = min(roundTrip ?? .max, now - sent, 1_000_000_000)
        roundTrip = time
        let wanted = Int(time * ReceiveWindow.rate / 1_000_000_000)
        let grown = min(max(wanted, ReceiveWindow.smallest), ReceiveWindow.largest)
        used = max(0, grown - open)
        size = grown
    }
}
