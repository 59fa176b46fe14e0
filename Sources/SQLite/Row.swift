internal import CSQLite

/// The present row of a query; it cannot leave the closure that it is given to.
///
/// Columns are read by position and by exact type: a value of another type is an error, not a conversion.
package struct Row: ~Copyable {
    private let statement: Statement

    init(_ statement: Statement) { self.statement = statement }

    /// Whether the column is NULL.
    package borrowing func isNull(_ column: Int) -> Bool { statement.type(of: column) == SQLITE_NULL }

    /// An integer column.
    package borrowing func integer(_ column: Int) throws(DatabaseFault) -> Int64 {
        try require(SQLITE_INTEGER, column)
        return statement.integer(column)
    }

    /// A text column.
    package borrowing func text(_ column: Int) throws(DatabaseFault) -> String {
        try require(SQLITE_TEXT, column)
        return String(decoding: statement.bytes(column), as: UTF8.self)
    }

    /// A blob column.
    package borrowing func blob(_ column: Int) throws(DatabaseFault) -> [UInt8] {
        try require(SQLITE_BLOB, column)
        return statement.bytes(column)
    }

    /// A blob column of 16 bytes as two big-endian words, read without a copy.
    package borrowing func words(_ column: Int) throws(DatabaseFault) -> (high: UInt64, low: UInt64) {
        try require(SQLITE_BLOB, column)
        guard let words = statement.words(column) else { throw DatabaseFault(.mismatch, statement.sql) }
        return words
    }

    /// An integer column, or nil for NULL.
    package borrowing func optionalInteger(_ column: Int) throws(DatabaseFault) -> Int64? {
        isNull(column) ? nil : try integer(column)
    }

    /// A text column, or nil for NULL.
    package borrowing func optionalText(_ column: Int) throws(DatabaseFault) -> String? {
        isNull(column) ? nil : try text(column)
    }

    /// A blob column, or nil for NULL.
    package borrowing func optionalBlob(_ column: Int) throws(DatabaseFault) -> [UInt8]? {
        isNull(column) ? nil : try blob(column)
    }

    private borrowing func require(_ type: Int32, _ column: Int) throws(DatabaseFault) {
        guard statement.type(of: column) == type else { throw DatabaseFault(.mismatch, statement.sql) }
    }
}
