import Foundation
import TestSupport
import Testing

/// A role whose clock the test sets while it runs (faketime).
final class OwnClock {
    private let gateway: Gateway
    private let tool: RunningTool

    /// Starts the role `command`, at the machine's time, and waits until it is ready.
    init(_ gateway: Gateway, _ command: [String]) throws {
        self.gateway = gateway
        let binary = try #require(EcluseBinary.path, "the program is not built")
        let clock = try gateway.desk.write("clock", "+0\n")
        // The wrapper's own setting would go before the file's.
        tool = try RunningTool(
            "faketime", ["-f", "+0", "env", "-u", "FAKETIME", binary] + command + ["--home", gateway.home],
            environment: [
                "SWIFT_BACKTRACE": "enable=no", "FAKETIME_TIMESTAMP_FILE": clock, "FAKETIME_NO_CACHE": "1",
                // Files keep the times that they have.
                "NO_FAKE_STAT": "1",
            ])
        try #require(tool.waits(for: "ready"), "\(tool.output) \(tool.errors)")
    }

    deinit { tool.send(SIGKILL, toGroup: true) }

    /// Sets the clock to an offset from the machine's, such as `-3d`.
    func set(_ offset: String) throws { try gateway.desk.write("clock", offset + "\n") }

    /// Ends the role and says with which status; the wrapper clears up and ends with it.
    func stop() throws -> Int32 {
        let process = tool.processIdentifier
        let children = try String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)
        for child in children.split(separator: " ").compactMap({ pid_t($0) }) { kill(child, SIGTERM) }
        return try tool.wait(seconds: 30).status
    }
}
