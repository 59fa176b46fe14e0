internal import Commands
internal import Glibc
internal import Home
internal import Platform
internal import Support

extension CommandTable {
    static let run = Command(
        "run", "run all roles on one terminal",
        discussion: """
            Starts the receiver and the ingester as processes of their own and shows their logs together. SIGTERM or Ctrl-C stops both
            in good order. For service, use the units in deploy/: there each role has its own user.
            """,
        examples: [.init("ecluse run --home /srv/ecluse", "everything, in the foreground")],
        run: run)

    private static func run(_ invocation: Invocation) throws -> ExitStatus {
        let home = try OpenedHome.open(invocation)
        // Before any role starts, so that what is wrong is said once.
        try home.publish(try home.conventions(), on: SystemClock().now().date)
        let signals = try SignalPipe()
        invocation.output.line(
            "ecluse \(version)  \(home.layout.root)  times are UTC, from \(SystemClock().now().date); Ctrl-C stops")
        let roles = ["ingest", "receive"]
        var children: [String: ChildProcess] = [:]
        for role in roles {
            children[role] = try ChildProcess.spawn(
                "/proc/self/exe", [role, "--home", home.layout.root], environment: inheritedEnvironment())
        }
        var status = ExitStatus.success
        var isStopping = false
        while !children.isEmpty {
            _ = try Poll.readable([signals.descriptor.raw], milliseconds: -1)
            let events = signals.take()
            if events.contains(.terminate) { isStopping = true }
            for (child, ending) in ChildProcess.reap() {
                guard let role = children.first(where: { $0.value == child })?.key else { continue }
                children[role] = nil
                if ending != .exited(0) || !isStopping {
                    invocation.errors.line("ecluse: the role \(role) ended: \(describe(ending)); stopping the other")
                    status = .system
                    isStopping = true
                }
            }
            if isStopping { for child in children.values { child.terminate() } }
        }
        return status
    }

    private static func describe(_ ending: ChildProcess.Ending) -> String {
        switch ending {
        case .exited(let code): "exit status \(code)"
        case .killed(let signal): "signal \(signal)"
        }
    }

    /// Variables that the roles know; nothing else of the operator's environment reaches them.
    private static func inheritedEnvironment() -> [String: String] {
        var environment = ["SWIFT_BACKTRACE": "enable=no", "PATH": "/usr/bin:/bin"]
        for name in ["ECLUSE_CRASH_AT", "TZ", "NO_COLOR", "LANG", "TERM"] {
            if let value = Output.variable(name) { environment[name] = value }
        }
        return environment
    }
}
