internal import CSQLite

/// Decides, while a statement is prepared, whether it may run: reads may, and insertions into the named tables.
final class WriteGuard {
    private let tables: Set<String>

    init(_ tables: Set<String>) { self.tables = tables }

    /// Actions that change nothing of the content (https://sqlite.org/c3ref/c_alter_table.html).
    private static let harmless: Set<Int32> = [
        SQLITE_SELECT, SQLITE_READ, SQLITE_FUNCTION, SQLITE_TRANSACTION, SQLITE_RECURSIVE, SQLITE_PRAGMA,
    ]

    private func allows(_ action: Int32, _ table: String?) -> Bool {
        if action == SQLITE_INSERT, let table { return tables.contains(table) }
        return Self.harmless.contains(action)
    }

    /// The C callback; its context is the guard.
    static let callback:
        @convention(c) (
            UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<CChar>?,
            UnsafePointer<CChar>?
        ) -> Int32 = { context, action, first, _, _, _ in
            guard let context = unsafe context else { return SQLITE_DENY }
            let guardian = unsafe Unmanaged<WriteGuard>.fromOpaque(context).takeUnretainedValue()
            return guardian.allows(action, unsafe first.map { unsafe String(cString: $0) }) ? SQLITE_OK : SQLITE_DENY
        }
}
