internal import Glibc
internal import Platform
package import Support

/// Checks of the machine: libraries, kernel, clock, limits.
package enum MachineChecks {
    /// Packages that must be there: name and least version (design §12).
    ///
    /// Before that version, libssh did not authenticate
    /// AES-GCM (CVE-2026-59847), and its own version number cannot tell.
    static let packages: [(name: String, least: String?)] = [
        ("libssh-4", "0.10.6-0+deb12u3"), ("libssl3", nil), ("libsqlite3-0", nil), ("libzstd1", nil), ("zlib1g", nil),
        ("libpcre2-8-0", nil),
    ]
    /// Least interface of Landlock that confines renaming across directories.
    static let landlockVersion = 2
    /// Least number of open files that a role may have.
    static let openFiles: UInt64 = 1024
    /// A clock before this year was never set.
    static let earliestYear = 2025
    /// `RLIMIT_CORE` and `RLIMIT_NOFILE` (asm-generic/resource.h).
    private static let coreLimit: UInt32 = 4
    private static let filesLimit: UInt32 = 7

    /// All of them.
    package static func all(clock: any Clock = SystemClock(), database: PackageDatabase? = PackageDatabase()) -> [Check]
    {
        packages.map { name, least in Check("package \(name)") { package(name, least, in: database) } } + [
            Check("kernel: Landlock") { landlock(KernelFeatures.landlockVersion) },
            Check("kernel: seccomp") { seccomp(KernelFeatures.hasSeccomp) },
            Check("clock: year") { year(clock.now()) },
            Check("clock: synchronised") { synchronised(KernelFeatures.isClockSynchronised) },
            Check("limit: core dumps") { coreDumps() }, Check("limit: open files") { files() },
        ]
    }

    static func package(_ name: String, _ least: String?, in database: PackageDatabase?) -> Finding {
        guard let database else {
            return .warning(
                "no dpkg database",
                do: "check by hand that \(name) is at least \(least ?? "installed"), security fixes included")
        }
        guard let found = database.version(name) else {
            return .problem("not installed", do: "run: apt-get install \(name)")
        }
        guard let least, found < DebianVersion(least) else { return .ok(found.description) }
        return .problem(
            "\(found), needs \(least)",
            do: "run: apt-get update && apt-get install --only-upgrade \(name), then restart the roles")
    }

    static func landlock(_ version: Int?) -> Finding {
        guard let version else {
            return .problem(
                "not available",
                do:
                    "boot a kernel with Landlock (5.13 or later, lsm=landlock,…): a confined session of the receiver needs it"
            )
        }
        guard version >= landlockVersion else {
            return .warning("version \(version)", do: "use kernel 5.19 or later, whose Landlock also confines renames")
        }
        return .ok("version \(version)")
    }

    static func seccomp(_ available: Bool) -> Finding {
        available
            ? .ok("available") : .problem("not available", do: "boot a kernel with CONFIG_SECCOMP_FILTER")
    }

    static func year(_ now: Timestamp) -> Finding {
        let year = now.date.components.year
        guard year >= earliestYear else {
            return .problem(
                "year \(year)", do: "set the clock (timedatectl set-ntp true): receipts and journal carry its time")
        }
        return .ok(now.iso8601(fraction: 0))
    }

    static func synchronised(_ state: Bool?) -> Finding {
        guard state == true else {
            return .warning(
                state == nil ? "unknown" : "not synchronised",
                do: "run a time service (systemd-timesyncd or chrony): due times and journal rely on the clock")
        }
        return .ok("synchronised")
    }

    private static func coreDumps() -> Finding {
        guard let limit = limit(coreLimit) else { return .warning("unknown", do: "check: ulimit -c") }
        guard limit == 0 else {
            return .warning(
                "allowed", do: "set LimitCORE=0 in the units; the roles also switch core dumps off for themselves")
        }
        return .ok("off")
    }

    private static func files() -> Finding {
        guard let limit = limit(filesLimit) else { return .warning("unknown", do: "check: ulimit -n") }
        guard limit >= openFiles else {
            return .problem("\(limit)", do: "set LimitNOFILE=\(openFiles) or more in the units")
        }
        return .ok(String(limit))
    }

    private static func limit(_ resource: UInt32) -> UInt64? {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(resource), &limit) == 0 else { return nil }
        return UInt64(limit.rlim_cur)
    }
}
