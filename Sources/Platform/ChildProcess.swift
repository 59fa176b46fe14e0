internal import Glibc

/// A process started from this one with nothing inherited but what is named.
package struct ChildProcess: Hashable, Sendable {
    /// How a child ended.
    package enum Ending: Sendable, Equatable { case exited(Int32), killed(signal: Int32) }

    /// The process's number, valid until it is reaped.
    package let id: Int32

    /// Starts `executable` with `arguments` (the program's name among them is added) and exactly `environment`.
    ///
    /// `descriptors` maps numbers here to numbers in the child; standard input becomes `/dev/null`, standard output and error are
    /// shared unless mapped. Everything else that was opened with close-on-exec stays here. Signals start with their
    /// defaults and unblocked.
    package static func spawn(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:],
        descriptors: [(here: Int32, there: Int32)] = []
    ) throws(SystemError) -> ChildProcess {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        if !descriptors.contains(where: { $0.there == 0 }) {
            unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        for (here, there) in descriptors { _ = unsafe posix_spawn_file_actions_adddup2(&actions, here, there) }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        unsafe sigemptyset(&none)
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var id: pid_t = 0
        let texts = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let result = unsafe withCStrings([executable] + arguments) { argv in
            unsafe withCStrings(texts) { envp in
                unsafe posix_spawn(&id, executable, &actions, &attributes, argv, envp)
            }
        }
        guard result == 0 else { throw SystemError("posix_spawn", number: result) }
        return ChildProcess(id: id)
    }

    /// Sends the process SIGTERM.
    package func terminate() { _ = Glibc.kill(id, SIGTERM) }

    /// Sends the process SIGKILL.
    package func kill() { _ = Glibc.kill(id, SIGKILL) }

    /// Waits until the process ends.
    package func wait() throws(SystemError) -> Ending {
        var status: Int32 = 0
        guard retrying({ unsafe waitpid(id, &status, 0) }) == id else { throw SystemError("waitpid") }
        return ChildProcess.ending(status)
    }

    /// The children that have ended since the last call; never waits.
    package static func reap() -> [(child: ChildProcess, ending: Ending)] {
        var ended: [(ChildProcess, Ending)] = []
        var status: Int32 = 0
        while case let id = unsafe waitpid(-1, &status, WNOHANG), id > 0 {
            ended.append((ChildProcess(id: id), ending(status)))
        }
        return ended
    }

    /// Reaps this child if it has ended; nil while it runs.
    package func reapIfEnded() -> Ending? {
        var status: Int32 = 0
        return unsafe waitpid(id, &status, WNOHANG) == id ? ChildProcess.ending(status) : nil
    }

    /// `wait(2)`'s status word: the low seven bits are the signal, the next byte the exit code.
    static func ending(_ status: Int32) -> Ending {
        status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .killed(signal: status & 0x7f)
    }
}

/// Calls `body` with a null-terminated array of C strings that lives as long as the call.
private func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe texts.map { unsafe strdup($0) }
    unsafe pointers.append(nil)
    defer { for index in unsafe pointers.indices { unsafe free(pointers[index]) } }
    return unsafe body(&pointers)
}
