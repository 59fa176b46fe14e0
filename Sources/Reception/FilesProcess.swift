internal import Glibc
internal import Platform
internal import SFTP
internal import Spool
package import Support

/// The files process of a session: SFTP on standard input and output, for one account that somebody else has let in.
package struct FilesProcess {
    private let account: AccountAccess
    private let settings: ReceptionSettings
    private let clock: any Clock
    private let isStopping: () -> Bool
    private let report: (SessionReport) -> Void

    /// A session of `account`.
    ///
    /// `isStopping` is asked at every turn: once it says yes the session ends as soon as no upload is open, or when the grace
    /// time is over.
    package init(
        account: String, settings: ReceptionSettings, clock: any Clock, isStopping: @escaping () -> Bool = { false },
        report: @escaping (SessionReport) -> Void
    ) throws {
        guard let access = settings.accounts.first(where: { $0.name == account }) else { throw UnknownAccount() }
        self.account = access
        self.settings = settings
        self.clock = clock
        self.isStopping = isStopping
        self.report = report
    }

    /// The convention in force names no such account.
    package struct UnknownAccount: Fault {
        package var code: FaultCode { "session.unknown-account" }
    }

    /// Serves the stream that `input` and `output` are the ends of, and says how it ended; that is reported too.
    ///
    /// `confine` closes the process once everything that it needs is open, and before the first byte of the client is read.
    package func serve(
        client: String, input: Int32 = 0, output: Int32 = 1, confine: (AccountAccess) throws -> Void
    ) -> SessionEnding {
        var ending = SessionEnding(SessionEnd.finished)
        do {
            let watch = UploadWatch(report)
            let tree = try AccountTree(spool: settings.spoolPath, account: account.name)
            try tree.recover()
            let slot = try SessionSlot.take(spool: settings.spoolPath, account: account.name, limit: account.sessions)
            defer { withExtendedLifetime(slot) {} }
            let files = AccountFileSystem(
                tree: tree, conventionDirectory: account.conventionDirectory, limits: account.limits, client: client,
                clock: clock, listener: watch.take)
            let server = SFTPServer(
                files, language: account.language, messages: SpoolMessages.table, now: clock.now)
            try confine(account)
            defer { ending.refusals = watch.refusals }
            ending.reason = try serve(server, DescriptorTransport(input: input, output: output), &ending)
        } catch {
            let isClosed = (error as? SystemError).map { [EPIPE, ECONNRESET].contains($0.number) } ?? false
            ending.reason = isClosed ? SessionEnd.streamClosed : (error as? any Fault)?.code ?? SessionEnd.failed
        }
        report(.ended(ending))
        return ending
    }

    /// Takes what has arrived, acts on it, answers: until the client or the clock ends it.
    private func serve(
        _ server: SFTPServer, _ transport: DescriptorTransport, _ traffic: inout SessionEnding
    ) throws -> FaultCode {
        defer { server.abandon() }
        let deadlines = settings.deadlines
        let sessionEnd = Monotonic.now().advanced(seconds: deadlines.session)
        var idleEnd = Monotonic.now().advanced(seconds: deadlines.idle)
        var graceEnd: Monotonic?
        while true {
            if isStopping() {
                let end = graceEnd ?? Monotonic.now().advanced(seconds: deadlines.grace)
                graceEnd = end
                guard server.hasOpenFiles, Monotonic.now() < end else { return SessionEnd.stopped }
            }
            guard Monotonic.now() < sessionEnd else { return SessionEnd.tooLong }
            var arrival = TransportArrival.nothing
            let count = try unsafe server.receive { (space: UnsafeMutableRawBufferPointer) in
                arrival = try unsafe transport.read(into: space, milliseconds: SessionEnd.turn)
                if case .bytes(let count) = arrival { return count }
                return 0
            }
            traffic.bytesIn += UInt64(count)
            switch arrival {
            case .end: return SessionEnd.finished
            case .nothing: guard Monotonic.now() < idleEnd else { return SessionEnd.idle }
            case .bytes: idleEnd = Monotonic.now().advanced(seconds: deadlines.idle)
            }
            if count > 0, let ending = try act(server, transport, &traffic) { return ending.rawValue }
        }
    }

    /// Acts on whole packets and sends the answers, in turns.
    private func act(
        _ server: SFTPServer, _ transport: DescriptorTransport, _ traffic: inout SessionEnding
    ) throws -> SFTPServer.Ending? {
        while true {
            let progress = server.process()
            let answers = server.takeOutput()
            if !answers.isEmpty {
                try transport.write(answers)
                traffic.bytesOut += UInt64(answers.count)
            }
            switch progress {
            case .needsInput: return nil
            case .needsOutput: continue
            case .ended(let ending): return ending
            }
        }
    }
}

/// How sessions end by themselves.
enum SessionEnd {
    static let finished: FaultCode = "session.finished"
    /// The other process of the session closed the stream, and says why.
    static let streamClosed: FaultCode = "session.stream-closed"
    static let stopped: FaultCode = "session.stopped"
    static let idle: FaultCode = "session.idle"
    static let tooLong: FaultCode = "session.too-long"
    static let failed: FaultCode = "session.failed"
    /// A process of the session was killed by somebody, or crashed.
    static let killed: FaultCode = "session.killed"
    /// A process of the session was ended by the kernel for a deadly call.
    static let violated: FaultCode = "session.confinement-violated"
    /// The account or the network is not the one that the connection process named.
    static let notAllowed: FaultCode = "session.not-allowed"
    /// Milliseconds of one wait: how soon a stop is noticed.
    static let turn: Int32 = 500
}
