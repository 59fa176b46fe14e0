package import Support

/// Why a nomenclature cannot be imported or used.
package enum NomenclatureFault: Fault, Equatable {
    case badName
    case badVersion
    /// No version of a list is installed that a convention cannot do without.
    case notInstalled(name: String)
    /// Another list is installed under this version.
    case versionTaken(name: String, version: String)
    /// There are versions already: somebody must say from which day the new one judges.
    case dayMissing(name: String)
    /// What is installed is no longer what was imported.
    case damaged(name: String, version: String)
    /// The file is larger than what is taken.
    case tooLarge(limit: Int)
    case empty
    /// The first line does not end within the limit, or is not in the encoding.
    case headerMalformed
    /// A column that the file has not; `columns` are its own.
    case unknownColumn(column: String, columns: [String])
    /// A name that two columns have.
    case repeatedColumn(column: String)
    /// The file cannot be read on; `reason` is the code of what is wrong.
    case unreadable(reason: FaultCode, line: String)
    /// Records whose form is broken; the first of them.
    case record(line: UInt64, reason: FaultCode, count: Int)
    /// A code that is empty, too long, or holds a quote, a semicolon or a control character.
    case code(line: UInt64)
    case tooManyCodes(limit: Int)

    package var code: FaultCode {
        switch self {
        case .badName: "nomenclature.name"
        case .badVersion: "nomenclature.version"
        case .notInstalled: "nomenclature.not-installed"
        case .versionTaken: "nomenclature.version-taken"
        case .dayMissing: "nomenclature.day-missing"
        case .damaged: "nomenclature.damaged"
        case .tooLarge: "nomenclature.too-large"
        case .empty: "nomenclature.empty"
        case .headerMalformed: "nomenclature.header"
        case .unknownColumn: "nomenclature.unknown-column"
        case .repeatedColumn: "nomenclature.repeated-column"
        case .unreadable: "nomenclature.unreadable"
        case .record: "nomenclature.record"
        case .code: "nomenclature.code"
        case .tooManyCodes: "nomenclature.too-many-codes"
        }
    }

    package var arguments: [String: String] {
        switch self {
        case .badName, .badVersion, .empty, .headerMalformed: [:]
        case .notInstalled(let name), .dayMissing(let name): ["name": name]
        case .versionTaken(let name, let version), .damaged(let name, let version): ["name": name, "version": version]
        case .tooLarge(let limit), .tooManyCodes(let limit): ["limit": String(limit)]
        case .unknownColumn(let column, let columns):
            ["column": column, "columns": columns.prefix(NomenclatureFault.namedColumns).joined(separator: ", ")]
        case .repeatedColumn(let column): ["column": column]
        case .unreadable(let reason, let line): ["reason": reason.rawValue, "line": line]
        case .record(let line, let reason, let count):
            ["line": String(line), "reason": reason.rawValue, "count": String(count)]
        case .code(let line): ["line": String(line)]
        }
    }

    /// Columns of a file that are named where the one asked for is not there.
    private static let namedColumns = 40
}
