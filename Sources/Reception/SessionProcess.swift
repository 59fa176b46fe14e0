internal import Platform
internal import Support

/// A process of a session, and the socket on which it reports.
final class SessionProcess {
    /// Which of the two it is: each is heard about its own matters alone.
    enum Role {
        case connection, files

        var kinds: Set<SessionEvent.Kind> {
            switch self {
            case .connection: [.loginRefused]
            case .files: [.uploadStarted, .uploadHandedOver, .uploadInterrupted, .refused]
            }
        }
    }

    let child: ChildProcess
    private let role: Role
    private let reports: FileDescriptor
    private var hasMoreReports = true
    /// How the process ended; nil while it runs.
    private(set) var ending: ChildProcess.Ending?
    /// What it said last; nil for one that was ended from outside.
    private(set) var report: SessionEnding?

    /// Messages that are taken in one turn, so that one session cannot keep the listener from the others.
    static let perTurn = 64

    init(_ child: ChildProcess, _ role: Role, reports: consuming FileDescriptor) {
        self.child = child
        self.role = role
        self.reports = reports
    }

    /// The descriptor to wait on; nil once nothing more can come.
    var descriptor: Int32? { hasMoreReports ? reports.raw : nil }

    /// The next reports, as they came; what is no report is passed over.
    func takeReports() -> [SessionReport] {
        var taken: [SessionReport] = []
        for _ in 0..<SessionProcess.perTurn where hasMoreReports {
            let arrival = try? reports.receiveMessage(limit: SessionReport.maximumBytes)
            switch arrival {
            case .some(.some(let bytes)):
                guard let message = SessionReport(bytes), isOwn(message) else { continue }
                if case .ended(let ending) = message { report = ending }
                taken.append(message)
            case .some(.nothing): return taken
            case .some(.end), nil: hasMoreReports = false
            }
        }
        return taken
    }

    private func isOwn(_ message: SessionReport) -> Bool {
        switch message {
        case .authenticated: role == .connection
        case .event(let event): role.kinds.contains(event.kind)
        case .ended: true
        }
    }

    /// Notes how the process ended.
    func ended(_ ending: ChildProcess.Ending) { self.ending = ending }

    /// Whether a signal ended it that nobody sends by hand.
    var hasCrashed: Bool {
        guard case .killed(let signal) = ending else { return false }
        return signal != SessionProcess.killSignal
    }

    /// Whether the kernel ended it for what none of ours does.
    var hasViolated: Bool { ending == .killed(signal: Confinement.signal) }

    /// Why it ended.
    var reason: FaultCode { hasViolated ? SessionEnd.violated : report?.reason ?? SessionEnd.killed }

    /// `SIGKILL`: the operator's hand, or the machine's lack of memory; not the client's doing.
    private static let killSignal: Int32 = 9
}
