internal import CLinux
internal import Glibc

/// What this process may still reach in the file system (Landlock, linux/landlock.h): it cannot be taken back.
///
/// Everything that no rule names is closed: opening, making, renaming, removing, executing. Newer kernels also close TCP and the
/// signals to processes outside. Descriptors that are open already stay usable. What Landlock does not cover is `stat` of a path.
package struct Landlock: ~Copyable {
    /// Least version of the interface: the first that lets files be renamed from one directory to another.
    package static let leastVersion = 2

    /// What a rule allows below a directory.
    package enum Access: Sendable {
        /// Reading files and listing directories.
        case read
        /// Reading, and removing files.
        case acknowledge
        /// Reading, and making, writing, renaming and removing regular files and directories.
        case change
    }

    private static let execute: UInt64 = 1 << 0
    private static let writeFile: UInt64 = 1 << 1
    private static let readFile: UInt64 = 1 << 2
    private static let readDirectory: UInt64 = 1 << 3
    private static let removeDirectory: UInt64 = 1 << 4
    private static let removeFile: UInt64 = 1 << 5
    private static let makeDirectory: UInt64 = 1 << 7
    private static let makeFile: UInt64 = 1 << 8
    private static let refer: UInt64 = 1 << 13
    private static let truncate: UInt64 = 1 << 14

    private let ruleset: FileDescriptor
    private let handled: UInt64

    /// Closes everything, once ``restrict()`` is called.
    package init() throws(SystemError) {
        let version = KernelFeatures.landlockVersion ?? 0
        let handled = Landlock.handled(version)
        let raw = Landlock.create(version, handled)
        guard raw >= 0 else { throw SystemError("landlock_create_ruleset", number: raw == -1 ? errno : ENOSYS) }
        self.init(ruleset: FileDescriptor(owning: raw), handled: handled)
    }

    private init(ruleset: consuming FileDescriptor, handled: UInt64) {
        self.ruleset = ruleset
        self.handled = handled
    }

    /// Rights on files came with the versions 1 (13 of them), 2, 3 and 5.
    private static func handled(_ version: Int) -> UInt64 { (1 << (version >= 5 ? 16 : version >= 3 ? 15 : 14)) - 1 }

    /// TCP came with version 4, the scopes (abstract sockets, signals) with 6; -2 for a version that is too old.
    private static func create(_ version: Int, _ handled: UInt64) -> Int32 {
        guard version >= leastVersion else { return -2 }
        let attributes: [UInt64] = [handled, 0b11, 0b11]
        let count = version >= 6 ? 3 : version >= 4 ? 2 : 1
        return unsafe ecluse_landlock_create(attributes, count * MemoryLayout<UInt64>.size, 0)
    }

    /// Opens `directory` and what is below it.
    package borrowing func allow(_ access: Access, beneath directory: borrowing Directory) throws(SystemError) {
        let reading = Landlock.readFile | Landlock.readDirectory
        let changing =
            reading | Landlock.writeFile | Landlock.removeDirectory | Landlock.removeFile | Landlock.makeDirectory
            | Landlock.makeFile | Landlock.refer | Landlock.truncate
        let rights =
            switch access {
            case .read: reading
            case .acknowledge: reading | Landlock.removeFile
            case .change: changing
            }
        guard ecluse_landlock_allow_beneath(ruleset.raw, directory.descriptor.raw, rights & handled) == 0 else {
            throw SystemError("landlock_add_rule")
        }
    }

    /// Puts the rules over the calling thread and what it starts, for good.
    package borrowing func restrict() throws(SystemError) {
        guard ecluse_prctl(PR_SET_NO_NEW_PRIVS, 1) == 0 else { throw SystemError("prctl") }
        guard ecluse_landlock_restrict(ruleset.raw) == 0 else { throw SystemError("landlock_restrict_self") }
    }
}
