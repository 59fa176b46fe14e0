package import Parquet
internal import Platform
package import Support

/// What the catalogue holds of one table.
package struct TableSummary: Sendable {
    package let base: String
    package let table: String
    package let version: Int64
    package let files: Int
    package let rows: Int64
    package let bytes: Int64
    /// What was noted with the last commit, if anything was.
    package let lastCommit: JSONValue?
    /// When the last commit was made, in milliseconds since 1970, if it says so.
    package let lastCommitMilliseconds: Int64?

    /// What table `table` of `base` holds at `version`.
    package init(
        base: String, table: String, version: Int64, files: Int, rows: Int64, bytes: Int64, lastCommit: JSONValue?,
        lastCommitMilliseconds: Int64?
    ) {
        self.base = base
        self.table = table
        self.version = version
        self.files = files
        self.rows = rows
        self.bytes = bytes
        self.lastCommit = lastCommit
        self.lastCommitMilliseconds = lastCommitMilliseconds
    }
}

/// The catalogue: a directory of bases, each a directory of tables.
package struct CatalogueStore: Sendable {
    /// Longest name of a base or table.
    package static let longestName = 128

    /// The catalogue's directory.
    package let root: String

    /// The catalogue at `root`.
    package init(root: String) { self.root = root }

    /// Names of the bases.
    package func bases() throws -> [String] { try directories(at: root) }

    /// Names of the tables of `base`.
    package func tables(base: String) throws -> [String] {
        try CatalogueStore.check(base)
        let path = root + "/" + base
        let directory = try Directory(path)
        var tables: [String] = []
        for name in try directories(at: path) {
            let table = try directory.directory(name)
            if try table.status(DeltaTable.logName)?.kind == .directory { tables.append(name) }
        }
        return tables
    }

    /// The table `table` of `base`.
    package func table(base: String, table: String) throws -> DeltaTable {
        try DeltaTable.open(at: try path(base, table))
    }

    /// The table `table` of `base`, made with `schema` where it does not exist.
    package func createTable(
        base: String, table: String, schema: ParquetSchema, description: String? = nil, now: Timestamp
    ) throws -> DeltaTable {
        let path = try path(base, table)
        let directory = try Directory(root)
        try directory.make(base, permissions: 0o750)
        try directory.sync()
        return try DeltaTable.create(at: path, name: table, description: description, schema: schema, now: now)
    }

    /// What table `table` of `base` holds.
    package func summary(base: String, table: String) throws -> TableSummary {
        let snapshot = try self.table(base: base, table: table).snapshot()
        return TableSummary(
            base: base, table: table, version: snapshot.version, files: snapshot.files.count, rows: snapshot.rows,
            bytes: snapshot.bytes, lastCommit: snapshot.lastNotes,
            lastCommitMilliseconds: snapshot.lastInfo?["timestamp"]?.integer)
    }

    /// What every table holds; one that is just being made, or that a crash left without its first entry, holds nothing yet.
    package func list() throws -> [TableSummary] {
        try bases().flatMap { base in
            try tables(base: base).compactMap { table in
                do { return try summary(base: base, table: table) } catch CatalogueFault.noTable { return nil }
            }
        }
    }

    private func path(_ base: String, _ table: String) throws -> String {
        try CatalogueStore.check(base)
        try CatalogueStore.check(table)
        return root + "/" + base + "/" + table
    }

    private static func check(_ name: String) throws(CatalogueFault) {
        guard DataFileName.isPlain(name, longest: longestName) else { throw .name }
    }

    private func directories(at path: String) throws -> [String] {
        let directory = try Directory(path)
        var found: [String] = []
        for name in try directory.names() where DataFileName.isPlain(name, longest: Self.longestName) {
            if try directory.status(name)?.kind == .directory { found.append(name) }
        }
        return found
    }
}
