package import Support

/// What is wrong with a manifest: with its form, or with what it says under its convention.
///
/// Names of members and tables are the format's and the convention's own; nothing that the producer wrote is repeated.
package enum ManifestFault: Fault, Equatable {
    /// More bytes than a manifest may have.
    case tooLong(limit: Int)
    /// No JSON: the code of the problem and where.
    case notJSON(FaultCode, Place)
    /// JSON of another form: the code of the problem, the member that is missing, the JSON pointer (RFC 6901) and the place.
    case form(FaultCode, String?, String, Place)
    /// More files than a delivery may have.
    case tooManyFiles(limit: Int)
    /// The convention, base or version is not the one that judges this account's files.
    case other(Member, expected: String)
    /// File number `file`, from 1, names no table that has files of its own.
    case unknownTable(file: Int, expected: [String])
    /// A second file for the table.
    case repeatedTable(file: Int, table: String)
    /// Two files of one name.
    case repeatedName(file: Int, table: String)
    /// The file's name is not how files of the table are called.
    case wrongName(table: String, example: String)
    /// Tables that a delivery must have a file for.
    case missingTables([String])
    /// The name of the table's file, or of the manifest (nil), is of another period than the manifest says.
    case otherPeriod(table: String?)

    /// Members that must say what the convention says.
    package enum Member: String, Sendable { case convention, schemaVersion, base }

    package var code: FaultCode {
        switch self {
        case .tooLong: "manifest.too-long"
        case .notJSON: "manifest.not-json"
        case .form: "manifest.form"
        case .tooManyFiles: "manifest.too-many-files"
        case .other: "manifest.other"
        case .unknownTable: "manifest.unknown-table"
        case .repeatedTable: "manifest.repeated-table"
        case .repeatedName: "manifest.repeated-name"
        case .wrongName: "manifest.wrong-name"
        case .missingTables: "manifest.missing-tables"
        case .otherPeriod: "manifest.other-period"
        }
    }

    package var arguments: [String: String] {
        switch self {
        case .tooLong(let limit), .tooManyFiles(let limit): ["limit": String(limit)]
        case .notJSON(let problem, let place): ["problem": problem.rawValue, "place": place.description]
        case .form(let problem, let member, let pointer, let place):
            [
                "problem": problem.rawValue + (member.map { " \($0)" } ?? ""),
                "pointer": pointer.isEmpty ? "/" : pointer,
                "place": place.description,
            ]
        case .other(let member, let expected): ["member": member.rawValue, "expected": expected]
        case .unknownTable(let file, let expected):
            ["file": String(file), "expected": expected.joined(separator: ", ")]
        case .repeatedTable(let file, let table), .repeatedName(let file, let table):
            ["file": String(file), "table": table]
        case .wrongName(let table, let example): ["table": table, "example": example]
        case .missingTables(let tables): ["tables": tables.joined(separator: ", ")]
        case .otherPeriod(let table): ["table": table ?? "–"]
        }
    }
}
