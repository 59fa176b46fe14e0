package import Convention
package import Platform
package import Support

/// Why a home directory cannot be made or used.
package enum HomeFault: Fault, Equatable {
    /// The directory is not empty: a home is never overwritten.
    case notEmpty
    /// There is no home here.
    case notFound
    case keyMissing(file: String)
    case keyMalformed(file: String)
    /// Others than the owner can read the key file.
    case keyPermissions(file: String, mode: UInt32)
    /// The key file belongs to another user than the one who runs.
    case keyOwner(file: String)
    /// A key of `keys-example/` in a home that is no demo.
    case exampleKey(file: String)
    /// The ingester has never run on this home.
    case noLedger
    /// A home for demonstrations listens on more than loopback.
    case demoExposed
    /// A setting of the configuration file is wrong; see the problems.
    case configuration([Problem])
    /// A convention cannot be used; see the problems.
    case convention(id: String, [Problem])
    /// This version of the convention is in the home already, with other content.
    case versionTaken(id: String, version: Int)
    /// The convention in this folder says another identifier or version than the folder's name.
    case misplaced(id: String, version: Int)
    case unsigned(id: String, version: Int)
    /// The signature is not that of these files by an allowed signer.
    case signatureWrong(id: String, version: Int)
    /// One account in several conventions.
    case sharedAccount(name: String)
    /// A nomenclature of the home cannot be used.
    case nomenclature(NomenclatureFault)
    /// Two versions would give a column of the catalogue different types.
    case columnConflict(ColumnConflict)
    case key(FaultCode)
    case system(SystemError)

    package var code: FaultCode {
        switch self {
        case .notEmpty: "home.not-empty"
        case .notFound: "home.not-found"
        case .keyMissing: "home.key-missing"
        case .keyMalformed: "home.key-malformed"
        case .keyPermissions: "home.key-permissions"
        case .keyOwner: "home.key-owner"
        case .exampleKey: "home.example-key"
        case .noLedger: "home.no-ledger"
        case .demoExposed: "home.demo-exposed"
        case .configuration: "home.configuration"
        case .convention: "home.convention"
        case .versionTaken: "home.version-taken"
        case .misplaced: "home.misplaced"
        case .unsigned: "home.unsigned"
        case .signatureWrong: "home.signature-wrong"
        case .sharedAccount: "home.shared-account"
        case .nomenclature(let fault): fault.code
        case .columnConflict: "home.column-conflict"
        case .key(let code): code
        case .system(let error): error.code
        }
    }

    package var arguments: [String: String] {
        switch self {
        case .notEmpty, .notFound, .noLedger, .demoExposed, .key: [:]
        case .keyMissing(let file), .keyMalformed(let file), .keyOwner(let file), .exampleKey(let file): ["file": file]
        case .keyPermissions(let file, let mode): ["file": file, "mode": String(mode, radix: 8)]
        case .configuration(let problems):
            ["count": "\(problems.count)", "first": problems.first?.line(.english) ?? ""]
        case .convention(let id, let problems):
            ["id": id, "count": "\(problems.count)", "first": problems.first?.line(.english) ?? ""]
        case .versionTaken(let id, let version), .misplaced(let id, let version), .unsigned(let id, let version),
            .signatureWrong(let id, let version):
            ["id": id, "version": "\(version)"]
        case .sharedAccount(let name): ["name": name]
        case .nomenclature(let fault): fault.arguments
        case .columnConflict(let conflict):
            [
                "table": conflict.table, "column": conflict.column,
                "earlier": conflict.earlier.description,
                "later": conflict.later.description,
                "before": conflict.before, "after": conflict.after,
            ]
        case .system(let error): error.arguments
        }
    }

    /// The problems behind the fault, each with its place.
    package var problems: [Problem] {
        switch self {
        case .configuration(let problems), .convention(_, let problems): problems
        default: []
        }
    }
}

/// Calls `body` and turns a system error into a home's.
func system<Result: ~Copyable>(_ body: () throws(SystemError) -> Result) throws(HomeFault) -> Result {
    do throws(SystemError) { return try body() } catch { throw .system(error) }
}
