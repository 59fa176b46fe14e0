internal import CLinux
internal import Glibc

/// Settings of the running process.
package enum ProcessSettings {
    /// No core dumps, not readable by a debugger of the same user, private files by default, SIGPIPE ignored.
    package static func harden() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        unsafe setrlimit(__rlimit_resource_t(UInt32(bitPattern: Int32(4))), &none)
        _ = ecluse_prctl(PR_SET_DUMPABLE, 0)
        umask(0o077)
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Keeps memory that was freed for what comes next: for a process that goes on taking and freeing arrays of some
    /// megabytes, which would otherwise be given to the kernel and asked back, page by page, each time.
    package static func keepFreedMemory() {
        // The largest that mallopt(3) takes for the first; the second bounds what lies idle in each arena.
        _ = mallopt(M_MMAP_THRESHOLD, 32 << 20)
        _ = mallopt(M_TRIM_THRESHOLD, 128 << 20)
    }
}
