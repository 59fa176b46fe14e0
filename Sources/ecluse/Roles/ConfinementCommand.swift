internal import Commands
internal import Home
internal import Reception
internal import Support

/// Tries from inside what a session's process must not do; not shown in the help.
extension CommandTable {
    static let confinementAttempt = Command(
        "confinement-attempt",
        "confine this process like a session's and try to break out (for the doctor and the tests)",
        options: [
            .value("account", "NAME", "the account whose files process to be; a connection process where not given"),
            .value("other", "NAME", "an account that is not to be reached"),
        ],
        arguments: [.init("ATTEMPT", .one, "what to try")], isHidden: true, run: confinementAttempt)

    private static func confinementAttempt(_ invocation: Invocation) throws -> ExitStatus {
        let home = try OpenedHome.open(invocation)
        let settings = try home.receptionSettings(on: SystemClock().now().date)
        guard let attempt = invocation.arguments.first.flatMap(ConfinementAttempt.init(rawValue:)) else {
            return .usage
        }
        let account = invocation.value("account") ?? ""
        if let access = settings.accounts.first(where: { $0.name == account }) {
            try home.confineFiles(access, settings, journal: nil)
        } else {
            try Confinement.confineConnection()
        }
        let outcome = attempt.outcome(
            spool: settings.spoolPath, hostKey: settings.hostKeyPaths.first ?? "", account: account,
            other: invocation.value("other") ?? "")
        invocation.output.line(outcome.rawValue)
        return outcome == .denied ? .success : .problem
    }
}
