internal import Support

/// Why a delivery, or one of its files, is not ingested; and, as remarks, what they wait for.
///
/// Tables are the convention's own names; what a manifest or a file holds is never repeated.
enum DeliveryFault: Fault, Equatable {
    /// A file that no manifest named in time.
    case noManifest(hours: Int)
    /// A file that a later one of the same name has taken the place of.
    case superseded
    /// A manifest whose place a later one of the same period has taken.
    case replaced
    /// The files of these tables did not come in time.
    case incomplete(tables: [String])
    /// Nothing of the delivery is ingested, because of the files of these tables.
    case refused(tables: [String])
    /// The delivery waits for an operator, because of the files of these tables.
    case quarantined(tables: [String])
    /// The file's length is not the one stated.
    case otherBytes(table: String, stated: Int64, found: UInt64)
    /// The file's SHA-256 is not the one stated.
    case otherDigest(table: String)
    /// An archive without the entry of that name, which is to be its manifest.
    case noManifestEntry(name: String)
    /// A second manifest in an archive.
    case repeatedManifestEntry(entry: Int)
    /// The file has another number of records than stated.
    case otherRows(table: String, stated: Int64, found: Int)

    var code: FaultCode {
        switch self {
        case .noManifest: "delivery.no-manifest"
        case .superseded: "delivery.superseded"
        case .replaced: "delivery.replaced"
        case .incomplete: "delivery.incomplete"
        case .refused: "delivery.refused"
        case .quarantined: "delivery.quarantined"
        case .otherBytes: "delivery.other-bytes"
        case .otherDigest: "delivery.other-digest"
        case .noManifestEntry: "delivery.no-manifest-entry"
        case .repeatedManifestEntry: "delivery.repeated-manifest-entry"
        case .otherRows: "delivery.other-rows"
        }
    }

    var arguments: [String: String] {
        switch self {
        case .noManifest(let hours): ["hours": String(hours)]
        case .superseded, .replaced: [:]
        case .incomplete(let tables), .refused(let tables), .quarantined(let tables):
            ["tables": tables.joined(separator: ", ")]
        case .otherBytes(let table, let stated, let found):
            ["table": table, "stated": String(stated), "found": String(found)]
        case .otherDigest(let table): ["table": table]
        case .noManifestEntry(let name): ["name": name]
        case .repeatedManifestEntry(let entry): ["entry": String(entry)]
        case .otherRows(let table, let stated, let found):
            ["table": table, "stated": String(stated), "found": String(found)]
        }
    }
}

/// A fault of one file of a delivery, in the words of whoever found it.
struct FileFault: Fault {
    /// The table whose file it is.
    let table: String
    let fault: any Fault

    var code: FaultCode { fault.code }
    var arguments: [String: String] { fault.arguments }
}

/// What is wrong with a file of a delivery that could not be read to its end.
struct FileFaults: Error {
    let faults: [FileFault]
}
