internal import Glibc

extension ChildProcess {
    /// What a child used in its life.
    package struct Usage: Sendable {
        /// Most bytes of memory that were resident at once.
        package let peakBytes: Int
        /// Processor time, in the program and in the kernel.
        package let processorSeconds: Double
    }

    /// Waits until the process ends and says what it used (`wait4(2)`).
    package func waitMeasured() throws(SystemError) -> (ending: Ending, usage: Usage) {
        var status: Int32 = 0
        var usage = rusage()
        guard retrying({ unsafe wait4(id, &status, 0, &usage) }) == id else { throw SystemError("wait4") }
        let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
        // Linux counts in units of 1,024 bytes (getrusage(2)).
        return (
            ChildProcess.ending(status),
            Usage(
                peakBytes: usage.ru_maxrss * 1024, processorSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime))
        )
    }
}
