internal import Commands
internal import Glibc
internal import Platform
internal import Support

/// Everything that the demonstration waits for: programs that it runs, the log of the roles, changes in a folder, Ctrl-C.
///
/// Whatever is waited for, the log is read, so that the roles never wait for a reader.
final class DemoLoop {
    /// What a program that has ended left behind.
    struct Ended {
        let status: Int32
        /// Standard output and standard error, unless output went to a file.
        let text: String
        var isSuccess: Bool { status == 0 }
    }

    /// Longest wait for anything that the gateway does.
    private static let patience = 120

    private let signals: SignalPipe
    private let environment: [String: String]
    /// The log of the roles, once they run.
    var log: DemoLog?

    init() throws {
        signals = try SignalPipe()
        var environment = ["SWIFT_BACKTRACE": "enable=no", "LC_ALL": "C.UTF-8"]
        for name in ["PATH", "HOME", "TZ", "NO_COLOR", "TMPDIR"] {
            if let value = Output.variable(name) { environment[name] = value }
        }
        self.environment = environment
    }

    /// Starts a program whose standard output and standard error go to `descriptor`.
    func start(_ executable: String, _ arguments: [String], into descriptor: Int32) throws -> ChildProcess {
        try ChildProcess.spawn(
            executable, arguments, environment: environment, descriptors: [(descriptor, 1), (descriptor, 2)])
    }

    /// Runs a program to its end; its standard input is the file `input`, its standard output goes to the file `output`.
    func run(_ executable: String, _ arguments: [String], input: String? = nil, output: String? = nil) throws -> Ended {
        let ends = try Pipe.open()
        let reader = FileDescriptor(owning: ends.reader)
        let writer = FileDescriptor(owning: ends.writer)
        let source = try FileDescriptor.open(input ?? "/dev/null", .read)
        let sink = try FileDescriptor.open(
            output ?? "/dev/null", output == nil ? .write : [.write, .create, .truncate])
        let child = try ChildProcess.spawn(
            executable, arguments, environment: environment,
            descriptors: [(source.raw, 0), (output == nil ? writer.raw : sink.raw, 1), (writer.raw, 2)])
        try source.close()
        try sink.close()
        try writer.close()
        var bytes: [UInt8] = []
        do {
            while true {
                try turn(reader.raw, milliseconds: -1)
                guard try !Poll.readable([reader.raw], milliseconds: 0).isEmpty else { continue }
                let block = try reader.take()
                if block.isEmpty { break }
                bytes += block
            }
        } catch {
            child.terminate()
            _ = try child.wait()
            throw error
        }
        guard case .exited(let status) = try child.wait() else { return Ended(status: -1, text: "") }
        return Ended(status: status, text: String(decoding: bytes, as: UTF8.self))
    }

    /// Waits until `condition` holds, looking again whenever something happens in what is watched or in the log.
    func wait(for what: String, watching watch: FileWatch? = nil, until condition: () throws -> Bool) throws {
        let deadline = Monotonic.now().advanced(seconds: DemoLoop.patience)
        while try !condition() {
            let rest = Monotonic.now().milliseconds(until: deadline)
            guard rest > 0 else { throw DemoFault.tooLate(what) }
            if log?.hasEnded == true { throw DemoFault.rolesEnded }
            try turn(watch?.descriptor, milliseconds: Int32(clamping: rest))
            _ = try watch?.take()
        }
    }

    /// Waits until `child` has ended; reads the log to its end.
    func finish(_ child: ChildProcess) throws {
        while let log, !log.hasEnded {
            _ = try Poll.readable([log.descriptor], milliseconds: -1)
            try log.read()
        }
        _ = try child.wait()
    }

    /// Goes on until Ctrl-C or SIGTERM.
    func untilInterrupted() throws {
        do {
            while log?.hasEnded != true { try turn(nil, milliseconds: -1) }
        } catch DemoFault.interrupted {
            return
        }
        throw DemoFault.rolesEnded
    }

    /// Waits until `descriptor`, the log or a signal has something, and takes what the last two have.
    private func turn(_ descriptor: Int32?, milliseconds: Int32) throws {
        let log = log.flatMap { $0.hasEnded ? nil : $0 }
        let all = [signals.descriptor.raw, log?.descriptor, descriptor].compactMap { $0 }
        let ready = try Poll.readable(all, milliseconds: milliseconds)
        if signals.take().contains(.terminate) { throw DemoFault.interrupted }
        if let log, ready.contains(log.descriptor) { try log.read() }
    }
}

/// The log of the roles: kept in a file, and read line by line.
final class DemoLog {
    /// Lines that are kept to be shown where something fails.
    private static let kept = 30

    private let reader: FileDescriptor
    private let file: FileDescriptor
    private var rest: [UInt8] = []
    private(set) var lines: [String] = []
    /// The port that the receiver said it listens on.
    private(set) var port: Int?
    /// Whether the ingester said that it is ready.
    private(set) var isIngesterReady = false
    private(set) var hasEnded = false
    /// Called with each line.
    var show: ((String) -> Void)?

    /// Reads from the descriptor `reader`, which it owns, and writes the file at `path`.
    init(reader: Int32, path: String) throws {
        self.reader = FileDescriptor(owning: reader)
        file = try FileDescriptor.open(path, [.write, .create, .truncate])
    }

    var descriptor: Int32 { reader.raw }

    /// Takes what is there.
    func read() throws {
        let bytes = try reader.take()
        if bytes.isEmpty { hasEnded = true }
        try file.write(bytes)
        rest += bytes
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            take(String(decoding: rest[..<end], as: UTF8.self))
            rest.removeSubrange(...end)
        }
    }

    private func take(_ line: String) {
        if lines.count == DemoLog.kept { lines.removeFirst() }
        lines.append(line)
        if line.hasSuffix(RoleLog.ready) { isIngesterReady = true }
        if let place = line.firstRange(of: RoleLog.listening) {
            port = line[place.upperBound...].split(separator: ":").last.flatMap { Int($0) }
        }
        show?(line)
    }
}

extension FileDescriptor {
    /// What one read gives; nothing at the end.
    borrowing func take() throws(SystemError) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        var failure: SystemError?
        var count = 0
        unsafe buffer.withUnsafeMutableBytes { raw in
            do throws(SystemError) { count = try unsafe read(into: raw) } catch { failure = error }
        }
        if let failure { throw failure }
        return Array(buffer.prefix(count))
    }
}
