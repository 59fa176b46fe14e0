internal import Glibc

/// Descriptors to wait for, by the order in which they were added.
package struct PollSet {
    private var entries: [pollfd] = []

    /// Nothing to wait for.
    package init() {}

    /// What is waited for on a descriptor; its end or failure counts as both.
    package enum Wish: Sendable { case reading, writing, both, onlyEnd }

    /// Forgets all descriptors.
    package mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

    /// Adds `descriptor` and says at which place.
    @discardableResult
    package mutating func add(_ descriptor: Int32, _ wish: Wish) -> Int {
        let events: Int32 =
            switch wish {
            case .reading: Int32(POLLIN)
            case .writing: Int32(POLLOUT)
            case .both: Int32(POLLIN) | Int32(POLLOUT)
            case .onlyEnd: 0
            }
        entries.append(pollfd(fd: descriptor, events: Int16(events), revents: 0))
        return entries.count - 1
    }

    /// Waits at most `milliseconds` (-1: for ever) until something can be done with one of them.
    ///
    /// A signal ends the wait early with nothing.
    package mutating func wait(milliseconds: Int32) throws(SystemError) {
        let count = unsafe poll(&entries, nfds_t(entries.count), milliseconds)
        if count >= 0 { return }
        for index in entries.indices { entries[index].revents = 0 }
        guard errno == EINTR else { throw SystemError("poll") }
    }

    /// Whether the descriptor at `place` can be read, has ended or failed.
    package func isReadable(_ place: Int) -> Bool { entries[place].revents & ~Int16(POLLOUT) != 0 }

    /// Whether the descriptor at `place` can be written or has failed.
    package func isWritable(_ place: Int) -> Bool { entries[place].revents & ~Int16(POLLIN) != 0 }
}
