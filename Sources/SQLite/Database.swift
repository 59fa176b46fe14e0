internal import CSQLite

/// A connection to a SQLite file: one owner, one thread at a time.
///
/// Opened so that a transaction that has returned survives a power cut (WAL, `synchronous=FULL`), that foreign keys hold, and
/// that nothing is spilled into temporary files. Statements are kept prepared by their text.
@safe
package final class Database {
    /// What a connection may do.
    package enum Access: Sendable {
        /// Reads and writes; the file is made where it is missing.
        case create
        /// Reads and writes a file that exists.
        case write
        /// Reads.
        case read
    }

    /// Milliseconds that a call waits for another process's transaction.
    package static let busyTimeout: Int32 = 10_000
    /// Longest text or blob, in bytes.
    package static let maximumLength: Int32 = 64 << 20

    private let handle: OpaquePointer
    private var statements: [String: Statement] = [:]
    private var guardian: WriteGuard?

    /// Opens the file at `path`.
    package init(path: String, access: Access = .create) throws(DatabaseFault) {
        let mode =
            switch access {
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .write: SQLITE_OPEN_READWRITE
            case .read: SQLITE_OPEN_READONLY
            }
        var opened: OpaquePointer?
        // NOMUTEX: the owner sees to it that only one thread at a time is inside (https://sqlite.org/threadsafe.html).
        let result = unsafe sqlite3_open_v2(
            path, &opened, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard result == SQLITE_OK, let handle = unsafe opened else {
            // Also a failed open gives a handle that must be closed.
            unsafe sqlite3_close_v2(opened)
            throw DatabaseFault(ResultCode(rawValue: result == SQLITE_OK ? SQLITE_NOMEM : result), "open")
        }
        unsafe self.handle = unsafe handle
        unsafe sqlite3_busy_timeout(handle, Self.busyTimeout)
        unsafe sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Self.maximumLength)
        try configure(access)
    }

    deinit {
        statements.removeAll()
        unsafe sqlite3_close_v2(handle)
    }

    private func configure(_ access: Access) throws(DatabaseFault) {
        for pragma in ["foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON", "temp_store=MEMORY"] {
            try run("PRAGMA \(pragma)")
        }
        guard access != .read else { return }
        try run("PRAGMA synchronous=FULL")
        let mode = try first("PRAGMA journal_mode=WAL") { row throws(DatabaseFault) in try row.text(0) }
        guard mode == "wal" else { throw DatabaseFault(.readOnly, "PRAGMA journal_mode=WAL") }
        // The log and its index stay when the last connection goes: readers who may not make them can then still read
        // (https://sqlite.org/wal.html, section 5; https://sqlite.org/c3ref/c_fcntl_begin_atomic_write.html).
        var persists: Int32 = 1
        let result = unsafe sqlite3_file_control(handle, nil, SQLITE_FCNTL_PERSIST_WAL, &persists)
        guard result == SQLITE_OK else { throw DatabaseFault(ResultCode(rawValue: result), "persist the log") }
    }

    /// From now on refuses every change but insertions into `tables`.
    package func allowInsertionsOnly(into tables: Set<String>) throws(DatabaseFault) {
        let guardian = WriteGuard(tables)
        let result = unsafe sqlite3_set_authorizer(
            handle, WriteGuard.callback, Unmanaged.passUnretained(guardian).toOpaque())
        guard result == SQLITE_OK else { throw DatabaseFault(ResultCode(rawValue: result), "authorizer") }
        // SQLite keeps the pointer; this reference keeps the object as long as the connection.
        self.guardian = guardian
        statements.removeAll()
    }

    /// Runs `sql` with `values` and says how many rows it changed.
    @discardableResult
    package func run(_ sql: String, _ values: [Value] = []) throws(DatabaseFault) -> Int {
        let statement = try take(sql)
        defer { statement.end() }
        try statement.begin(values)
        while try statement.step() {}
        return unsafe Int(sqlite3_changes64(handle))
    }

    /// Calls `body` for every row.
    package func forEach<E: Error>(_ sql: String, _ values: [Value] = [], _ body: (borrowing Row) throws(E) -> Void)
        throws
    {
        let statement = try take(sql)
        defer { statement.end() }
        try statement.begin(values)
        while try statement.step() { try body(Row(statement)) }
    }

    /// What `body` makes of every row.
    package func all<R>(
        _ sql: String, _ values: [Value] = [], _ body: (borrowing Row) throws(DatabaseFault) -> R
    ) throws(DatabaseFault) -> [R] {
        let statement = try take(sql)
        defer { statement.end() }
        try statement.begin(values)
        var results: [R] = []
        while try statement.step() { results.append(try body(Row(statement))) }
        return results
    }

    /// What `body` makes of the first row; nil where there is none.
    package func first<R>(
        _ sql: String, _ values: [Value] = [], _ body: (borrowing Row) throws(DatabaseFault) -> R
    ) throws(DatabaseFault) -> R? {
        let statement = try take(sql)
        defer { statement.end() }
        try statement.begin(values)
        guard try statement.step() else { return nil }
        return try body(Row(statement))
    }

    /// Runs the statements of `script`, which binds nothing.
    package func runScript(_ script: String) throws(DatabaseFault) {
        let result = unsafe sqlite3_exec(handle, script, nil, nil, nil)
        guard result == SQLITE_OK else { throw DatabaseFault(ResultCode(rawValue: result), script) }
    }

    /// Runs `body` as one transaction that holds the write lock from its start.
    ///
    /// All of it is durable on return, nothing of it is left where it throws. Transactions do not nest.
    @discardableResult
    package func transaction<R>(_ body: () throws -> R) throws -> R { try bracket("BEGIN IMMEDIATE", body) }

    /// Runs `body` on one snapshot.
    package func snapshot<R>(_ body: () throws -> R) throws -> R { try bracket("BEGIN DEFERRED", body) }

    private func bracket<R>(_ begin: String, _ body: () throws -> R) throws -> R {
        try run(begin)
        do {
            let result = try body()
            try run("COMMIT")
            return result
        } catch {
            // Some errors end the transaction by themselves (https://sqlite.org/lang_transaction.html).
            if unsafe sqlite3_get_autocommit(handle) == 0 { _ = try? run("ROLLBACK") }
            throw error
        }
    }

    /// What `PRAGMA quick_check` finds; empty where the file is sound.
    package func check() throws(DatabaseFault) -> [String] {
        let lines = try all("PRAGMA quick_check(20)") { row throws(DatabaseFault) in try row.text(0) }
        return lines == ["ok"] ? [] : lines
    }

    private func take(_ sql: String) throws(DatabaseFault) -> Statement {
        if let kept = statements[sql], !kept.inUse { return kept }
        let statement = unsafe try Statement(sql, on: handle)
        if statements[sql] == nil { statements[sql] = statement }
        return statement
    }
}
