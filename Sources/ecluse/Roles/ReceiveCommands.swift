internal import Commands
internal import Convention
internal import Envelope
internal import Home
internal import Journal
internal import Platform
internal import Reception
internal import Spool
internal import Support

extension CommandTable {
    static let receive = Command(
        "receive", "run the receiver: SFTP, one process per connection",
        discussion: "Listens on the address of ecluse.json5 until SIGTERM; uploads in progress get a time of grace.",
        examples: [.init("ecluse receive --home /srv/ecluse", "as the receiver's systemd unit runs it")],
        run: receive)

    /// Started by the receiver for each connection; not shown in the help.
    static let receiveSession = Command(
        "receive-session", "serve one accepted connection (started by the receiver)", isHidden: true,
        run: receiveSession)

    static let sftpSession = Command(
        "sftp-session", "serve an account's SFTP on standard input and output",
        discussion: "For OpenSSH's sshd as the front door: it has authenticated the account.",
        options: [.value("account", "NAME", "the account that was let in")],
        examples: [.init("ecluse sftp-session --account sidep-test --home /srv/ecluse", "as a ForceCommand of sshd")],
        run: sftpSession)

    private static func receive(_ invocation: Invocation) throws -> ExitStatus {
        let home = try OpenedHome.open(invocation)
        _ = try home.keys.host()
        let settings = try home.receptionSettings(on: SystemClock().now().date)
        let journal = try JournalWriter(directory: home.layout.journal, role: .receiver)
        let output = invocation.output
        try Reception.listen(
            settings: settings,
            sessionCommand: ["/proc/self/exe", "receive-session", "--home", home.layout.root],
            ready: { port in output.line(RoleLog.line(.receiver, RoleLog.listening + "\(settings.host):\(port)")) },
            events: { event in RoleLog.write(event, journal, output) })
        return .success
    }

    private static func receiveSession(_ invocation: Invocation) throws -> ExitStatus {
        let home = try OpenedHome.open(invocation)
        let settings = try home.receptionSettings(on: SystemClock().now().date)
        let journal = try JournalWriter(directory: home.layout.journal, role: .receiver)
        let output = invocation.output
        let signals = try SignalPipe()
        var stopping = false
        let isSound = Reception.serveSession(
            descriptor: Reception.sessionDescriptor, settings: settings, clock: SystemClock(),
            isStopping: {
                if signals.take().contains(.terminate) { stopping = true }
                return stopping
            },
            events: { event in RoleLog.write(event, journal, output) })
        return isSound ? .success : .problem
    }

    private static func sftpSession(_ invocation: Invocation) throws -> ExitStatus {
        let home = try OpenedHome.open(invocation)
        let settings = try home.receptionSettings(on: SystemClock().now().date)
        let journal = try JournalWriter(directory: home.layout.journal, role: .receiver)
        let errors = invocation.errors
        let isSound = Reception.serveStandardStreams(
            account: try invocation.required("account"), settings: settings, clock: SystemClock(),
            isStopping: { false },
            events: { event in RoleLog.write(event, journal, errors) })
        return isSound ? .success : .problem
    }
}

extension Home {
    /// What the receiver may know: accounts of the conventions in force, their public keys and limits.
    ///
    /// No other key but the host's.
    func receptionSettings(on day: CivilDate) throws -> ReceptionSettings {
        var settings = ReceptionSettings(spoolPath: layout.spool)
        settings.host = configuration.listenAddress
        settings.port = UInt16(configuration.listenPort)
        settings.hostKeyPaths = [layout.hostKey]
        settings.deadlines.login = configuration.loginSeconds
        settings.deadlines.idle = configuration.idleSeconds
        settings.deadlines.session = configuration.sessionSeconds
        settings.limits.total = configuration.connections
        settings.limits.perSource = configuration.connectionsPerAddress
        settings.limits.tries = configuration.loginAttempts
        for convention in try conventions().inForce(on: day) {
            for account in convention.accounts {
                settings.accounts.append(access(account, convention))
            }
        }
        return settings
    }

    private func access(_ account: Account, _ convention: Convention) -> AccountAccess {
        var limits = SpoolLimits()
        limits.dropBytes = account.limits.dropBytes
        limits.storedBytes = account.limits.storedBytes
        limits.files = account.limits.files
        limits.bytesPerSecond = account.limits.rateBytesPerSecond
        limits.freeBytes = configuration.freeDiskBytes
        return AccountAccess(
            name: account.name, publicKeyBlobs: account.publicKeys.compactMap { try? SSHPublicKey(line: $0).blob },
            networks: account.networks.compactMap { NetworkRange($0) }, sessions: account.limits.sessions,
            conventionDirectory: conventionView(account: account.name), language: convention.producer.language,
            limits: limits)
    }
}
