internal import Platform
internal import Support
internal import SystemCalls

/// What each process of a session may still do: tables of system calls and of directories, put over it for good.
///
/// A call that no table names fails; one of ``deadly`` ends the process, and the listener notes an incident.
package enum Confinement {
    /// Whether this kernel can do both: Landlock of Linux 5.19, and seccomp.
    package static var isAvailable: Bool {
        (KernelFeatures.landlockVersion ?? 0) >= Landlock.leastVersion && KernelFeatures.hasSeccomp
    }

    /// The signal that ends a process which made a deadly call (`SIGSYS`).
    static let signal: Int32 = 31

    /// What both need: memory, time, waiting, the sockets and files that are open already.
    private static let common = [
        "brk", "clock_getres", "clock_gettime", "clock_nanosleep", "close", "exit", "exit_group", "fcntl", "futex",
        "getpid", "getrandom", "gettid", "gettimeofday", "getuid", "geteuid", "getgid", "getegid", "lseek", "madvise",
        "mremap", "munmap", "nanosleep",
        "poll", "ppoll", "read", "readv", "recvfrom", "recvmsg", "restart_syscall", "rt_sigaction", "rt_sigprocmask",
        "rt_sigreturn", "rt_sigtimedwait", "sched_getaffinity", "sched_yield", "sendmsg", "sendto", "shutdown",
        "sigaltstack", "sysinfo", "time",
        "uname", "write", "writev",
    ]

    /// What a connection process needs besides: looking at its socket, and a timer that ends it (`SpinGuard`).
    private static let connection = ["getpeername", "getsockname", "getsockopt", "ioctl", "setitimer", "setsockopt"]

    /// What a files process needs besides: the account's files, below the directories that Landlock leaves open.
    private static let files = [
        "fallocate", "fchmod", "fdatasync", "flock", "fstat", "fstatfs", "fsync", "ftruncate", "getdents64", "mkdirat",
        "msync",
        "newfstatat", "open", "openat", "pread64", "pwrite64", "pwritev", "renameat", "renameat2", "stat", "statfs",
        "statx", "sync_file_range", "unlinkat",
    ]

    /// What only somebody else's code would try: programs, sockets, other processes, the kernel.
    static let deadly = [
        "accept", "accept4", "acct", "add_key", "bind", "bpf", "chroot", "connect", "execve", "execveat",
        "finit_module", "fork", "init_module", "io_uring_setup", "kexec_load", "keyctl", "listen", "mount",
        "move_mount", "name_to_handle_at", "open_by_handle_at", "perf_event_open", "pidfd_getfd", "pidfd_open",
        "pivot_root", "process_vm_readv", "process_vm_writev", "ptrace", "reboot", "request_key", "setfsgid",
        "setfsuid", "setgid", "setgroups", "setns", "setresgid", "setresuid", "setuid", "socket", "swapon",
        "umount2", "unshare", "userfaultfd", "vfork",
    ]

    /// `PROT_EXEC` of `mmap` and `mprotect`: nobody makes memory that can be run.
    private static let executable: UInt64 = 4

    /// Bytes of memory that either process may hold: many times what it needs, and little for the machine.
    private static let memory: UInt = 256 << 20

    /// Closes everything to a connection process, before it reads its first byte.
    package static func confineConnection() throws {
        ProcessSettings.limitMemory(memory)
        let rules = try Landlock()
        try rules.restrict()
        try filter(common + connection).install()
    }

    /// Leaves a files process the account's directories below `spool`, its receipts to read and remove, its convention to read and, where it writes the journal
    /// itself, that.
    package static func confineFiles(
        spool: String, account: String, conventionDirectory: String?, journalDirectory: String? = nil
    ) throws {
        ProcessSettings.limitMemory(memory)
        let rules = try Landlock()
        let own = try Directory(spool).directory(account)
        for (name, access) in [("upload", Landlock.Access.change), ("inbox", .change), ("receipts", .acknowledge)] {
            try rules.allow(access, beneath: own.directory(name))
        }
        // The last component may be a link to the version in force.
        if let conventionDirectory, let directory = try? Directory(conventionDirectory + "/.") {
            try rules.allow(.read, beneath: directory)
        }
        if let journalDirectory { try rules.allow(.change, beneath: Directory(journalDirectory)) }
        try rules.restrict()
        try filter(common + files).install()
    }

    private static func filter(_ names: [String]) -> SystemCallFilter {
        var filter = SystemCallFilter()
        filter.allow(names)
        for name in ["mmap", "mprotect"] { filter.allow(name, where: .without(index: 2, mask: executable)) }
        // A crash that is rehearsed (``CrashPoint``), an abort: signals to itself alone.
        let own = UInt64(CurrentProcess.id)
        for name in ["kill", "tgkill"] { filter.allow(name, where: .equals(index: 0, value: own)) }
        filter.kill(deadly)
        return filter
    }
}
