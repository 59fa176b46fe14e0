internal import Platform
internal import SFTP
internal import Support

/// What an account has in the spool at one moment.
struct Usage {
    var bytes: UInt64 = 0
    var files = 0

    /// Bytes that a session writes before the account is measured again.
    static let measureEvery: UInt64 = 64 << 20

    /// Adds up the unfinished uploads and the waiting drops.
    static func measure(_ tree: AccountTree) throws(SystemError) -> Usage {
        var usage = Usage()
        for channel in DropChannel.allCases {
            let directory = try tree.upload(channel)
            for name in try directory.directory.names() { usage.add(try directory.directory.status(name)) }
        }
        for id in try tree.inbox.directory.names() {
            guard let drop = try? tree.inbox.directory.directory(id) else { continue }
            usage.add(try drop.status("payload"))
        }
        return usage
    }

    private mutating func add(_ status: FileStatus?) {
        guard let status else { return }
        bytes += status.size
        files += 1
    }
}

extension AccountTree {
    /// Fails where one file more, or `growth` bytes more, would be over the limits.
    func checkRoom(_ limits: SpoolLimits, newFile: Bool, growth: UInt64 = 0) throws(SFTPFailure) {
        try ownCall { () throws(SystemError) -> SFTPFailure? in
            let usage = try Usage.measure(self)
            if newFile, usage.files >= limits.files {
                return SFTPFailure(.failure, "spool.too-many-files", ["limit": String(limits.files)])
            }
            if usage.bytes + growth > limits.storedBytes || newFile && usage.bytes >= limits.storedBytes {
                return SFTPFailure(.failure, "spool.quota", ["limit": String(limits.storedBytes)])
            }
            return try inbox.directory.volume().availableBytes < limits.freeBytes + growth
                ? SFTPFailure(.failure, "spool.disk-full") : nil
        }.map { (failure) throws(SFTPFailure) in throw failure }
    }
}

/// Turns a failed system call into what a client is told.
func spoolCall<Result: ~Copyable>(
    told: (SystemError) -> SFTPFailure = SFTPFailure.init(_:), _ body: () throws(SystemError) -> Result
) throws(SFTPFailure) -> Result {
    do throws(SystemError) { return try body() } catch { throw told(error) }
}

/// Like ``spoolCall(told:_:)``, on what the account always has: where it is missing, it is not the client that named it wrongly.
func ownCall<Result: ~Copyable>(_ body: () throws(SystemError) -> Result) throws(SFTPFailure) -> Result {
    try spoolCall(
        told: { $0.code == "system.not-found" ? SFTPFailure(writing: $0) : SFTPFailure($0) }, body)
}

extension SFTPFailure {
    /// What a client is told of `error`; its details are for the operator's log.
    init(_ error: SystemError) {
        switch error.code {
        case "system.disk-full": self.init(.failure, "spool.disk-full")
        case "system.not-found": self = .noSuchFile
        case "system.exists": self.init(.failure, "spool.exists")
        default: self.init(.failure, "spool.failed")
        }
    }
}
