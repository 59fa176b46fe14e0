import Foundation
import Glibc
import SSH
import Support
import Synchronization
import TestSupport
import Testing

/// A server inside the test's process: it takes one connection after the other and reads the channel to its end.
final class SSHHarness: Sendable {
    let folder: TemporaryDirectory
    let port: Int
    private let listener: Int32
    private let results = Mutex<[Result]>([])

    /// What became of a connection.
    struct Result: Sendable {
        var bytes: [UInt8] = []
        var fault: SSHFault?
        var refusals = 0
    }

    /// Serves anybody who has a key.
    ///
    /// Each read is answered with a line, so that both directions carry packets; a talkative server sends a gigabyte instead.
    init(isTalkative: Bool = false, _ change: (inout SSHSettings) -> Void = { _ in }) throws {
        folder = try TemporaryDirectory()
        for name in ["host", "client"] {
            let made = try Tool.run("ssh-keygen", ["-q", "-N", "", "-f", folder.file(name), "-t", "ed25519"])
            try #require(made.status == 0)
        }
        var settings = SSHSettings(hostKeyPaths: [folder.file("host")])
        settings.loginSeconds = 20
        change(&settings)
        SSHLibrary.start()
        (listener, port) = try Self.listen()
        let chosen = settings
        let descriptor = listener
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0 else { return }
                Thread.detachNewThread { [weak self] in
                    let result = Self.serve(connection, chosen, isTalkative)
                    self?.results.withLock { $0.append(result) }
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private static func listen() throws -> (descriptor: Int32, port: Int) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(listener, pointer, length) == 0 && Glibc.listen(listener, 8) == 0
                    && getsockname(listener, pointer, &length) == 0
            }
        }
        try #require(isBound)
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }

    private static func serve(_ connection: Int32, _ settings: SSHSettings, _ isTalkative: Bool) -> Result {
        var result = Result()
        let piece = [UInt8](repeating: 0x2e, count: 256 << 10)
        do throws(SSHFault) {
            let session = try SSHSession(descriptor: connection, settings: settings) { _, _ in true }
            defer { session.close() }
            do throws(SSHFault) {
                try session.open(
                    now: { DispatchTime.now().uptimeNanoseconds }, goOn: { true }, authenticated: { _ in })
                let space = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
                defer { unsafe space.deallocate() }
                while true {
                    let arrival = try unsafe session.read(into: space, milliseconds: 500)
                    if arrival == .end { break }
                    guard case .bytes(let count) = arrival else { continue }
                    unsafe result.bytes += UnsafeRawBufferPointer(rebasing: space[..<count])
                    let line = Array("\(result.bytes.count)\n".utf8)
                    for _ in 0..<(isTalkative ? 4096 : 1) { try session.write((isTalkative ? piece : line)[...]) }
                }
            } catch {
                result.fault = error
            }
            result.refusals = session.refusals
        } catch {
            result.fault = error
        }
        return result
    }

    /// Waits for the end of `count` connections.
    func results(_ count: Int = 1) throws -> [Result] {
        let isDone = wait(seconds: 60) { results.withLock { $0.count >= count } }
        try #require(isDone, "the session did not end")
        return results.withLock { $0 }
    }

    /// What the real `ssh` is called with.
    func words(_ options: [String] = [], key: String = "client", subsystem: String = "sftp") -> [String] {
        [
            "-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o",
            "LogLevel=ERROR",
            "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes", "-i", folder.file(key), "-p", String(port),
        ] + options + (options.contains("-N") ? ["someone@127.0.0.1"] : ["-s", "someone@127.0.0.1", subsystem])
    }

    /// Runs the real `ssh`, which asks for the subsystem and sends `input`.
    func ssh(
        _ options: [String] = [], key: String = "client", input: [UInt8], subsystem: String = "sftp"
    ) throws -> ToolResult {
        try Tool.run("ssh", words(options, key: key, subsystem: subsystem), stdin: input)
    }

    /// What the server answers to the identification line `line`: its own line and its first packet.
    ///
    /// A patient client waits for the server's line first.
    func greeting(_ line: String, isPatient: Bool = false) throws -> [UInt8] {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        defer { close(connection) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let isConnected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe connect(connection, pointer, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        try #require(isConnected)
        let bytes = Array(line.utf8)
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        if isPatient { all += buffer.prefix(max(0, unsafe recv(connection, &buffer, buffer.count, 0))) }
        try #require(unsafe send(connection, bytes, bytes.count, 0) == bytes.count)
        // The list of compressions follows the MACs.
        while !String(decoding: all, as: UTF8.self).contains("none") {
            let count = unsafe recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            all += buffer[..<count]
        }
        return all
    }
}
