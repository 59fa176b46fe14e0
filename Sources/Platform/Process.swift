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

    /// Lets this process and those that it starts open as many files as the system allows them (`RLIMIT_NOFILE`).
    package static func raiseFileLimit() {
        let resource = __rlimit_resource_t(UInt32(7))
        var limit = rlimit()
        guard unsafe getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        unsafe setrlimit(resource, &limit)
    }

    /// Lets this process hold at most `bytes` of memory of its own (`RLIMIT_DATA`); where the service manager forbids to set that,
    /// its own limit holds.
    package static func limitMemory(_ bytes: UInt) {
        var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
        unsafe setrlimit(__rlimit_resource_t(UInt32(2)), &limit)
    }

    /// Keeps memory that was freed for what comes next: for a process that goes on taking and freeing arrays of some
    /// megabytes, which would otherwise be given to the kernel and asked back, page by page, each time.
    package static func keepFreedMemory() {
        // The largest that mallopt(3) takes for the first; the second bounds what lies idle in each arena.
        _ = mallopt(M_MMAP_THRESHOLD, 32 << 20)
        _ = mallopt(M_TRIM_THRESHOLD, 128 << 20)
    }

    /// From now on the group has the rights that a file is made with: for a home that several users share.
    ///
    /// What is made for its owner alone (a key, an archived original) stays so.
    package static func shareWithGroup() { umask(0o007) }

    /// Starts this program anew with those of `settings` in its environment of which that says nothing yet.
    ///
    /// For what is read before `main`; `arguments` are the program's own. Returns only where there was nothing to do or the
    /// restart failed.
    package static func restart(_ arguments: [String], with settings: [(name: String, value: String)]) {
        let missing = settings.filter { unsafe getenv($0.name) == nil }
        guard !missing.isEmpty else { return }
        for setting in missing { unsafe setenv(setting.name, setting.value, 1) }
        var pointers: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) }
        unsafe pointers.append(nil)
        unsafe execv("/proc/self/exe", &pointers)
    }
}
