internal import Crypto
package import Parquet
internal import Platform
package import Support
internal import Synchronization

/// A Delta Lake table in a directory: Parquet files and a log of JSON entries (Delta protocol, reader version 1, writer
/// version 2, no deletion vectors).
///
/// An entry is written under a temporary name, forced to the disk, and then given its number by `link`, which fails where the
/// number is taken: readers see all of a commit or nothing, and two writers never overwrite each other.
package final class DeltaTable: Sendable {
    /// Name of the directory of the log.
    package static let logName = "_delta_log"
    /// Longest entry that is read.
    package static let maximumEntry = 64 << 20
    /// Times that a commit starts again because another writer was faster.
    private static let maximumAttempts = 100

    /// The directory of the table.
    package let path: String
    private let cache = Mutex(DeltaSnapshot())

    private init(path: String) { self.path = path }

    /// Opens the table at `path`.
    package static func open(at path: String) throws -> DeltaTable {
        let table = DeltaTable(path: path)
        _ = try table.snapshot()
        return table
    }

    /// Makes a table of `schema` at `path`, whose parent exists; a table that is there already is opened as it is.
    package static func create(
        at path: String, name: String? = nil, description: String? = nil, schema: ParquetSchema,
        configuration: [String: String] = [:], now: Timestamp
    ) throws -> DeltaTable {
        let (parent, last) = split(path)
        let above = try Directory(parent)
        try above.make(last, permissions: 0o750)
        try above.sync()
        let directory = try above.directory(last)
        try directory.make(logName, permissions: 0o750)
        try directory.sync()
        let log = try directory.directory(logName)
        if try log.status(entryName(0)) == nil {
            let metadata = try DeltaMetadata(
                id: try identifier(), name: name, description: description, schema: schema,
                configuration: configuration,
                created: now)
            var entry = DeltaEntry()
            entry.info("CREATE TABLE", nil, [], at: now)
            entry.protocolVersions()
            entry.metadata(metadata)
            _ = try put(entry.bytes, version: 0, in: log)
        }
        return try open(at: path)
    }

    /// The table as it is now.
    package func snapshot() throws -> DeltaSnapshot {
        try cache.withLock { snapshot in
            try replay(&snapshot)
            return snapshot
        }
    }

    /// Takes the entries after `snapshot` into it.
    private func replay(_ snapshot: inout DeltaSnapshot) throws {
        let log = try openLog()
        if snapshot.version < 0 { try DeltaTable.checkEntries(log) }
        while let entry = try DeltaTable.entry(snapshot.version + 1, in: log) { try snapshot.apply(entry) }
        guard snapshot.version >= 0 else { throw CatalogueFault.noTable }
    }

    /// Makes the change `commit`, on top of what other writers commit meanwhile.
    package func commit(_ commit: DeltaCommit, now: Timestamp) throws -> DeltaOutcome {
        let log = try openLog()
        for _ in 0..<Self.maximumAttempts {
            let snapshot = try snapshot()
            if let applied = DeltaTable.applied(commit, in: snapshot) {
                return .alreadyApplied(version: applied.tableVersion)
            }
            let entry = try DeltaTable.entry(of: commit, on: snapshot, now: now)
            let version = snapshot.version + 1
            if try DeltaTable.put(entry, version: version, in: log) { return .committed(version: version) }
        }
        throw CatalogueFault.tooManyAttempts
    }

    /// The step of application `appID` that the table holds, with what was noted then: how a role finds out after a crash
    /// whether its commit took place.
    package func committedTransaction(appID: String) throws -> CommittedTransaction? {
        guard let applied = try snapshot().transactions[appID] else { return nil }
        let log = try openLog()
        guard let entry = try DeltaTable.entry(applied.tableVersion, in: log) else {
            throw CatalogueFault.incompleteLog(version: applied.tableVersion)
        }
        var info: JSONValue?
        for line in entry.split(separator: UInt8(ascii: "\n")) {
            if let value = try? JSONParser.parse(Array(line)), let found = value["commitInfo"] { info = found }
        }
        return CommittedTransaction(
            version: applied.version, tableVersion: applied.tableVersion, info: info?[DeltaEntry.infoName])
    }

    private func openLog() throws -> Directory {
        do {
            return try Directory(path + "/" + Self.logName)
        } catch let error where error.code == "system.not-found" {
            throw CatalogueFault.noTable
        }
    }
}

/// A change of one of several tables.
package struct TableChange: Sendable {
    package let table: DeltaTable
    package let commit: DeltaCommit

    /// The change `commit` of `table`.
    package init(_ table: DeltaTable, _ commit: DeltaCommit) {
        self.table = table
        self.commit = commit
    }
}

/// An entry on the disk under its temporary name: only its number is missing.
private struct StagedEntry {
    let name: String
    let version: Int64
    var isLinked = false
}

extension DeltaTable {
    /// Makes one change a table, and gives the versions that hold them.
    ///
    /// Each table has all of its change or nothing. No log spans two tables, so a reader may see the change of one and not yet
    /// that of the next; the entries are written and forced to the disk beforehand, so that only one `link` a table lies
    /// between. Which tables a crash left behind, ``committedTransaction(appID:)`` says.
    package static func commit(_ changes: [TableChange], now: Timestamp) throws -> [Int64] {
        var staged: [StagedEntry?] = []
        for change in changes { staged.append(try change.table.stage(change.commit, now: now)) }
        for (index, change) in changes.enumerated() {
            guard let entry = staged[index] else { continue }
            let log = try change.table.openLog()
            staged[index]?.isLinked = try link(entry.name, to: entryName(entry.version), in: log)
            CrashPoint.reached(.tableLinked)
        }
        var versions: [Int64] = []
        for (change, entry) in zip(changes, staged) {
            versions.append(try change.table.settle(entry, change.commit, now: now))
        }
        return versions
    }

    /// Writes the entry that comes next if nobody is faster; nil where the table has the change.
    private func stage(_ commit: DeltaCommit, now: Timestamp) throws -> StagedEntry? {
        let snapshot = try snapshot()
        guard DeltaTable.applied(commit, in: snapshot) == nil else { return nil }
        let version = snapshot.version + 1
        let entry = try DeltaTable.entry(of: commit, on: snapshot, now: now)
        return StagedEntry(name: try DeltaTable.write(entry, version: version, in: try openLog()), version: version)
    }

    /// Makes a linked entry durable; where its number was taken, commits the change as it is now.
    private func settle(_ entry: StagedEntry?, _ commit: DeltaCommit, now: Timestamp) throws -> Int64 {
        guard let entry else { return try self.commit(commit, now: now).version }
        let log = try openLog()
        if entry.isLinked {
            try log.sync()
            CrashPoint.reached(.tableCommitted)
        }
        try? log.remove(entry.name)
        return entry.isLinked ? entry.version : try self.commit(commit, now: now).version
    }

    /// The step of the commit's application that `snapshot` has, where it is this one or a later one.
    private static func applied(_ commit: DeltaCommit, in snapshot: DeltaSnapshot) -> DeltaSnapshot.Applied? {
        guard let transaction = commit.transaction, let applied = snapshot.transactions[transaction.appID],
            applied.version >= transaction.version
        else { return nil }
        return applied
    }
}

extension DeltaTable {
    private static func entryName(_ version: Int64) -> String { pad(version, 20) + ".json" }

    private static func entry(of commit: DeltaCommit, on snapshot: DeltaSnapshot, now: Timestamp) throws -> [UInt8] {
        let removed = try snapshot.files(commit.removal)
        guard !commit.adds.contains(where: { snapshot.knows($0.path) }) else {
            throw CatalogueFault.conflict(version: snapshot.version)
        }
        var entry = DeltaEntry()
        let isAppend =
            switch commit.removal {
            case .nothing: true
            case .decided: removed.isEmpty
            default: false
            }
        entry.info("WRITE", isAppend ? "Append" : "Overwrite", commit.info, at: now)
        if let transaction = commit.transaction { entry.transaction(transaction, at: now) }
        if let metadata = try commit.metadata ?? snapshot.metadata?.widened(by: commit.schema) {
            entry.metadata(metadata)
        }
        for file in removed { entry.remove(file, at: now) }
        for file in commit.adds { entry.add(file) }
        return entry.bytes
    }

    /// Writes entry `version` if that number is free, and says whether it was.
    private static func put(_ entry: [UInt8], version: Int64, in log: borrowing Directory) throws -> Bool {
        let temporary = try write(entry, version: version, in: log)
        let isFree = try link(temporary, to: entryName(version), in: log)
        if isFree {
            try log.sync()
            CrashPoint.reached(.tableCommitted)
        }
        try log.remove(temporary)
        return isFree
    }

    /// Forces `entry` to the disk under a temporary name, which is given.
    private static func write(_ entry: [UInt8], version: Int64, in log: borrowing Directory) throws -> String {
        let temporary = ".\(entryName(version)).\(Hex.encode(try Random.bytes(8)))\(temporarySuffix)"
        do { try write(entry, temporary, in: log) } catch {
            try? log.remove(temporary)
            throw error
        }
        CrashPoint.reached(.logEntryWritten)
        return temporary
    }

    private static func write(_ entry: [UInt8], _ name: String, in log: borrowing Directory) throws {
        let file = try log.open(name, [.write, .create, .exclusive], permissions: 0o640)
        try file.write(entry)
        try file.sync()
        try file.close()
    }

    private static let notLinked: Set<FaultCode> = ["system.exists", "system.not-found"]

    /// End of the names of entries that are being written.
    private static let temporarySuffix = ".tmp"

    /// Removes entries that a crash left under their temporary names, and says how many.
    ///
    /// A writer whose entry goes this way starts its commit again.
    func removeUnlinkedEntries() throws -> Int {
        let log = try openLog()
        let left = try log.names().filter { $0.hasPrefix(".") && $0.hasSuffix(Self.temporarySuffix) }
        for name in left { try log.remove(name) }
        if !left.isEmpty { try log.sync() }
        return left.count
    }

    /// Links `name` to `newName`, and says whether that worked: the name was free, and nobody took `name` for a crash's.
    private static func link(_ name: String, to newName: String, in log: borrowing Directory) throws -> Bool {
        do {
            try log.link(name, to: newName, in: log)
            return true
        } catch let error where notLinked.contains(error.code) {
            return false
        }
    }

    /// The bytes of entry `version`, or nil where there is none.
    private static func entry(_ version: Int64, in log: borrowing Directory) throws -> [UInt8]? {
        do {
            return try log.read(entryName(version), limit: maximumEntry)
        } catch let error where error.code == "system.not-found" {
            return nil
        }
    }

    /// Refuses a log with a hole, whose tail would be taken for the whole table.
    private static func checkEntries(_ log: borrowing Directory) throws {
        let versions = try log.names().filter { $0.count == 25 && $0.hasSuffix(".json") }
            .compactMap { Int64($0.dropLast(5)) }
        for (index, version) in versions.enumerated() where version != Int64(index) {
            throw CatalogueFault.incompleteLog(version: Int64(index))
        }
    }

    /// A random identifier (RFC 9562 §5.4).
    private static func identifier() throws -> String {
        var bytes = try Random.bytes(16)
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        let parts = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16]
        return parts.map { Hex.encode(bytes[$0]) }.joined(separator: "-")
    }

    private static func split(_ path: String) -> (parent: String, last: String) {
        let trimmed = path.hasSuffix("/") ? String(path.dropLast()) : path
        guard let slash = trimmed.lastIndex(of: "/") else { return (".", trimmed) }
        let parent = String(trimmed[..<slash])
        return (parent.isEmpty ? "/" : parent, String(trimmed[trimmed.index(after: slash)...]))
    }
}
