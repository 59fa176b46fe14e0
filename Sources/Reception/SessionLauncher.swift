internal import Platform
internal import Support

/// Starts the processes of sessions: this program again, under two hidden commands.
package struct SessionLauncher: Sendable {
    /// The program, usually `/proc/self/exe`.
    private let program: String
    private let connectionCommand: [String]
    private let filesCommand: [String]
    private let environment: [String: String]

    /// Launches `program`; the account's name is added to `filesCommand`.
    package init(
        program: String, connectionCommand: [String], filesCommand: [String],
        environment: [String: String] = Reception.sessionEnvironment()
    ) {
        self.program = program
        self.connectionCommand = connectionCommand
        self.filesCommand = filesCommand
        self.environment = environment
    }

    func startConnection(_ connection: Int32, stream: Int32) throws(SystemError) -> SessionProcess {
        try start(
            .connection, connectionCommand, environment,
            [(connection, Reception.Descriptors.connection), (stream, Reception.Descriptors.stream)])
    }

    func startFiles(_ account: String, client: String, stream: Int32) throws(SystemError) -> SessionProcess {
        var environment = environment
        environment[Reception.clientVariable] = Visible.escape(client)
        return try start(.files, filesCommand + [account], environment, [(stream, 0), (stream, 1)])
    }

    private func start(
        _ role: SessionProcess.Role, _ arguments: [String], _ environment: [String: String],
        _ descriptors: [(here: Int32, there: Int32)]
    ) throws(SystemError) -> SessionProcess {
        let (ours, theirs) = try SocketPair.open(.messages)
        let reports = FileDescriptor(owning: ours)
        let end = FileDescriptor(owning: theirs)
        // What a session's process has to say, it reports.
        let nothing = try FileDescriptor.open("/dev/null", .readWrite)
        let silent = descriptors.contains { $0.there == 1 } ? [] : [(here: nothing.raw, there: Int32(1))]
        let child = try ChildProcess.spawn(
            program, arguments, environment: environment,
            descriptors: descriptors + silent + [(end.raw, Reception.Descriptors.reports)])
        return SessionProcess(child, role, reports: reports)
    }
}
