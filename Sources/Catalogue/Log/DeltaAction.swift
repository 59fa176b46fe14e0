internal import Support

/// A line of a log entry (Delta protocol, "Actions").
enum DeltaAction {
    /// Versions that Écluse speaks.
    case protocolVersions
    case metadata(DeltaMetadata)
    case add(DeltaFile)
    case remove(path: String)
    case transaction(DeltaTransaction)
    case info(JSONValue)
    /// An action that does not matter to a reader of version 1.
    case other

    /// The action that `value` holds, or nil where it breaks the format.
    init?(_ value: JSONValue) throws(CatalogueFault) {
        guard let members = value.members, members.count == 1, let member = members.first else { return nil }
        let body = member.value
        let action: DeltaAction? =
            switch member.name {
            case "protocol": try Self.readProtocol(body)
            case "metaData": Self.readMetadata(body)
            case "add": try Self.readAdd(body)
            case "remove": body["path"]?.string.flatMap(PathEscape.decode).map { .remove(path: $0) }
            case "txn": Self.readTransaction(body)
            case "commitInfo": body.members == nil ? nil : .info(body)
            default: .other
            }
        guard let action else { return nil }
        self = action
    }

    private static func readProtocol(_ body: JSONValue) throws(CatalogueFault) -> DeltaAction? {
        guard let reader = body["minReaderVersion"]?.integer, let writer = body["minWriterVersion"]?.integer else {
            return nil
        }
        guard reader <= DeltaEntry.readerVersion, writer <= DeltaEntry.writerVersion else {
            throw .unsupported(feature: "protocol")
        }
        return .protocolVersions
    }

    private static func readMetadata(_ body: JSONValue) -> DeltaAction? {
        guard let id = body["id"]?.string, let schemaString = body["schemaString"]?.string,
            body["partitionColumns"]?.array?.isEmpty ?? false
        else { return nil }
        var created: Timestamp?
        if let milliseconds = body["createdTime"]?.integer {
            guard let moment = timestamp(milliseconds: milliseconds) else { return nil }
            created = moment
        }
        return .metadata(
            DeltaMetadata(
                id: id, name: body["name"]?.string, description: body["description"]?.string,
                schemaString: schemaString,
                configuration: strings(body["configuration"]), created: created))
    }

    private static func readAdd(_ body: JSONValue) throws(CatalogueFault) -> DeltaAction? {
        if let vector = body["deletionVector"], !vector.isNull { throw .unsupported(feature: "deletionVectors") }
        guard let path = body["path"]?.string.flatMap(PathEscape.decode), !path.isEmpty,
            let size = body["size"]?.integer, size >= 0,
            let modified = body["modificationTime"]?.integer.flatMap(timestamp(milliseconds:))
        else { return nil }
        let statistics = body["stats"]?.string
        let rows = statistics.flatMap { try? JSONParser.parse(Array($0.utf8)) }?["numRecords"]?.integer
        return .add(
            DeltaFile(
                path: path, size: size, modified: modified, statistics: statistics, tags: strings(body["tags"]),
                rows: rows.flatMap { $0 >= 0 ? $0 : nil }))
    }

    private static func readTransaction(_ body: JSONValue) -> DeltaAction? {
        guard let appID = body["appId"]?.string, let version = body["version"]?.integer else { return nil }
        return .transaction(DeltaTransaction(appID: appID, version: version))
    }

    private static func timestamp(milliseconds: Int64) -> Timestamp? {
        let (microseconds, overflow) = milliseconds.multipliedReportingOverflow(by: 1000)
        return overflow ? nil : Timestamp(microseconds: microseconds)
    }

    private static func strings(_ value: JSONValue?) -> [String: String] {
        var result: [String: String] = [:]
        for member in value?.members ?? [] { result[member.name] = member.value.string }
        return result
    }
}
