internal import Glibc

/// The receiver: a listener that reads no byte from the network, and two processes a connection.
///
/// The *connection process* speaks SSH and nothing else: from before the first byte that it reads until its end it can open no
/// file, start no program and make no socket. The *files process* is started once somebody has logged in; it speaks SFTP and
/// reaches that account's directories alone. Between them lies a stream socket, and each tells the listener what happens over a
/// socket of its own. So the process that a stranger talks to holds nothing but the host key, and the one that can write files
/// talks to nobody whom the listener does not know. (The design's picture has one process a connection; two let the first be
/// closed before it reads anything.)
package enum Reception {
    /// Under which descriptors a process finds its sockets.
    package enum Descriptors {
        /// The accepted connection, in a connection process.
        package static let connection: Int32 = 3
        /// The stream to the files process, in a connection process; a files process has it as standard input and output.
        package static let stream: Int32 = 4
        /// Where reports go, in both.
        package static let reports: Int32 = 5
    }

    /// The variable that tells a files process the version text of the client, escaped.
    package static let clientVariable = "ECLUSE_CLIENT"

    /// What a session's processes get of the environment: nothing but what tests and the run-time need.
    package static func sessionEnvironment() -> [String: String] {
        var environment = ["SWIFT_BACKTRACE": "enable=no", "PATH": "/usr/bin:/bin"]
        for name in ["ECLUSE_CRASH_AT", "TZ"] {
            if let value = unsafe getenv(name) { environment[name] = unsafe String(cString: value) }
        }
        return environment
    }
}
