internal import Support

/// Writes the lines of a log entry.
struct DeltaEntry {
    /// Highest versions of the protocol that Écluse speaks.
    static let readerVersion: Int64 = 1
    static let writerVersion: Int64 = 2

    private(set) var bytes: [UInt8] = []

    private mutating func append(_ name: String, _ members: [(String, JSONValue)]) {
        bytes += JSONWriter.write(.object([(name, .object(members))]))
        bytes.append(UInt8(ascii: "\n"))
    }

    mutating func protocolVersions() {
        append(
            "protocol",
            [("minReaderVersion", .count(Self.readerVersion)), ("minWriterVersion", .count(Self.writerVersion))])
    }

    mutating func metadata(_ metadata: DeltaMetadata) {
        var members: [(String, JSONValue)] = [("id", .text(metadata.id))]
        if let name = metadata.name { members.append(("name", .text(name))) }
        if let description = metadata.description { members.append(("description", .text(description))) }
        members += [
            ("format", .object([("provider", "parquet"), ("options", .object([]))])),
            ("schemaString", .text(metadata.schemaString)), ("partitionColumns", .list([])),
            ("configuration", Self.strings(metadata.configuration)),
        ]
        if let created = metadata.created { members.append(("createdTime", Self.milliseconds(created))) }
        append("metaData", members)
    }

    mutating func add(_ file: DeltaFile) {
        var members: [(String, JSONValue)] = [
            ("path", .text(PathEscape.encode(file.path))), ("partitionValues", .object([])),
            ("size", .count(file.size)),
            ("modificationTime", Self.milliseconds(file.modified)), ("dataChange", true),
        ]
        if let statistics = file.statistics { members.append(("stats", .text(statistics))) }
        if !file.tags.isEmpty { members.append(("tags", Self.strings(file.tags))) }
        append("add", members)
    }

    mutating func remove(_ file: DeltaFile, at moment: Timestamp) {
        append(
            "remove",
            [
                ("path", .text(PathEscape.encode(file.path))), ("deletionTimestamp", Self.milliseconds(moment)),
                ("dataChange", true), ("extendedFileMetadata", true), ("partitionValues", .object([])),
                ("size", .count(file.size)),
            ])
    }

    mutating func transaction(_ transaction: DeltaTransaction, at moment: Timestamp) {
        append(
            "txn",
            [
                ("appId", .text(transaction.appID)), ("version", .count(transaction.version)),
                ("lastUpdated", Self.milliseconds(moment)),
            ])
    }

    /// Name of the member of `commitInfo` that holds what Écluse notes.
    static let infoName = "ecluse"

    mutating func info(
        _ operation: String, _ mode: String?, _ info: [(name: String, value: JSONValue)], at moment: Timestamp
    ) {
        var members: [(String, JSONValue)] = [
            ("timestamp", Self.milliseconds(moment)), ("operation", .text(operation)),
            ("operationParameters", .object(mode.map { [("mode", .text($0))] } ?? [])), ("engineInfo", "Ecluse/1.0.0"),
        ]
        if !info.isEmpty { members.append((Self.infoName, .object(info.map { ($0.name, $0.value) }))) }
        append("commitInfo", members)
    }

    private static func milliseconds(_ moment: Timestamp) -> JSONValue {
        .count(moment.microseconds.floorDivided(by: 1000))
    }

    private static func strings(_ pairs: [String: String]) -> JSONValue {
        .object(pairs.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })
    }
}
