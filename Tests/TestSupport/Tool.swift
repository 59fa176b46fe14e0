internal import Foundation

/// What a program that has ended left behind.
package struct ToolResult: Sendable {
    /// Its exit status; 128 plus the signal's number where a signal ended it, as a shell says it.
    package let status: Int32
    package let stdout: [UInt8]
    package let stderr: [UInt8]

    /// Standard output as text.
    package var output: String { String(decoding: stdout, as: UTF8.self) }
    /// Standard error as text.
    package var errors: String { String(decoding: stderr, as: UTF8.self) }
}

/// Why a program could not be run to its end.
package enum ToolFailure: Error, CustomStringConvertible {
    case notFound(String)
    case notStarted(String, Int32)
    case timeout(String, seconds: Double, errors: String)

    package var description: String {
        switch self {
        case .notFound(let name): "no program \(name) in PATH"
        case .notStarted(let name, let number): "\(name) did not start: errno \(number)"
        case .timeout(let name, let seconds, let errors): "\(name) still ran after \(seconds) s; stderr: \(errors)"
        }
    }
}

/// Runs other programs: the real clients and readers that the tests are made with.
package enum Tool {
    /// The path of the program `name`, looked up in `PATH`; nil where the machine has none.
    package static func find(_ name: String) -> String? {
        if name.contains("/") { return FileManager.default.isExecutableFile(atPath: name) ? name : nil }
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        let paths = (folders + ["/usr/sbin", "/sbin"]).map { $0 + "/" + name }
        return paths.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Runs `executable` to its end.
    ///
    /// Variables of `environment` are added to the test's own. At the time limit the program and its children are killed and ``ToolFailure/timeout(_:seconds:errors:)`` is thrown.
    @discardableResult
    package static func run(
        _ executable: String, _ arguments: [String] = [], stdin: [UInt8] = [], environment: [String: String] = [:],
        directory: String? = nil, timeout: Double = 60
    ) throws -> ToolResult {
        let tool = try RunningTool(
            executable, arguments, stdin: stdin, environment: environment, directory: directory)
        return try tool.wait(seconds: timeout)
    }
}
