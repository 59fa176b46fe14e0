internal import Commands
internal import Glibc

/// What must be in the environment before the program starts, since it is read before `main`.
enum StartSettings {
    /// The crash reporter prints the bytes that registers point to.
    private static let silent = (name: "SWIFT_BACKTRACE", value: "enable=no")

    /// Big pages, taken 64 MiB at a time, and few arenas: a role that goes on taking and freeing arrays of some megabytes
    /// spends a sixth of its time on small pages that the kernel clears, otherwise (glibc manual, "Memory Allocation Tunables").
    private static var bigPages: (name: String, value: String) {
        let arenas = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) / 2 + 1
        let value = "glibc.malloc.hugetlb=1:glibc.malloc.arena_max=\(arenas):glibc.malloc.top_pad=67108864"
        return (name: "GLIBC_TUNABLES", value: value)
    }

    /// The settings of a command.
    static func of(_ command: String?) -> [(name: String, value: String)] {
        command == CommandTable.ingest.name ? [silent, bigPages] : [silent]
    }
}
