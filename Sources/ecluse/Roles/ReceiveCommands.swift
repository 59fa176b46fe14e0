internal import Commands
internal import Convention
internal import Home
internal import Journal
internal import Platform
internal import Reception
internal import Support

extension CommandTable {
    static let receive = Command(
        "receive", "run the receiver: SFTP, two processes per connection",
        discussion: """
            Tries first whether libssh refuses forged packets, then listens on the address of ecluse.json5 until SIGTERM; uploads in
            progress get a time of grace.
            """,
        examples: [.init("ecluse receive --home /srv/ecluse", "as the receiver's systemd unit runs it")],
        run: receive)

    static let sftpSession = Command(
        "sftp-session", "serve an account's SFTP on standard input and output",
        discussion: "For OpenSSH's sshd as the front door: it has authenticated the account.",
        options: [.value("account", "NAME", "the account that was let in")],
        examples: [.init("ecluse sftp-session --account sidep-test --home /srv/ecluse", "as a ForceCommand of sshd")],
        run: sftpSession)

    private static func receive(_ invocation: Invocation) throws -> ExitStatus {
        let home = try OpenedHome.open(invocation)
        _ = try home.keys.hostFiles()
        guard try isTransportSound() else { return .system }
        let settings = try home.receptionSettings(on: SystemClock().now().date)
        let log = RoleLog(try JournalWriter(directory: home.layout.journal, role: .receiver), invocation.output)
        let launcher = SessionLauncher(
            program: "/proc/self/exe", connectionCommand: [receiveConnection.name, "--home", home.layout.root],
            filesCommand: [receiveFiles.name, "--home", home.layout.root, "--account"])
        let listener = try Listener(settings: settings, launcher: launcher, tell: log.write)
        let output = invocation.output
        try listener.run { port in
            output.line(RoleLog.line(.receiver, RoleLog.listening + "\(settings.host):\(port)"))
        }
        return .success
    }

    /// Whether libssh refuses forged packets, tried by a process of its own: the listener stays small and never runs the library.
    ///
    /// That process says on standard error what is wrong.
    private static func isTransportSound() throws -> Bool {
        let check = try ChildProcess.spawn(
            "/proc/self/exe", [receiveCheck.name], environment: Reception.sessionEnvironment())
        return try check.wait() == .exited(0)
    }

    private static func sftpSession(_ invocation: Invocation) throws -> ExitStatus {
        let home = try OpenedHome.open(invocation)
        let settings = try home.receptionSettings(on: SystemClock().now().date)
        let account = try invocation.required("account")
        let log = RoleLog(try JournalWriter(directory: home.layout.journal, role: .receiver), invocation.errors)
        let record = SessionRecord(account: account, source: SessionRecord.source(), tell: log.write)
        let files = try FilesProcess(
            account: account, settings: settings, clock: SystemClock(), report: record.take)
        record.begin()
        let ending = files.serve(client: record.source) { access in
            try home.confineFiles(access, settings, journal: home.layout.journal(.receiver))
        }
        return ending.isSound ? .success : .problem
    }
}
