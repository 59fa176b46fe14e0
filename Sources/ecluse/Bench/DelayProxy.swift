internal import Glibc
internal import Platform
internal import Support

/// A TCP relay that holds every byte back for a fixed time in each direction: a long link on one machine.
///
/// It limits nothing else: blocks wait in a queue, each with the moment at which it is due. A real link also has the kernel's TCP
/// windows to fill; here both ends are near, so what shows is what the programs themselves keep on its way.
final class DelayProxy {
    private let listener: ListeningSocket
    private let target: SocketAddress
    private let delay: UInt64
    private var links: [Link] = []

    /// Relays connections on `port` of loopback (0: any free one) to `target`, each byte `milliseconds` late.
    init(port: UInt16, target: SocketAddress, milliseconds: Int) throws(SystemError) {
        listener = try ListeningSocket(address: "127.0.0.1", port: port)
        self.target = target
        delay = UInt64(milliseconds) * 1_000_000
    }

    var port: UInt16 { listener.port }

    /// Relays for ever.
    func run() throws(SystemError) { while true { try turn() } }

    /// Waits for something to do, then does it.
    private func turn() throws(SystemError) {
        var entries = [pollfd(fd: listener.descriptor.raw, events: Int16(POLLIN), revents: 0)]
        for link in links { entries += [link.up.source(and: link.down), link.down.source(and: link.up)] }
        let due = links.flatMap { [$0.up.due, $0.down.due] }.compactMap(\.self).min()
        try wait(&entries, until: due)
        for (index, link) in links.enumerated() {
            link.up.move(entries[1 + 2 * index], delay)
            link.down.move(entries[2 + 2 * index], delay)
        }
        links.removeAll { $0.isOver }
        while let connection = try listener.accept() {
            // A target that is not there shows as a connection that is closed at once.
            guard let far = try? target.connect() else { continue }
            links.append(Link(near: connection.takeDescriptor(), far: far))
        }
    }

    private func wait(_ entries: inout [pollfd], until due: UInt64?) throws(SystemError) {
        let now = Monotonic.now().nanoseconds
        // Rounded up: too late by less than a millisecond, never too early.
        let left = due.map { $0 > now ? Int32(clamping: ($0 - now + 999_999) / 1_000_000) : 0 } ?? -1
        let count = unsafe poll(&entries, nfds_t(entries.count), left)
        guard count >= 0 || errno == EINTR else { throw SystemError("poll") }
    }

    /// One connection and the one that continues it.
    private final class Link {
        private let near: FileDescriptor
        private let far: FileDescriptor
        let up: DelayLane
        let down: DelayLane

        init(near: consuming FileDescriptor, far: consuming FileDescriptor) {
            for raw in [near.raw, far.raw] { SocketOption.prepareConnection(raw) }
            up = DelayLane(from: near.raw, to: far.raw)
            down = DelayLane(from: far.raw, to: near.raw)
            self.near = near
            self.far = far
        }

        var isOver: Bool { up.isBroken || down.isBroken || up.isOver && down.isOver }
    }
}

/// One direction of a relayed connection.
final class DelayLane {
    /// Most bytes that are held back; far above any window.
    private static let most = 512 << 20
    /// Bytes of one read.
    private static let block = 256 << 10

    private let from: Int32
    private let to: Int32
    private var queue: [(due: UInt64, bytes: [UInt8])] = []
    private var first = 0
    /// Bytes of the first block that are sent.
    private var sent = 0
    private var held = 0
    private var isEnded = false
    private var isBlocked = false
    private var buffer = [UInt8](repeating: 0, count: DelayLane.block)
    /// Nothing more will come, and all of it is sent.
    private(set) var isOver = false
    private(set) var isBroken = false

    init(from: Int32, to: Int32) {
        self.from = from
        self.to = to
    }

    /// When the next block is to be sent; nil where there is none or where the receiver is slow.
    var due: UInt64? { isBlocked || first == queue.count ? nil : queue[first].due }

    /// What to wait for on this lane's source, which is the other lane's sink.
    func source(and other: DelayLane) -> pollfd {
        let events = (isEnded || held > DelayLane.most ? 0 : POLLIN) | (other.isBlocked ? POLLOUT : 0)
        return pollfd(fd: events == 0 ? -1 : from, events: Int16(events), revents: 0)
    }

    /// Reads what has come, if `entry` says so, and sends what is due.
    func move(_ entry: pollfd, _ delay: UInt64) {
        let now = Monotonic.now().nanoseconds
        if entry.revents != 0, !isEnded { receive(due: now + delay) }
        send(now)
    }

    private func receive(due: UInt64) {
        let count = unsafe recv(from, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        if count < 0 {
            isBroken = errno != EAGAIN && errno != EINTR
            return
        }
        // The end of the stream travels like its bytes.
        queue.append((due, Array(buffer[..<count])))
        held += count
        isEnded = count == 0
    }

    private func send(_ now: UInt64) {
        isBlocked = false
        while first < queue.count, queue[first].due <= now {
            let bytes = queue[first].bytes
            guard !bytes.isEmpty else {
                isOver = true
                first += 1
                shutdown(to, Int32(SHUT_WR))
                return
            }
            let count = unsafe bytes.withUnsafeBytes { raw in
                unsafe Glibc.send(
                    to, raw.baseAddress.map { unsafe $0 + sent }, raw.count - sent,
                    Int32(MSG_DONTWAIT | MSG_NOSIGNAL))
            }
            guard count >= 0 else {
                isBlocked = errno == EAGAIN
                isBroken = !isBlocked && errno != EINTR
                return
            }
            sent += count
            if sent == bytes.count { next(bytes.count) }
        }
    }

    private func next(_ count: Int) {
        held -= count
        sent = 0
        first += 1
        guard first > 256 else { return }
        queue.removeFirst(first)
        first = 0
    }
}
