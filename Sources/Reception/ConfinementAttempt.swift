internal import Glibc

/// What somebody who has taken over a session's process would try; each is tried in a process that is confined like a session,
/// so that the doctor and the tests see the kernel say no.
package enum ConfinementAttempt: String, CaseIterable, Sendable {
    case openPassword = "open-passwd"
    case openHostKey = "open-host-key"
    case openOtherAccount = "open-other-account"
    case listSpool = "list-spool"
    case makeFileElsewhere = "make-file-elsewhere"
    case linkOut = "rename-out"
    case executableMemory = "executable-memory"
    case signalListener = "signal-listener"
    case execute = "execute"
    case makeSocket = "socket"
    case changeRoot = "chroot"
    case changeUser = "setuid"

    /// How an attempt went.
    package enum Outcome: String, Sendable { case denied, done }

    /// Whether the kernel ends a process that tries, instead of refusing.
    package var isDeadly: Bool { [.execute, .makeSocket, .changeRoot, .changeUser].contains(self) }

    /// Tries, in this process: files of `other`, an account that is not its own, below `spool`.
    package func outcome(spool: String, hostKey: String, account: String, other: String) -> Outcome {
        let result: Int =
            switch self {
            case .openPassword: Int(unsafe open("/etc/passwd", O_RDONLY))
            case .openHostKey: Int(unsafe open(hostKey, O_RDONLY))
            case .openOtherAccount: Int(unsafe open("\(spool)/\(other)/upload/inbox/probe", O_RDONLY))
            case .listSpool: Int(unsafe open(spool, O_RDONLY | O_DIRECTORY))
            case .makeFileElsewhere: Int(unsafe mkdir("/tmp/ecluse-confinement-\(getpid())", 0o700))
            case .linkOut:
                Int(unsafe rename("\(spool)/\(account)/upload/inbox/probe", "\(spool)/\(other)/upload/inbox/taken"))
            case .executableMemory: ConfinementAttempt.executableMemory()
            case .signalListener: Int(kill(getppid(), SIGURG))
            case .execute: ConfinementAttempt.execute()
            case .makeSocket: Int(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
            case .changeRoot: Int(unsafe chroot("/tmp"))
            case .changeUser: Int(setuid(65_534))
            }
        return result < 0 ? .denied : .done
    }

    private static func executableMemory() -> Int {
        let memory = unsafe mmap(nil, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        return unsafe memory == MAP_FAILED ? -1 : 0
    }

    private static func execute() -> Int {
        var arguments: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
        return Int(unsafe execv("/bin/true", &arguments))
    }
}
