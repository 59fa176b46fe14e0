internal import CSQLite
package import Support

/// A result code of SQLite with its extension: the low byte is the primary code (https://sqlite.org/rescode.html).
package struct ResultCode: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// The code without its extension.
    package var primary: ResultCode { ResultCode(rawValue: rawValue & 0xff) }

    package static let busy = ResultCode(rawValue: SQLITE_BUSY)
    package static let locked = ResultCode(rawValue: SQLITE_LOCKED)
    package static let constraint = ResultCode(rawValue: SQLITE_CONSTRAINT)
    /// `SQLITE_CONSTRAINT_UNIQUE`; the macro is an expression that Swift does not import.
    package static let unique = ResultCode(rawValue: SQLITE_CONSTRAINT | 8 << 8)
    package static let corrupt = ResultCode(rawValue: SQLITE_CORRUPT)
    package static let notADatabase = ResultCode(rawValue: SQLITE_NOTADB)
    package static let full = ResultCode(rawValue: SQLITE_FULL)
    package static let inputOutput = ResultCode(rawValue: SQLITE_IOERR)
    package static let readOnly = ResultCode(rawValue: SQLITE_READONLY)
    package static let refused = ResultCode(rawValue: SQLITE_AUTH)
    package static let cannotOpen = ResultCode(rawValue: SQLITE_CANTOPEN)
    package static let permission = ResultCode(rawValue: SQLITE_PERM)
    package static let mismatch = ResultCode(rawValue: SQLITE_MISMATCH)
    package static let misuse = ResultCode(rawValue: SQLITE_MISUSE)
}

/// A failed call of SQLite: the code and the statement as it is written in the source, with `?` where values were bound.
///
/// SQLite's own message is left out, because for some errors it quotes a value.
package struct DatabaseFault: Fault, Equatable {
    /// Characters of a statement that ``arguments`` shows.
    package static let shownCharacters = 120

    /// The extended result code.
    package let result: ResultCode
    /// The statement without its values, or what was being done.
    package let statement: String

    /// The failure `result` of `statement`.
    package init(_ result: ResultCode, _ statement: String) {
        self.result = result
        self.statement = statement
    }

    private static let codes: [ResultCode: FaultCode] = [
        .busy: "database.busy", .locked: "database.busy", .constraint: "database.constraint",
        .corrupt: "database.corrupt", .notADatabase: "database.corrupt", .full: "database.disk-full",
        .inputOutput: "database.input-output", .readOnly: "database.access", .refused: "database.access",
        .cannotOpen: "database.access", .permission: "database.access", .mismatch: "database.mismatch",
    ]

    package var code: FaultCode { Self.codes[result.primary] ?? "database.failed" }

    package var arguments: [String: String] {
        [
            "result": String(result.rawValue), "reason": unsafe String(cString: sqlite3_errstr(result.rawValue)),
            "statement": String(statement.prefix(Self.shownCharacters)),
        ]
    }
}
