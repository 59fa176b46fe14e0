/// What the exit status of every command means; a script may branch on it.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    /// It was done, and what was looked at is in order.
    case success = 0
    /// It was done and found a problem, or the gateway refused.
    case problem = 1
    /// The command line itself is wrong; nothing was done.
    case usage = 2
    /// The configuration, a convention or a key is missing or wrong; nothing was done.
    case configuration = 3
    /// The machine failed: disk, rights, a library, a network address.
    case system = 4

    /// One line for `--help`.
    package var meaning: String {
        switch self {
        case .success: "done, and all is in order"
        case .problem: "done, and a problem was found or something was refused"
        case .usage: "the command line is wrong; nothing was done"
        case .configuration: "configuration, convention or key missing or wrong; nothing was done"
        case .system: "the machine failed: disk, rights, library, network"
        }
    }
}
