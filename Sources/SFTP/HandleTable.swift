internal import Support

/// What a client holds open. Numbers count up through the session and are never given twice.
struct HandleTable {
    /// A directory being read: what it held when it was opened.
    struct Listing {
        var entries: ArraySlice<SFTPEntry>
    }

    private enum Entry {
        case file(any SFTPFile)
        case listing(Listing)
    }

    private var entries: [UInt32: Entry] = [:]
    private var next: UInt32 = 1

    var hasFiles: Bool { entries.values.contains { if case .file = $0 { true } else { false } } }

    /// Fails where no further handle may be opened; asked before a file is touched.
    func checkRoom() throws(SFTPFailure) {
        guard entries.count < SFTPLimits.handles, next < .max else {
            throw SFTPFailure(.failure, "sftp.too-many-handles", ["limit": String(SFTPLimits.handles)])
        }
    }

    mutating func add(_ file: any SFTPFile) -> UInt32 { add(.file(file)) }
    mutating func add(_ listing: Listing) -> UInt32 { add(.listing(listing)) }

    private mutating func add(_ entry: Entry) -> UInt32 {
        defer { next += 1 }
        entries[next] = entry
        return next
    }

    func file(_ handle: UInt32?) throws(SFTPFailure) -> any SFTPFile {
        guard let handle, case .file(let file) = entries[handle] else { throw .noSuchHandle }
        return file
    }

    /// The next entries of an open directory.
    mutating func nextEntries(_ handle: UInt32?) throws(SFTPFailure) -> ArraySlice<SFTPEntry> {
        guard let handle, case .listing(var listing) = entries[handle] else { throw .noSuchHandle }
        guard !listing.entries.isEmpty else { throw .endOfFile }
        let batch = listing.entries.prefix(SFTPLimits.entries)
        listing.entries = listing.entries.dropFirst(batch.count)
        entries[handle] = .listing(listing)
        return batch
    }

    /// Takes a handle away: the file to close, or nil for a directory.
    mutating func remove(_ handle: UInt32?) throws(SFTPFailure) -> (any SFTPFile)? {
        guard let handle, let entry = entries.removeValue(forKey: handle) else { throw .noSuchHandle }
        if case .file(let file) = entry { return file }
        return nil
    }

    mutating func removeAll() -> [any SFTPFile] {
        defer { entries = [:] }
        return entries.sorted { $0.key < $1.key }.compactMap { if case .file(let file) = $0.value { file } else { nil } }
    }
}
