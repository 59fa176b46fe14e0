internal import Commands
internal import Glibc
internal import Home
internal import Platform
internal import Reception
internal import SSH
internal import Support

/// What the receiver starts for each connection; not shown in the help.
extension CommandTable {
    static let receiveConnection = Command(
        "receive-connection", "speak SSH on one accepted connection (started by the receiver)", isHidden: true,
        run: receiveConnection)

    static let receiveFiles = Command(
        "receive-files", "speak SFTP for one account that has logged in (started by the receiver)",
        options: [.value("account", "NAME", "the account that was let in")], isHidden: true, run: receiveFiles)

    static let receiveCheck = Command(
        "receive-check", "try whether forged packets are refused (started by the receiver)", isHidden: true
    ) { _ in
        try SSHSelfTest.run()
        return .success
    }

    private static func receiveConnection(_ invocation: Invocation) throws -> ExitStatus {
        let home = try OpenedHome.open(invocation)
        let settings = try home.receptionSettings(on: SystemClock().now().date)
        let listener = try SupervisedProcess()
        let connection = ConnectionProcess(
            settings: settings, isAlone: true, isStopping: listener.isStopping, report: listener.report)
        let stream = FileDescriptor(owning: Reception.Descriptors.stream)
        let ending = connection.serve(connection: Reception.Descriptors.connection, stream: stream) {
            if Confinement.isAvailable || !settings.allowUnconfined { try Confinement.confineConnection() }
        }
        return ending.isSound ? .success : .problem
    }

    private static func receiveFiles(_ invocation: Invocation) throws -> ExitStatus {
        let home = try OpenedHome.open(invocation)
        let settings = try home.receptionSettings(on: SystemClock().now().date)
        let listener = try SupervisedProcess()
        let files = try FilesProcess(
            account: try invocation.required("account"), settings: settings, clock: SystemClock(),
            isStopping: listener.isStopping, report: listener.report)
        let client = Output.variable(Reception.clientVariable) ?? ""
        let ending = files.serve(client: client) { access in try home.confineFiles(access, settings, journal: nil) }
        return ending.isSound ? .success : .problem
    }
}

extension Home {
    /// Closes this process to everything but `access`'s own directories, and `journal` where it writes that itself.
    func confineFiles(_ access: AccountAccess, _ settings: ReceptionSettings, journal: String?) throws {
        guard Confinement.isAvailable || !settings.allowUnconfined else { return }
        try Confinement.confineFiles(
            spool: settings.spoolPath, account: access.name, conventionDirectory: access.conventionDirectory,
            journalDirectory: journal)
    }
}

/// A session's process under a listener: where its reports go, and when it is to stop.
private final class SupervisedProcess {
    private let reports = FileDescriptor(owning: Reception.Descriptors.reports)
    private let signals: SignalPipe
    private var isAsked = false

    init() throws { signals = try SignalPipe() }

    /// Whether SIGTERM has come, or the listener is gone: nothing would be written down any more.
    func isStopping() -> Bool {
        if signals.take().contains(.terminate) { isAsked = true }
        if !isAsked, case .end = try? reports.receiveMessage(limit: 1) { isAsked = true }
        return isAsked
    }

    func report(_ report: SessionReport) {
        do { try reports.sendMessage(report.bytes) } catch { isAsked = true }
    }
}
