internal import Glibc
internal import Platform
internal import Support

/// A program that a benchmark runs as a process of its own.
struct BenchTool {
    /// One finished run.
    struct Run {
        let seconds: Double
        let usage: ChildProcess.Usage
        /// What it wrote on standard output and error.
        let output: String
    }

    /// Most bytes of output that are read.
    private static let longestOutput = 16 << 20

    let path: String
    /// File that takes its output.
    let log: String

    /// The program `name` of the search path, or the file `name` where it is a path.
    init(_ name: String, log: String) throws(BenchFault) {
        guard let path = BenchTool.find(name) else { throw .noTool(name) }
        self.path = path
        self.log = log
    }

    /// Where `name` lies; nil where it is not installed.
    static func find(_ name: String) -> String? {
        if name.contains("/") { return unsafe access(name, X_OK) == 0 ? name : nil }
        for folder in ["/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin"] + searchPath {
            let path = folder + "/" + name
            if unsafe access(path, X_OK) == 0 { return path }
        }
        return nil
    }

    private static var searchPath: [String] { (variable("PATH") ?? "").split(separator: ":").map(String.init) }

    private static func variable(_ name: String) -> String? { unsafe getenv(name).map { unsafe String(cString: $0) } }

    /// Starts the program, which reads from the descriptor `input` if one is given; its output goes to ``log``.
    func start(_ arguments: [String], input: Int32? = nil) throws -> ChildProcess {
        let file = try FileDescriptor.open(log, [.write, .create, .truncate])
        var environment = ["PATH": BenchTool.variable("PATH") ?? "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no"]
        for name in ["HOME", "LANG"] { environment[name] = BenchTool.variable(name) }
        return try ChildProcess.spawn(
            path, arguments, environment: environment,
            descriptors: (input.map { [($0, Int32(0))] } ?? []) + [(file.raw, 1), (file.raw, 2)])
    }

    /// Runs the program to its end.
    @discardableResult
    func run(_ arguments: [String]) throws -> Run {
        let begin = Monotonic.now()
        let (ending, usage) = try start(arguments).waitMeasured()
        let end = Monotonic.now()
        guard ending == .exited(0) else {
            throw BenchFault.failed(path.split(separator: "/").last.map(String.init) ?? path, log: log)
        }
        return Run(seconds: begin.seconds(until: end), usage: usage, output: try output())
    }

    /// What the program has written so far.
    func output() throws -> String {
        String(decoding: try FileDescriptor.open(log, .read).readAll(limit: BenchTool.longestOutput), as: UTF8.self)
    }
}

extension Monotonic {
    /// Seconds from this moment to `later`.
    func seconds(until later: Monotonic) -> Double { Double(later.nanoseconds - nanoseconds) / 1_000_000_000 }
}
