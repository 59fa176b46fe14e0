internal import CLinux
internal import Glibc

/// What the running kernel offers to confine a process.
package enum KernelFeatures {
    /// `LANDLOCK_CREATE_RULESET_VERSION` (linux/landlock.h): ask for the version, make nothing.
    private static let versionFlag: UInt32 = 1

    /// Version of Landlock's interface; nil where the kernel has none or it is switched off.
    package static var landlockVersion: Int? {
        let version = ecluse_landlock_create(nil, 0, versionFlag)
        return version > 0 ? Int(version) : nil
    }

    /// Whether processes may filter their system calls.
    package static var hasSeccomp: Bool { ecluse_prctl(PR_GET_SECCOMP, 0) >= 0 }

    private typealias ClockCall = @convention(c) (UnsafeMutableRawPointer?) -> Int32

    /// Whether something keeps the clock right; nil where the kernel does not say.
    package static var isClockSynchronised: Bool? {
        // Swift's Glibc has no sys/timex.h. With all zeros `adjtimex` reads only; its structure takes 208 bytes.
        guard let address = unsafe dlsym(nil, "adjtimex") else { return nil }
        let call = unsafe unsafeBitCast(address, to: ClockCall.self)
        var structure = [UInt64](repeating: 0, count: 64)
        let state = unsafe structure.withUnsafeMutableBytes { unsafe call($0.baseAddress) }
        // TIME_ERROR (5): nothing disciplines the clock (adjtimex(2)).
        return state < 0 ? nil : state != 5
    }
}
