internal import CLinux
internal import Glibc
internal import Synchronization

/// Signals turned into something that can be polled (the self-pipe): a handler writes the number to a pipe, nothing else
/// happens in signal context.
///
/// One per process: a second one takes the signals over.
package struct SignalPipe: ~Copyable, Sendable {
    /// The signals that Écluse's roles listen to.
    package enum Kind: Sendable { case terminate, hangUp, child }

    /// Readable as soon as a signal is waiting.
    package let descriptor: FileDescriptor
    private let writer: FileDescriptor

    /// Starts to catch SIGTERM and SIGINT (``Kind/terminate``), SIGHUP and SIGCHLD.
    package init() throws(SystemError) {
        var ends: (Int32, Int32) = (-1, -1)
        let result = unsafe withUnsafeMutableBytes(of: &ends) { raw in
            unsafe raw.baseAddress.map { unsafe pipe($0.assumingMemoryBound(to: Int32.self)) }
        }
        guard result == 0 else { throw SystemError("pipe") }
        for end in [ends.0, ends.1] {
            _ = ecluse_fcntl(end, F_SETFD, Int(FD_CLOEXEC))
            _ = ecluse_fcntl(end, F_SETFL, Int(O_NONBLOCK))
        }
        signalTarget.store(ends.1, ordering: .sequentiallyConsistent)
        if let failed = SignalPipe.catchSignals() {
            close(ends.0)
            close(ends.1)
            throw failed
        }
        descriptor = FileDescriptor(owning: ends.0)
        writer = FileDescriptor(owning: ends.1)
    }

    deinit { _ = signalTarget.compareExchange(expected: writer.raw, desired: -1, ordering: .sequentiallyConsistent) }

    private static func catchSignals() -> SystemError? {
        for number in [SIGTERM, SIGINT, SIGHUP, SIGCHLD] {
            var action = sigaction()
            unsafe action.__sigaction_handler.sa_handler = noteSignal
            action.sa_flags = SA_RESTART
            guard unsafe sigaction(number, &action, nil) == 0 else { return SystemError("sigaction") }
        }
        return nil
    }

    /// The signals that came since the last call, in order, each kind once.
    package borrowing func take() -> [Kind] {
        var kinds: [Kind] = []
        var number: UInt8 = 0
        while unsafe Glibc.read(descriptor.raw, &number, 1) == 1 {
            let kind: Kind =
                switch Int32(number) {
                case SIGCHLD: .child
                case SIGHUP: .hangUp
                default: .terminate
                }
            if !kinds.contains(kind) { kinds.append(kind) }
        }
        return kinds
    }
}

/// Where the handler writes; -1 while nobody listens.
private let signalTarget = Atomic<Int32>(-1)

/// The handler. Only `write`, which POSIX allows here; `errno` is kept.
private func noteSignal(_ number: Int32) {
    let saved = errno
    let target = signalTarget.load(ordering: .sequentiallyConsistent)
    var byte = UInt8(truncatingIfNeeded: number)
    if target >= 0 { _ = unsafe Glibc.write(target, &byte, 1) }
    errno = saved
}
