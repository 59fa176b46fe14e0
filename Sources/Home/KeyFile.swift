internal import Glibc
internal import Platform
internal import Support

/// Reads and writes files that hold keys.
enum KeyFile {
    /// Longest key file.
    static let maximumBytes = 64 << 10

    /// The bytes of `folder/name`, which only this process' user may read; the caller zeroes them; messages call it `label`.
    static func read(_ folder: String, _ name: String, label: String) throws(HomeFault) -> [UInt8] {
        let file = try open(folder, name, label)
        let status = try system { () throws(SystemError) in try file.status() }
        guard status.kind == .file else { throw .keyMissing(file: label) }
        guard status.permissions & 0o077 == 0 else { throw .keyPermissions(file: label, mode: status.permissions) }
        guard status.owner == geteuid() else { throw .keyOwner(file: label) }
        return try system { () throws(SystemError) in try file.readAll(limit: maximumBytes) }
    }

    private static func open(_ folder: String, _ name: String, _ label: String) throws(HomeFault) -> FileDescriptor {
        do throws(SystemError) {
            return try Directory(folder).open(name, .read)
        } catch {
            throw error.number == ENOENT ? .keyMissing(file: label) : .system(error)
        }
    }

    /// Writes `folder/name` for the folder's owner alone, and zeroes `bytes`.
    static func write(_ folder: String, _ name: String, _ bytes: inout [UInt8]) throws(HomeFault) {
        defer { SecretBytes.zero(&bytes) }
        do throws(SystemError) {
            try Directory(folder).install(name, bytes, permissions: 0o600)
        } catch {
            throw .system(error)
        }
    }
}
