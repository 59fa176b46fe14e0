package import Support

/// Why a table could not be read or committed.
package enum CatalogueFault: Fault, Equatable {
    /// The name of a base, table or drop cannot be a name in the catalogue.
    case name
    /// The directory holds no table.
    case noTable
    /// An entry of the log breaks the format, on this line.
    case malformedLog(version: Int64, line: Int)
    /// An entry of the log is missing.
    case incompleteLog(version: Int64)
    /// The table needs a newer protocol or a feature that Écluse refuses.
    case unsupported(feature: String)
    /// The type or name of a column has no counterpart in Delta.
    case column(name: String)
    /// A file that was to be removed or added was changed by another commit.
    case conflict(version: Int64)
    /// The column would have another type, or another spelling, than the table has it with.
    case columnType(name: String)
    /// A drop replaces more different groups of rows, or windows, than memory is set aside for.
    case tooManyGroups
    /// Other writers were faster each time.
    case tooManyAttempts

    package var code: FaultCode {
        switch self {
        case .name: "catalogue.name"
        case .noTable: "catalogue.no-table"
        case .malformedLog: "catalogue.malformed-log"
        case .incompleteLog: "catalogue.incomplete-log"
        case .unsupported: "catalogue.unsupported"
        case .column: "catalogue.column"
        case .conflict: "catalogue.conflict"
        case .columnType: "catalogue.column-type"
        case .tooManyGroups: "catalogue.too-many-groups"
        case .tooManyAttempts: "catalogue.too-many-attempts"
        }
    }

    package var arguments: [String: String] {
        switch self {
        case .malformedLog(let version, let line): ["version": String(version), "line": String(line)]
        case .incompleteLog(let version), .conflict(let version): ["version": String(version)]
        case .unsupported(let feature): ["feature": feature]
        case .column(let name), .columnType(let name): ["column": name]
        case .name, .noTable, .tooManyGroups, .tooManyAttempts: [:]
        }
    }
}
