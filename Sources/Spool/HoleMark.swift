internal import Platform
internal import SFTP
internal import Support

/// A bit of an upload's permissions that says: bytes are missing before its end, or are an earlier attempt's, and only the session
/// that writes it knows which.
///
/// A session that ends cuts the upload at its first hole and clears the mark. One that was killed cannot; what it leaves is then known
/// not to be whole, although its size says nothing of it, and is begun again.
enum HoleMark {
    /// The owner's right to execute: nobody executes an upload.
    private static let bit: UInt32 = 0o100

    static func set(_ isSet: Bool, on file: borrowing FileDescriptor) throws(SystemError) {
        let permissions = try file.status().permissions
        try file.setPermissions(isSet ? permissions | bit : permissions & ~bit)
    }

    static func isSet(_ status: FileStatus) -> Bool { status.permissions & bit != 0 }

    /// Empties `file` where it is marked; its lock is held, so that nobody is writing it.
    static func clear(_ file: borrowing FileDescriptor) throws(SystemError) {
        guard isSet(try file.status()) else { return }
        try file.truncate(to: 0)
        try set(false, on: file)
    }
}

extension AccountTree {
    /// Empties the uploads with holes that killed sessions have left; those of living ones are locked.
    func clearHoles() throws(SystemError) {
        for channel in DropChannel.allCases {
            let uploads = try upload(channel)
            for name in try uploads.directory.names() {
                guard let status = try uploads.directory.status(name), status.kind == .file, HoleMark.isSet(status)
                else {
                    continue
                }
                let file = try uploads.directory.open(name, .readWrite)
                if try file.tryLock() { try HoleMark.clear(file) }
            }
        }
    }
}
