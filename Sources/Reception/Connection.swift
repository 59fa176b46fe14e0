internal import Platform
internal import Support

/// One accepted connection and the processes that serve it, as the listener sees them.
final class Connection {
    /// How far a connection has come.
    private(set) var isAuthenticated = false
    let source: String
    private(set) var identity: SessionIdentity
    /// When a connection that came too fast may start.
    let startAt: Monotonic

    private let started = Monotonic.now()
    private var descriptor: FileDescriptor?
    /// The files process's end of the stream, until that process is there.
    private var stream: FileDescriptor?
    private var connectionProcess: SessionProcess?
    private var filesProcess: SessionProcess?

    init(_ descriptor: consuming FileDescriptor, source: String, startAt: Monotonic) {
        self.descriptor = consume descriptor
        self.source = source
        self.startAt = startAt
        identity = SessionIdentity(source: source)
    }

    /// Whether no process has been started yet.
    var isHeld: Bool { connectionProcess == nil }

    var processes: [SessionProcess] { [connectionProcess, filesProcess].compactMap { $0 } }

    /// Whether every process has been waited for.
    var hasEnded: Bool { connectionProcess?.ending != nil && (filesProcess == nil || filesProcess?.ending != nil) }

    /// Starts the connection process.
    func start(_ launcher: SessionLauncher) throws(SystemError) {
        guard let raw = descriptor?.raw else { return }
        let (outer, inner) = try SocketPair.open(.stream)
        let theirs = FileDescriptor(owning: outer)
        stream = FileDescriptor(owning: inner)
        connectionProcess = try launcher.startConnection(raw, stream: theirs.raw)
        descriptor = nil
    }

    /// Notes who has logged in and starts the files process for that account.
    func authenticate(_ account: String, client: String, _ launcher: SessionLauncher) throws(SystemError) {
        guard let raw = stream?.raw, !isAuthenticated else { return }
        identity.account = account
        identity.client = client
        filesProcess = try launcher.startFiles(account, client: client, stream: raw)
        isAuthenticated = true
        stream = nil
    }

    /// Lets the connection process find its stream closed: it hangs up.
    func hangUp() { stream = nil }

    /// The event that says how the session ended, to be called once it has.
    func disconnected() -> SessionEvent {
        let connection = connectionProcess?.report ?? SessionEnding(SessionEnd.killed)
        if identity.client.isEmpty { identity.client = connection.client }
        let files = filesProcess?.reason
        // Where SFTP ended by itself, that is why the connection did.
        let isFollower = files == nil || files == SessionEnd.finished || files == SessionEnd.streamClosed
        let reason = isFollower ? reasonOfConnection : files ?? reasonOfConnection
        return identity.event(
            .disconnected,
            [
                ("reason", .text(reason)), ("bytesIn", .count(connection.bytesIn)),
                ("bytesOut", .count(connection.bytesOut)), ("refusedKeys", .count(connection.refusals)),
                ("refusedRequests", .count(filesProcess?.report?.refusals ?? 0)),
                ("seconds", JSONValue(.number(Double(started.milliseconds(until: .now())) / 1000))),
            ])
    }

    private var reasonOfConnection: FaultCode { connectionProcess?.reason ?? SessionEnd.killed }

    /// What counts against the source; nil where nothing does.
    var failure: SourceTable.Failure? {
        guard !processes.contains(where: \.hasCrashed) else { return .crashed }
        guard !isAuthenticated, let process = connectionProcess, let report = process.report else { return nil }
        return Connection.failures[report.reason] ?? (report.refusals > 0 ? .wrongKey : .noLogin)
    }

    /// Reasons that say more than whether keys were refused; nil for those that are not the client's fault.
    private static let failures: [FaultCode: SourceTable.Failure?] = [
        "ssh.login-timed-out": .loginTimedOut, "ssh.too-many-tries": .wrongKey, "ssh.setup": nil, "ssh.host-key": nil,
        "session.stopped": nil, "session.failed": nil,
    ]
}
