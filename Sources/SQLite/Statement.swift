internal import CSQLite

/// A prepared statement: bind, step, read.
///
/// It never leaves this module; callers see ``Row`` inside a closure.
@safe
final class Statement {
    private let handle: OpaquePointer
    let sql: String
    /// Whether a caller is stepping through it, so that the same text inside its closure needs a statement of its own.
    private(set) var inUse = false

    init(_ sql: String, on database: OpaquePointer) throws(DatabaseFault) {
        var handle: OpaquePointer?
        let result = unsafe sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard result == SQLITE_OK, let handle = unsafe handle else {
            throw DatabaseFault(ResultCode(rawValue: result == SQLITE_OK ? SQLITE_MISUSE : result), sql)
        }
        unsafe self.handle = unsafe handle
        self.sql = sql
    }

    deinit { unsafe sqlite3_finalize(handle) }

    /// Binds `values` in order; their number must be the statement's.
    func begin(_ values: [Value]) throws(DatabaseFault) {
        guard unsafe Int(sqlite3_bind_parameter_count(handle)) == values.count else {
            throw DatabaseFault(.misuse, sql)
        }
        inUse = true
        for (index, value) in values.enumerated() {
            let result = bind(value, at: Int32(index + 1))
            guard result == SQLITE_OK else { throw DatabaseFault(ResultCode(rawValue: result), sql) }
        }
    }

    /// Makes the statement ready for another use and forgets what was bound.
    func end() {
        // The result repeats the error of the last step, which was thrown already.
        unsafe sqlite3_reset(handle)
        unsafe sqlite3_clear_bindings(handle)
        inUse = false
    }

    /// Whether there is another row.
    func step() throws(DatabaseFault) -> Bool {
        let result = unsafe sqlite3_step(handle)
        switch result {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw DatabaseFault(ResultCode(rawValue: result), sql)
        }
    }

    private func bind(_ value: Value, at index: Int32) -> Int32 {
        switch value {
        case .null: return unsafe sqlite3_bind_null(handle, index)
        case .integer(let integer): return unsafe sqlite3_bind_int64(handle, index, integer)
        case .text(let text):
            return unsafe text.utf8CString.withUnsafeBufferPointer { characters in
                unsafe ecluse_sqlite_bind_text(
                    handle, index, characters.baseAddress, Int32(clamping: characters.count - 1))
            }
        case .blob(let bytes):
            // A null pointer would bind NULL instead of no bytes.
            guard !bytes.isEmpty else { return unsafe sqlite3_bind_zeroblob(handle, index, 0) }
            return unsafe bytes.withUnsafeBytes { raw in
                unsafe ecluse_sqlite_bind_blob(handle, index, raw.baseAddress, Int32(clamping: raw.count))
            }
        }
    }

    func type(of column: Int) -> Int32 { unsafe sqlite3_column_type(handle, Int32(column)) }
    func integer(_ column: Int) -> Int64 { unsafe sqlite3_column_int64(handle, Int32(column)) }

    func bytes(_ column: Int) -> [UInt8] {
        // The pointer is asked for before the length, which could otherwise be that of another encoding (column_blob(3)).
        guard let start = unsafe sqlite3_column_blob(handle, Int32(column)) else { return [] }
        let count = unsafe Int(sqlite3_column_bytes(handle, Int32(column)))
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// The 16 bytes of a blob as two big-endian words; nil where it has another length.
    func words(_ column: Int) -> (high: UInt64, low: UInt64)? {
        guard let start = unsafe sqlite3_column_blob(handle, Int32(column)),
            unsafe sqlite3_column_bytes(handle, Int32(column)) == 16
        else { return nil }
        return unsafe (
            UInt64(bigEndian: start.loadUnaligned(as: UInt64.self)),
            UInt64(bigEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        )
    }
}
