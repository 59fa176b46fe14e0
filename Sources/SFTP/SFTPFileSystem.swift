package import Support

/// How a client asks to open a file (draft-ietf-secsh-filexfer-02, section 6.3).
package struct SFTPOpenFlags: OptionSet, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }
    package static let read = SFTPOpenFlags(rawValue: 1)
    package static let write = SFTPOpenFlags(rawValue: 2)
    package static let append = SFTPOpenFlags(rawValue: 4)
    package static let create = SFTPOpenFlags(rawValue: 8)
    package static let truncate = SFTPOpenFlags(rawValue: 16)
    package static let exclusive = SFTPOpenFlags(rawValue: 32)
    /// Every flag of version 3.
    package static let known = SFTPOpenFlags(rawValue: 63)
}

/// Attributes of a file as version 3 writes them (section 5): each group may be absent.
package struct SFTPAttributes: Sendable, Equatable {
    package var size: UInt64?
    package var owner: (user: UInt32, group: UInt32)?
    package var permissions: UInt32?
    /// Seconds since 1970.
    package var times: (accessed: UInt32, modified: UInt32)?

    /// No attribute at all.
    package init() {}

    /// The attributes of a file or directory that is shown to an account.
    package init(kind: Kind, size: UInt64, permissions: UInt32, modified: Timestamp) {
        self.size = size
        self.permissions = kind.rawValue | permissions
        let seconds = UInt32(clamping: modified.seconds)
        times = (seconds, seconds)
        owner = (0, 0)
    }

    /// What POSIX keeps in the upper bits of the permissions.
    package enum Kind: UInt32, Sendable { case file = 0o100000, directory = 0o040000 }

    /// Whether these describe a directory.
    package var isDirectory: Bool { (permissions ?? 0) & 0o170000 == Kind.directory.rawValue }

    package static func == (a: SFTPAttributes, b: SFTPAttributes) -> Bool {
        a.size == b.size && a.permissions == b.permissions && a.owner?.user == b.owner?.user
            && a.owner?.group == b.owner?.group && a.times?.accessed == b.times?.accessed
            && a.times?.modified == b.times?.modified
    }
}

/// A name in a directory.
package struct SFTPEntry: Sendable {
    package let name: String
    package let attributes: SFTPAttributes

    /// The entry `name`.
    package init(name: String, attributes: SFTPAttributes) {
        self.name = name
        self.attributes = attributes
    }
}

/// What `statvfs@openssh.com` answers, in its order.
package struct SFTPVolume: Sendable {
    package var blockSize: UInt64
    package var blocks: UInt64
    package var availableBlocks: UInt64
    package var files: UInt64
    package var freeFiles: UInt64
    package var longestName: UInt64

    /// Figures of a file system.
    package init(
        blockSize: UInt64, blocks: UInt64, availableBlocks: UInt64, files: UInt64, freeFiles: UInt64, longestName: UInt64
    ) {
        self.blockSize = blockSize
        self.blocks = blocks
        self.availableBlocks = availableBlocks
        self.files = files
        self.freeFiles = freeFiles
        self.longestName = longestName
    }
}

/// A file that a client holds open.
package protocol SFTPFile: AnyObject {
    /// Fills the start of `buffer`; 0 is the end.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SFTPFailure) -> Int
    /// Writes all of `bytes`, which are valid during the call only.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SFTPFailure)
    /// What FSTAT answers.
    func attributes() throws(SFTPFailure) -> SFTPAttributes
    /// FSETSTAT.
    func setAttributes(_ attributes: SFTPAttributes) throws(SFTPFailure)
    /// `fsync@openssh.com`.
    func sync() throws(SFTPFailure)
    /// CLOSE: the client is done. Called once, nothing follows.
    func close() throws(SFTPFailure)
    /// The session ended without a CLOSE. Called once, nothing follows.
    func abandon()
}

/// What a session can reach; paths are absolute and normal (``SFTPPath``).
package protocol SFTPFileSystem: AnyObject {
    func open(_ path: SFTPPath, _ flags: SFTPOpenFlags, _ attributes: SFTPAttributes) throws(SFTPFailure) -> any SFTPFile
    func list(_ path: SFTPPath) throws(SFTPFailure) -> [SFTPEntry]
    func attributes(_ path: SFTPPath) throws(SFTPFailure) -> SFTPAttributes
    func setAttributes(_ path: SFTPPath, _ attributes: SFTPAttributes) throws(SFTPFailure)
    func remove(_ path: SFTPPath) throws(SFTPFailure)
    /// RENAME, or `posix-rename@openssh.com` where `replacing`.
    func rename(_ path: SFTPPath, to newPath: SFTPPath, replacing: Bool) throws(SFTPFailure)
    func makeDirectory(_ path: SFTPPath) throws(SFTPFailure)
    func removeDirectory(_ path: SFTPPath) throws(SFTPFailure)
    func makeLink(_ path: SFTPPath) throws(SFTPFailure)
    func volume(_ path: SFTPPath) throws(SFTPFailure) -> SFTPVolume
}
