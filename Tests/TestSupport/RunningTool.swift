internal import Foundation

/// A program that runs beside the test; killed with its children when the object goes.
///
/// Sendable: everything that changes is guarded by `condition`.
package final class RunningTool: @unchecked Sendable {
    private let name: String
    private let condition = NSCondition()
    private var standardOutput: [UInt8] = []
    private var standardError: [UInt8] = []
    private var openStreams = 2
    private var exitStatus: Int32?

    /// The program's process, which leads a process group of its own.
    package let processIdentifier: Int32

    /// Starts `executable` (a path, or a name in `PATH`), gives it `stdin` and closes that stream.
    package init(
        _ executable: String, _ arguments: [String] = [], stdin: [UInt8] = [], environment: [String: String] = [:],
        directory: String? = nil
    ) throws {
        guard let path = Tool.find(executable) else { throw ToolFailure.notFound(executable) }
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }.map { "\($0)=\($1)" }
        let child = try spawn(path, arguments, variables, directory)
        name = executable
        processIdentifier = child.process
        feed(child.input, stdin)
        pump(child.output) { tool, bytes in tool.standardOutput += bytes }
        pump(child.error) { tool, bytes in tool.standardError += bytes }
        Thread.detachNewThread { [weak self] in
            var status: Int32 = 0
            while unsafe waitpid(child.process, &status, 0) < 0 && errno == EINTR {}
            // The two halves of a wait status (wait(2)): signal in the low seven bits, exit code in the next byte.
            self?.change { $0.exitStatus = status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f }
        }
    }

    deinit { kill(-processIdentifier, SIGKILL) }

    /// Whether the program has not ended.
    package var isRunning: Bool { condition.withLock { exitStatus == nil } }
    /// Standard output up to now.
    package var output: String { condition.withLock { String(decoding: standardOutput, as: UTF8.self) } }
    /// Standard error up to now.
    package var errors: String { condition.withLock { String(decoding: standardError, as: UTF8.self) } }

    /// Sends `signal` to the program alone, or to it and its children.
    package func send(_ signal: Int32, toGroup: Bool = false) {
        kill(toGroup ? -processIdentifier : processIdentifier, signal)
    }

    /// Waits until standard output or standard error holds `text`; false at the time limit or when the program ended without it.
    package func waits(for text: String, seconds: Double = 30) -> Bool {
        func found(_ tool: RunningTool) -> Bool {
            String(decoding: tool.standardOutput, as: UTF8.self).contains(text)
                || String(decoding: tool.standardError, as: UTF8.self).contains(text)
        }
        wait(seconds: seconds) { found($0) || $0.isOver }
        return condition.withLock { found(self) }
    }

    /// Waits for the end of the program and of its output.
    package func wait(seconds: Double = 60) throws -> ToolResult {
        wait(seconds: seconds) { $0.isOver }
        let result = condition.withLock {
            exitStatus.map { ToolResult(status: $0, stdout: standardOutput, stderr: standardError) }
        }
        if let result { return result }
        send(SIGKILL, toGroup: true)
        throw ToolFailure.timeout(name, seconds: seconds, errors: errors)
    }

    private var isOver: Bool { exitStatus != nil && openStreams == 0 }

    private func wait(seconds: Double, until holds: (RunningTool) -> Bool) {
        let deadline = Date(timeIntervalSinceNow: seconds)
        condition.withLock {
            while !holds(self) && condition.wait(until: deadline) {}
        }
    }

    private func change(_ body: (RunningTool) -> Void) {
        condition.withLock {
            body(self)
            condition.broadcast()
        }
    }

    private func feed(_ descriptor: Int32, _ bytes: [UInt8]) {
        Thread.detachNewThread {
            unsafe bytes.withUnsafeBytes { raw in
                var done = 0
                while done < raw.count {
                    let count = unsafe write(descriptor, raw.baseAddress.map { unsafe $0 + done }, raw.count - done)
                    // A program need not read all that it is given: a broken pipe is its own affair.
                    if count < 0 && errno != EINTR { break }
                    done += max(0, count)
                }
            }
            close(descriptor)
        }
    }

    private func pump(_ descriptor: Int32, _ take: @escaping @Sendable (RunningTool, ArraySlice<UInt8>) -> Void) {
        Thread.detachNewThread { [weak self] in
            var buffer = [UInt8](repeating: 0, count: 64 << 10)
            while true {
                let count = unsafe read(descriptor, &buffer, buffer.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { break }
                self?.change { take($0, buffer[..<count]) }
            }
            close(descriptor)
            self?.change { $0.openStreams -= 1 }
        }
    }
}
