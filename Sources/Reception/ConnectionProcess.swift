internal import Convention
package import Platform
internal import SSH
internal import Support

/// The connection process of a session: SSH with the client, and the bytes of its channel to the files process.
package struct ConnectionProcess {
    private let settings: ReceptionSettings
    private let isAlone: Bool
    private let isStopping: () -> Bool
    private let report: (SessionReport) -> Void

    /// A session under `settings`.
    ///
    /// `isStopping` is asked until somebody has logged in; from then on the files process decides about the end. Where
    /// this process `isAlone` with the session, one that makes it compute for ever ends it.
    package init(
        settings: ReceptionSettings, isAlone: Bool = false, isStopping: @escaping () -> Bool = { false },
        report: @escaping (SessionReport) -> Void
    ) {
        self.settings = settings
        self.isAlone = isAlone
        self.isStopping = isStopping
        self.report = report
    }

    /// Serves the accepted socket `connection` until it ends, and says how it ended; that is reported too.
    ///
    /// The channel's bytes go to and come from `stream`. `confine` closes the process once the host keys are read, and before
    /// the first byte of the client is.
    package func serve(
        connection: Int32, stream: borrowing FileDescriptor, confine: () throws -> Void
    ) -> SessionEnding {
        SSHLibrary.start()
        SocketOption.prepareConnection(connection)
        stream.setBuffers(ChannelRelay.streamBuffer)
        let source = SocketAddress.peer(of: connection)?.host ?? "unknown"
        var ending = SessionEnding(SessionEnd.finished)
        do {
            let session = try SSHSession(descriptor: connection, settings: sshSettings) { user, blob in
                isAllowed(user, blob, from: source)
            }
            defer {
                ending.client = session.clientVersion
                ending.refusals = session.refusals
                session.close()
            }
            try confine()
            try session.open(now: { Monotonic.now().nanoseconds }, goOn: { !isStopping() }) { user in
                report(.authenticated(account: user, client: session.clientVersion))
            }
            let relay = ChannelRelay(session)
            defer { (ending.bytesIn, ending.bytesOut) = (relay.bytesIn, relay.bytesOut) }
            try relay.run(stream)
        } catch {
            ending.reason = (error as? any Fault)?.code ?? SessionEnd.failed
        }
        report(.ended(ending))
        return ending
    }

    private var sshSettings: SSHSettings {
        var ssh = SSHSettings(hostKeyPaths: settings.hostKeyPaths)
        ssh.keyExchangeSeconds = settings.deadlines.keyExchange
        ssh.loginSeconds = settings.deadlines.login
        ssh.stallSeconds = settings.deadlines.stall
        ssh.tries = settings.limits.tries
        ssh.ownsProcess = isAlone
        return ssh
    }

    /// Whether the key opens the account; a refusal is reported with its reason.
    ///
    /// Every account is looked at, so that an unknown name or a foreign network takes as long as a wrong key, and looks like one.
    private func isAllowed(_ user: String, _ blob: [UInt8], from source: String) -> Bool {
        var found: Login?
        for account in settings.accounts {
            let matches = account.publicKeyBlobs.contains(blob)
            let isNear = account.isNear(source)
            if account.name == user { found = matches ? isNear ? .allowed : .wrongNetwork : .wrongKey }
        }
        guard found != .allowed else { return true }
        // The name of nobody is not written down: people type passwords in its place.
        let tried = found == nil ? "unknown" : user
        let reason = found ?? .unknownAccount
        report(.event(SessionEvent(.loginRefused, [("tried", .text(tried)), ("reason", .text(reason.rawValue))])))
        return false
    }

    /// What a key shown for an account is worth.
    private enum Login: String {
        case allowed
        case wrongKey = "login.wrong-key"
        case wrongNetwork = "login.wrong-network"
        case unknownAccount = "login.unknown-account"
    }
}

extension AccountAccess {
    /// Whether the account may come from `source`.
    func isNear(_ source: String) -> Bool { networks.isEmpty || networks.contains { $0.contains(source) } }
}
