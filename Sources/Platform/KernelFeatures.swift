internal import CLinux
internal import Glibc

/// What the running kernel offers to confine a process.
package enum KernelFeatures {
    /// `SYS_landlock_create_ruleset` (asm-generic/unistd.h; the same number on every architecture).
    private static let createRuleset = 444
    /// `LANDLOCK_CREATE_RULESET_VERSION` (linux/landlock.h): ask for the version, make nothing.
    private static let versionFlag: UInt32 = 1

    private typealias SystemCall = @convention(c) (Int, UnsafeRawPointer?, Int, UInt32) -> Int

    /// Version of Landlock's interface; nil where the kernel has none or it is switched off.
    package static var landlockVersion: Int? {
        // `syscall` is variadic, which Swift does not import; with integers alone it is called as any other function.
        guard let address = unsafe dlsym(nil, "syscall") else { return nil }
        let call = unsafe unsafeBitCast(address, to: SystemCall.self)
        let version = call(createRuleset, nil, 0, versionFlag)
        return version > 0 ? version : nil
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
