internal import CLinux
internal import Glibc

/// Directories watched for changes (inotify): the way in which one role wakes another.
///
/// Events may be lost when the kernel's queue overflows; ``Event/overflow`` then says so, and the caller looks at everything. One
/// object belongs to one thread.
package final class FileWatch {
    /// What happened in a watched directory.
    package enum Event: Hashable, Sendable {
        /// A name appeared: created, or moved here.
        case appeared(directory: String, name: String)
        /// A name went: deleted, or moved away.
        case disappeared(directory: String, name: String)
        /// A file that was open for writing was closed.
        case written(directory: String, name: String)
        /// The directory itself went; it is watched no longer.
        case gone(directory: String)
        /// Events were lost.
        case overflow
    }

    /// Readable as soon as an event waits.
    package var descriptor: Int32 { file.raw }

    private let file: FileDescriptor
    private var directories: [Int32: String] = [:]

    /// Watches nothing yet.
    package init() throws(SystemError) {
        let raw = inotify_init1(Int32(O_CLOEXEC | O_NONBLOCK))
        guard raw >= 0 else { throw SystemError("inotify_init1") }
        file = FileDescriptor(owning: raw)
    }

    /// Watches the directory at `path`; watching it twice is watching it once.
    package func add(_ path: String) throws(SystemError) {
        let mask = IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CLOSE_WRITE | IN_DELETE_SELF | IN_ONLYDIR
        let watch = unsafe inotify_add_watch(file.raw, path, UInt32(mask))
        guard watch >= 0 else { throw SystemError("inotify_add_watch") }
        directories[watch] = path
    }

    /// Waits at most `milliseconds` for something to happen; -1 waits for ever. Also returns, with nothing, when `other` becomes
    /// readable (a ``SignalPipe``'s descriptor, say).
    package func wait(milliseconds: Int32, orReadable other: Int32? = nil) throws(SystemError) -> [Event] {
        _ = try Poll.readable([file.raw] + (other.map { [$0] } ?? []), milliseconds: milliseconds)
        return try take()
    }

    /// The events that wait now.
    package func take() throws(SystemError) -> [Event] {
        var events: [Event] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let raw = file.raw
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                retrying { unsafe Glibc.read(raw, bytes.baseAddress, bytes.count) }
            }
            if count < 0, errno == EAGAIN { return events }
            guard count >= 0 else { throw SystemError("read") }
            if count == 0 { return events }
            append(Array(buffer[..<count]), to: &events)
        }
    }

    /// Records of `inotify(7)`: watch, mask, cookie, length of the name (32 bits each), name filled up with zeros.
    private func append(_ bytes: [UInt8], to events: inout [Event]) {
        var position = 0
        while bytes.count - position >= 16 {
            let field = { (index: Int) -> UInt32 in
                (0..<4).reduce(0) { $0 | UInt32(bytes[position + 4 * index + $1]) << UInt32(8 * $1) }
            }
            let watch = Int32(bitPattern: field(0))
            let mask = field(1)
            let length = Int(field(3))
            guard bytes.count - position - 16 >= length else { return }
            let name = String(decoding: bytes[(position + 16)..<(position + 16 + length)].prefix { $0 != 0 }, as: UTF8.self)
            position += 16 + length
            if mask & UInt32(IN_Q_OVERFLOW) != 0 { events.append(.overflow) }
            guard let directory = directories[watch] else { continue }
            if mask & UInt32(IN_CREATE | IN_MOVED_TO) != 0 { events.append(.appeared(directory: directory, name: name)) }
            if mask & UInt32(IN_DELETE | IN_MOVED_FROM) != 0 {
                events.append(.disappeared(directory: directory, name: name))
            }
            if mask & UInt32(IN_CLOSE_WRITE) != 0 { events.append(.written(directory: directory, name: name)) }
            if mask & UInt32(IN_IGNORED) != 0 {
                directories[watch] = nil
                events.append(.gone(directory: directory))
            }
        }
    }
}
