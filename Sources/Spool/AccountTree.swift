internal import Glibc
package import Platform
internal import Support

/// The directories of one account, held open; everything is reached from these descriptors and never through a link.
package final class AccountTree: Sendable {
    package let account: String
    let uploads: [DropChannel: Descriptor]
    let handOver: Descriptor
    let inbox: Descriptor
    let receipts: Descriptor

    /// A directory in a dictionary, which cannot hold a ~Copyable value.
    final class Descriptor: Sendable {
        let directory: Directory
        init(_ directory: consuming Directory) { self.directory = directory }
    }

    /// Opens the tree of `account` below `spool`, making what is missing of it.
    package init(spool: String, account: String) throws(SystemError) {
        guard AccountName.isValid(account) else { throw SystemError("open", "spool/account", number: EINVAL) }
        let root = try Directory(spool)
        // Rights for a spool that the gates share; the umask takes the group's away everywhere else.
        try root.make(account, permissions: 0o750)
        let own = try root.directory(account)
        for name in ["upload", "inbox", "receipts"] { try own.make(name, permissions: 0o770) }
        let upload = try own.directory("upload")
        try upload.make("handover", permissions: 0o770)
        var uploads: [DropChannel: Descriptor] = [:]
        for channel in DropChannel.allCases {
            try upload.make(channel.directory, permissions: 0o770)
            uploads[channel] = Descriptor(try upload.directory(channel.directory))
        }
        self.account = account
        self.uploads = uploads
        handOver = Descriptor(try upload.directory("handover"))
        inbox = Descriptor(try own.directory("inbox"))
        receipts = Descriptor(try own.directory("receipts"))
    }

    /// Where the unfinished uploads of `channel` are.
    func upload(_ channel: DropChannel) throws(SystemError) -> Descriptor {
        guard let descriptor = uploads[channel] else { throw SystemError("open", "upload", number: ENOENT) }
        return descriptor
    }
}
