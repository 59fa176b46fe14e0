internal import Glibc

/// Ends the process where libssh computes for ever.
///
/// A client may announce that its packets hold ten bytes. libssh 0.10 takes ten off for the head of a packet, and then sends empty
/// packets without end, into memory where the client reads none: nothing that we could test comes back to us. A timer of the
/// kernel's (setitimer(2)) over the processor time of the first write ends such a session; its default action ends the process,
/// which is why only a process of one session may use it.
enum SpinGuard {
    /// Microseconds of processor time: a thousand times what the first write of an honest session takes.
    private static let budget = 250_000

    /// Runs `body` under the guard.
    static func run<Result>(_ body: () throws(SSHFault) -> Result) throws(SSHFault) -> Result {
        set(budget)
        defer { set(0) }
        return try body()
    }

    private static func set(_ microseconds: Int) {
        var timer = itimerval(it_interval: timeval(), it_value: timeval(tv_sec: 0, tv_usec: microseconds))
        unsafe setitimer(__itimer_which_t(ITIMER_VIRTUAL.rawValue), &timer, nil)
    }
}
