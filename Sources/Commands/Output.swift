internal import Glibc
internal import Synchronization

/// Standard output or standard error.
///
/// Text leaves whole, also when several threads write. A reader that has gone away (EPIPE) is no error: the rest is
/// dropped, and ``isClosed`` says so to a command that would run on for nobody.
package final class Output: Sendable {
    /// Marks of a terminal.
    package enum Style: String, Sendable {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
    }

    private enum Target: Sendable {
        case descriptor(Int32)
        case memory
    }

    private struct State {
        var isClosed = false
        var text: [UInt8] = []
    }

    private let target: Target
    private let state = Mutex(State())

    /// Whether this is a terminal.
    package let isTerminal: Bool
    private let hasColours: Bool

    /// The open `descriptor`, which stays the caller's; colours only on a terminal and without `NO_COLOR` (no-color.org).
    package init(descriptor: Int32, environment: (String) -> String? = Output.variable) {
        target = .descriptor(descriptor)
        isTerminal = isatty(descriptor) == 1
        let refused = !(environment("NO_COLOR") ?? "").isEmpty || environment("TERM") == "dumb"
        hasColours = isTerminal && !refused
    }

    private init(colours: Bool) {
        target = .memory
        isTerminal = false
        hasColours = colours
    }

    /// An output that keeps what it is given, for tests.
    package static func memory(colours: Bool = false) -> Output { Output(colours: colours) }

    /// What a ``memory(colours:)`` output was given.
    package var captured: String { state.withLock { String(decoding: $0.text, as: UTF8.self) } }

    /// Whether lines may be drawn over: a terminal that understands marks, where nobody asked for plain text.
    package var isInteractive: Bool { isTerminal && hasColours }

    /// Whether whoever read this has gone away.
    package var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Cells of a line of the terminal; nil where this is none.
    package var width: Int? {
        guard isTerminal, case .descriptor(let descriptor) = target else { return nil }
        var size = winsize()
        guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Writes `text` and a line end.
    package func line(_ text: String = "") { write(text + "\n") }

    /// Writes `text`.
    package func write(_ text: String) { write(Array(text.utf8)) }

    /// Writes `bytes`.
    package func write(_ bytes: [UInt8]) {
        state.withLock { state in
            switch target {
            case .memory: state.text += bytes
            case .descriptor(let descriptor):
                if !state.isClosed { state.isClosed = !Output.send(bytes, to: descriptor) }
            }
        }
    }

    /// `text` between the marks of `style`, or as it is where there are no colours.
    package func styled(_ text: String, _ style: Style) -> String {
        hasColours ? "\u{1b}[\(style.rawValue)m\(text)\u{1b}[0m" : text
    }

    /// The value of an environment variable.
    package static func variable(_ name: String) -> String? { unsafe getenv(name).map { unsafe String(cString: $0) } }

    private static func send(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        unsafe bytes.withUnsafeBytes { raw in
            var done = 0
            while done < raw.count {
                let count = unsafe Glibc.write(descriptor, raw.baseAddress.map { unsafe $0 + done }, raw.count - done)
                if count > 0 {
                    done += count
                } else if errno == EAGAIN {
                    var writable = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = unsafe poll(&writable, 1, -1)
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
    }
}
