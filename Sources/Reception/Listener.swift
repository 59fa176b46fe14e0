internal import Glibc
package import Platform
internal import Spool
internal import Support

/// The receiver: a listener that reads no byte from the network, and one process per connection.
package enum Reception {
    /// The descriptor under which a session process finds its connection.
    package static let sessionDescriptor: Int32 = 3

    /// Listens until SIGTERM or SIGINT; then lets the sessions finish for the grace time.
    ///
    /// `sessionCommand` is the program (usually `/proc/self/exe`) and its arguments; the process gets the connection as descriptor
    /// ``sessionDescriptor``. `ready` hears the port. Hand-overs that a crash cut off are undone first.
    package static func listen(
        settings: ReceptionSettings, sessionCommand: [String], environment: [String: String] = sessionEnvironment(),
        ready: (UInt16) -> Void = { _ in }, events: (SessionEvent) -> Void
    ) throws(SystemError) {
        guard let program = sessionCommand.first else { throw SystemError("posix_spawn", number: EINVAL) }
        for account in settings.accounts { try AccountTree(spool: settings.spoolPath, account: account.name).recover() }
        let signals = try SignalPipe()
        let socket = try ListeningSocket(address: settings.host, port: settings.port)
        var sessions = SessionTable()
        events(SessionEvent(.listening, [("host", .text(settings.host)), ("port", .count(socket.port))]))
        ready(socket.port)
        listening: while true {
            let readable = try Poll.readable([signals.descriptor.raw, socket.descriptor.raw], milliseconds: -1)
            for kind in signals.take() {
                if kind == .child { sessions.reap() }
                if kind == .terminate { break listening }
            }
            guard readable.contains(socket.descriptor.raw) else { continue }
            try admit(socket, settings, program, Array(sessionCommand.dropFirst()), environment, &sessions, events)
        }
        try drain(&sessions, signals, settings.deadlines.grace)
        events(SessionEvent(.stopped, []))
    }

    /// What a session process gets of the environment: nothing but what tests and the run-time need.
    package static func sessionEnvironment() -> [String: String] {
        var environment = ["SWIFT_BACKTRACE": "enable=no", "PATH": "/usr/bin:/bin"]
        for name in ["ECLUSE_CRASH_AT", "TZ"] {
            if let value = unsafe getenv(name) { environment[name] = unsafe String(cString: value) }
        }
        return environment
    }

    private static func admit(
        _ socket: borrowing ListeningSocket, _ settings: ReceptionSettings, _ program: String, _ arguments: [String],
        _ environment: [String: String], _ sessions: inout SessionTable, _ events: (SessionEvent) -> Void
    ) throws(SystemError) {
        while let connection = try accepted(socket) {
            if let reason = sessions.refusal(of: connection.source, settings.limits) {
                events(SessionIdentity(source: connection.source).event(.refused, [("reason", .text(reason))]))
                continue
            }
            do throws(SystemError) {
                let child = try ChildProcess.spawn(
                    program, arguments, environment: environment,
                    descriptors: [(here: connection.descriptor.raw, there: sessionDescriptor)])
                sessions.add(child, source: connection.source)
            } catch {
                events(SessionIdentity(source: connection.source).event(.refused, [("reason", .text(error.code))]))
            }
        }
    }

    /// Out of descriptors or memory: what is open goes on, the next connection waits a moment.
    private static func accepted(_ socket: borrowing ListeningSocket) throws(SystemError) -> ListeningSocket.Connection? {
        do throws(SystemError) { return try socket.accept() } catch {
            guard [EMFILE, ENFILE, ENOMEM, ENOBUFS].contains(error.number) else { throw error }
            _ = try Poll.readable([], milliseconds: 100)
            return nil
        }
    }

    /// Asks the sessions to end, waits for the grace time and two seconds more, then kills what is left.
    private static func drain(
        _ sessions: inout SessionTable, _ signals: borrowing SignalPipe, _ grace: Int
    ) throws(SystemError) {
        sessions.reap()
        sessions.children.forEach { $0.terminate() }
        let end = Monotonic.now().advanced(seconds: grace + 2)
        while !sessions.children.isEmpty, Monotonic.now() < end {
            _ = try Poll.readable([signals.descriptor.raw], milliseconds: 200)
            _ = signals.take()
            sessions.reap()
        }
        sessions.children.forEach { $0.kill() }
    }
}
