internal import Convention
internal import Platform
internal import SFTP
internal import SSH
internal import Spool
package import Support

extension Reception {
    /// Serves the connection on `descriptor`, an accepted socket, until it ends; the socket is closed then.
    ///
    /// One session a process (or a thread). `isStopping` is asked at every turn: once it says yes the session ends as
    /// soon as no upload is open, or when the grace time is over.
    ///
    /// Says whether the session ended in order.
    @discardableResult
    package static func serveSession(
        descriptor: Int32, settings: ReceptionSettings, clock: any Clock, isStopping: () -> Bool = { false },
        events: @escaping (SessionEvent) -> Void
    ) -> Bool {
        SSHLibrary.start()
        SocketOption.prepareConnection(descriptor)
        let source = SocketAddress.peer(of: descriptor)?.host ?? "unknown"
        var identity = SessionIdentity(source: source)
        events(identity.event(.connected))
        let started = Monotonic.now()
        var traffic = Traffic()
        let reason: FaultCode
        do {
            let session = try SSHSession(descriptor: descriptor, settings: sshSettings(settings)) { user, blob in
                isAllowed(user, blob, from: source, settings.accounts)
            }
            defer { session.close() }
            try session.open(now: { Monotonic.now().nanoseconds }, goOn: { !isStopping() }) { user in
                identity.account = user
                identity.client = session.clientVersion
                events(identity.event(.authenticated))
            }
            guard let user = session.user, let access = settings.accounts.first(where: { $0.name == user }) else {
                throw SSHFault.noChannel
            }
            let known = identity
            let server = try makeServer(access, settings, client: identity.client, clock: clock) {
                events(known.event($0))
            }
            let slot = try SessionSlot.take(spool: settings.spoolPath, account: user, limit: access.sessions)
            defer { withExtendedLifetime(slot) {} }
            reason = try serve(server, SSHTransport(session), settings.deadlines, &traffic, isStopping)
        } catch {
            reason = (error as? any Fault)?.code ?? "session.failed"
        }
        let seconds = Double(started.milliseconds(until: .now())) / 1000
        events(
            identity.event(
                .disconnected,
                [
                    ("reason", .text(reason)), ("bytesIn", .count(traffic.read)), ("bytesOut", .count(traffic.written)),
                    ("seconds", JSONValue(.number(seconds))),
                ]))
        return reason == SessionEnd.finished
    }

    /// Serves the same protocol on standard input and output for an account that someone else (OpenSSH's sshd) has let in.
    @discardableResult
    package static func serveStandardStreams(
        account: String, settings: ReceptionSettings, clock: any Clock, isStopping: () -> Bool = { false },
        events: @escaping (SessionEvent) -> Void
    ) -> Bool {
        var identity = SessionIdentity(source: "stdio")
        var traffic = Traffic()
        let reason: FaultCode
        do {
            guard let access = settings.accounts.first(where: { $0.name == account }) else { throw UnknownAccount() }
            identity.account = account
            identity.client = "stdio"
            events(identity.event(.authenticated))
            let known = identity
            let server = try makeServer(access, settings, client: "stdio", clock: clock) { events(known.event($0)) }
            reason = try serve(
                server, DescriptorTransport(input: 0, output: 1), settings.deadlines, &traffic, isStopping)
        } catch {
            reason = (error as? any Fault)?.code ?? "session.failed"
        }
        events(
            identity.event(
                .disconnected,
                [("reason", .text(reason)), ("bytesIn", .count(traffic.read)), ("bytesOut", .count(traffic.written))]))
        return reason == SessionEnd.finished
    }

    private struct UnknownAccount: Fault { var code: FaultCode { "session.unknown-account" } }

    private static func sshSettings(_ settings: ReceptionSettings) -> SSHSettings {
        var ssh = SSHSettings(hostKeyPaths: settings.hostKeyPaths)
        ssh.keyExchangeSeconds = settings.deadlines.keyExchange
        ssh.loginSeconds = settings.deadlines.login
        ssh.stallSeconds = settings.deadlines.stall
        ssh.tries = settings.limits.tries
        return ssh
    }

    /// Every account is looked at, so that an unknown name or a foreign network takes as long as a wrong key, and looks like one.
    private static func isAllowed(
        _ user: String, _ blob: [UInt8], from source: String, _ accounts: [AccountAccess]
    ) -> Bool {
        var allowed = false
        for account in accounts {
            let matches = account.publicKeyBlobs.contains(blob)
            let isNear = account.networks.isEmpty || account.networks.contains { $0.contains(source) }
            if account.name == user, matches, isNear { allowed = true }
        }
        return allowed
    }

    private static func makeServer(
        _ access: AccountAccess, _ settings: ReceptionSettings, client: String, clock: any Clock,
        listener: @escaping (UploadEvent) -> Void
    ) throws -> SFTPServer {
        let tree = try AccountTree(spool: settings.spoolPath, account: access.name)
        try tree.recover()
        let files = AccountFileSystem(
            tree: tree, conventionDirectory: access.conventionDirectory, limits: access.limits, client: client,
            clock: clock,
            listener: listener)
        return SFTPServer(files, language: access.language, messages: SpoolMessages.table, now: clock.now)
    }

    /// Takes what has arrived, acts on it, answers: until the client or the clock ends it.
    private static func serve(
        _ server: SFTPServer, _ transport: some Transport, _ deadlines: ReceptionSettings.Deadlines,
        _ traffic: inout Traffic, _ isStopping: () -> Bool
    ) throws -> FaultCode {
        defer { server.abandon() }
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
            traffic.read += UInt64(count)
            switch arrival {
            case .end: return SessionEnd.finished
            case .nothing: guard Monotonic.now() < idleEnd else { return SessionEnd.idle }
            case .bytes: idleEnd = Monotonic.now().advanced(seconds: deadlines.idle)
            }
            if count > 0, let ending = try act(server, transport, &traffic) { return ending.rawValue }
        }
    }

    private static func act(
        _ server: SFTPServer, _ transport: some Transport, _ traffic: inout Traffic
    ) throws -> SFTPServer.Ending? {
        while true {
            let progress = server.process()
            let answers = server.takeOutput()
            if !answers.isEmpty {
                try transport.write(answers)
                traffic.written += UInt64(answers.count)
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
private enum SessionEnd {
    static let finished: FaultCode = "session.finished"
    static let stopped: FaultCode = "session.stopped"
    static let idle: FaultCode = "session.idle"
    static let tooLong: FaultCode = "session.too-long"
    /// Milliseconds of one wait: how soon a stop is noticed.
    static let turn: Int32 = 500
}

/// Bytes of the session's channel.
private struct Traffic {
    var read: UInt64 = 0
    var written: UInt64 = 0
}
