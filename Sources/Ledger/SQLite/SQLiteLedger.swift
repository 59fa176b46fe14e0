internal import Glibc
internal import SQLite
package import Support

/// The embedded ledger: one SQLite file.
@safe
package final class SQLiteLedger: Ledger, @unchecked Sendable {
    // Sendable: `database` is touched only inside `locked`, by one thread at a time.

    /// Who opens the file.
    package enum Role: Sendable {
        /// The ingester: owns the file, makes it, brings it to the present version.
        case ingester
        /// The monitor: reads, with no right to write the file.
        case reader
        /// An operator's request: reads, and may add rows to `requests`; SQLite itself refuses any other change.
        ///
        /// The process must be able to write the file, so it runs as the ingester's user or as root.
        case requester
    }

    private let database: Database
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    /// Opens the file at `path`; `now` dates the migrations.
    package init(path: String, role: Role = .ingester, now: Timestamp = SystemClock().now()) throws {
        switch role {
        case .ingester:
            database = try Database(path: path)
            try Schema.migrate(database, at: now)
        case .reader:
            database = try Database(path: path, access: .read)
            try Schema.require(database)
        case .requester:
            database = try Database(path: path, access: .write)
            try Schema.require(database)
            // `sqlite_sequence` is what SQLite itself writes for AUTOINCREMENT.
            try database.allowInsertionsOnly(into: ["requests", "sqlite_sequence"])
        }
        unsafe mutex = .allocate(capacity: 1)
        var attributes = pthread_mutexattr_t()
        unsafe pthread_mutexattr_init(&attributes)
        // Recursive: a renderer that calls the ledger after all gets an error of SQLite for its transaction, not a hang.
        unsafe pthread_mutexattr_settype(&attributes, Int32(PTHREAD_MUTEX_RECURSIVE))
        unsafe pthread_mutex_init(mutex, &attributes)
        unsafe pthread_mutexattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    // A plain lock: `Synchronization.Mutex` wants what crosses its closure to be sendable, which a renderer need not be.
    /// Runs `body` with the connection, alone.
    func locked<R>(_ body: (Database) throws -> R) rethrows -> R {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return try body(database)
    }

    /// Runs `body` as one transaction.
    func transaction<R>(_ body: (Database) throws -> R) throws -> R {
        try locked { database in try database.transaction { try body(database) } }
    }

    package func check() throws -> [String] { try locked { try $0.check() } }
}
