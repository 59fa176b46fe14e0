internal import Foundation
internal import Glibc

/// A started process and the test's ends of its three streams.
struct SpawnedProcess: Sendable {
    let process: Int32
    let input: Int32
    let output: Int32
    let error: Int32
}

/// Tests write to pipes whose reader may have gone.
private let brokenPipesAreErrors: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

private let oneAtATime = NSLock()

/// Starts `path` with pipes on its three streams, as leader of a process group of its own.
///
/// Every descriptor is close-on-exec and set so under a lock, so that tests that run at the same time do not keep each
/// other's pipes open.
func spawn(_ path: String, _ arguments: [String], _ environment: [String], _ directory: String?) throws
    -> SpawnedProcess
{
    _ = brokenPipesAreErrors
    oneAtATime.lock()
    defer { oneAtATime.unlock() }
    let pipes = try (0..<3).map { _ in try pipe(for: path) }
    let ends = (
        child: [pipes[0].read, pipes[1].write, pipes[2].write], test: [pipes[0].write, pipes[1].read, pipes[2].read]
    )
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
        unsafe posix_spawn_file_actions_destroy(&actions)
        unsafe posix_spawnattr_destroy(&attributes)
    }
    for (number, end) in ends.child.enumerated() {
        unsafe posix_spawn_file_actions_adddup2(&actions, end, Int32(number))
    }
    var defaults = sigset_t()
    unsafe sigemptyset(&defaults)
    for number in [SIGPIPE, SIGTERM, SIGINT, SIGHUP] { unsafe sigaddset(&defaults, number) }
    // Threads of the test's pool block signals, and a child would inherit that.
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
    unsafe posix_spawnattr_setflags(
        &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var process: pid_t = 0
    let command = directory.map { ["/usr/bin/env", "-C", $0, path] + arguments } ?? [path] + arguments
    let result = unsafe withCStrings(command) { arguments in
        unsafe withCStrings(environment) { environment in
            unsafe posix_spawn(&process, command[0], &actions, &attributes, arguments, environment)
        }
    }
    for end in ends.child { close(end) }
    guard result == 0 else {
        for end in ends.test { close(end) }
        throw ToolFailure.notStarted(path, result)
    }
    return SpawnedProcess(process: process, input: ends.test[0], output: ends.test[1], error: ends.test[2])
}

private func pipe(for path: String) throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe Glibc.pipe(&ends) == 0 else { throw ToolFailure.notStarted(path, errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
}

private func withCStrings<R>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R) -> R {
    let copies = unsafe strings.map { unsafe strdup($0) }
    defer { unsafe copies.forEach { unsafe free($0) } }
    return unsafe body(copies + [nil])
}
