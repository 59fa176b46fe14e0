package import Support

/// A table at one version: what replaying its log up to there gives.
package struct DeltaSnapshot: Sendable {
    /// A transaction and the version of the table that holds it.
    struct Applied {
        let version: Int64
        let tableVersion: Int64
    }

    /// The version, -1 before the first entry.
    package private(set) var version: Int64 = -1
    package private(set) var metadata: DeltaMetadata?
    private var active: [String: DeltaFile] = [:]
    private var removed: Set<String> = []
    private(set) var transactions: [String: Applied] = [:]
    /// The `commitInfo` of the last entry.
    package private(set) var lastInfo: JSONValue?

    init() {}

    /// The files that make up the table, by path.
    package var files: [DeltaFile] { active.values.sorted { $0.path < $1.path } }
    /// Rows of all files whose number is known.
    package var rows: Int64 { active.values.reduce(0) { $0.addingReportingOverflow($1.rows ?? 0).partialValue } }
    /// Bytes of all files.
    package var bytes: Int64 { active.values.reduce(0) { $0.addingReportingOverflow($1.size).partialValue } }

    /// Whether some entry names the file, be it removed since: older versions still need it.
    func knows(_ path: String) -> Bool { active[path] != nil || removed.contains(path) }
    /// Whether the file is part of the table.
    func holds(_ path: String) -> Bool { active[path] != nil }

    /// How far application `appID` has come.
    package func transaction(appID: String) -> DeltaTransaction? {
        transactions[appID].map { DeltaTransaction(appID: appID, version: $0.version) }
    }

    /// What Écluse noted with the last commit.
    package var lastNotes: JSONValue? { lastInfo?[DeltaEntry.infoName] }

    /// The files that `removal` takes out.
    func files(_ removal: DeltaRemoval) throws(CatalogueFault) -> [DeltaFile] {
        switch removal {
        case .nothing: return []
        case .everything: return files
        case .tagged(let name, let value): return files.filter { $0.tags[name] == value }
        case .decided(let paths, let basis):
            guard version == basis else { throw .conflict(version: version) }
            return try files(.files(paths))
        case .files(let paths):
            var found: [DeltaFile] = []
            for path in Set(paths).sorted() {
                guard let file = active[path] else { throw .conflict(version: version) }
                found.append(file)
            }
            return found
        }
    }

    /// Replays the next entry of the log; on a fault this snapshot stays as it was.
    mutating func apply(_ entry: [UInt8]) throws(CatalogueFault) {
        var actions: [DeltaAction] = []
        var hasMetadata = metadata != nil
        for (index, line) in entry.split(separator: UInt8(ascii: "\n")).enumerated() {
            guard let value = try? JSONParser.parse(Array(line)), let action = try DeltaAction(value) else {
                throw .malformedLog(version: version + 1, line: index + 1)
            }
            if case .metadata = action { hasMetadata = true }
            actions.append(action)
        }
        // The first entry of a table says what it is.
        guard hasMetadata else { throw .malformedLog(version: version + 1, line: 0) }
        version += 1
        lastInfo = nil
        for action in actions { apply(action) }
    }

    private mutating func apply(_ action: DeltaAction) {
        switch action {
        case .protocolVersions, .other: break
        case .metadata(let metadata): self.metadata = metadata
        case .add(let file):
            active[file.path] = file
            removed.remove(file.path)
        case .remove(let path):
            active[path] = nil
            removed.insert(path)
        case .transaction(let transaction):
            transactions[transaction.appID] = Applied(version: transaction.version, tableVersion: version)
        case .info(let info): lastInfo = info
        }
    }

    /// What a fuzzer calls: replays `bytes` as a first entry and, after it, as a second; must only not crash, hang or grow.
    package static func fuzzLog(_ bytes: [UInt8]) {
        var snapshot = DeltaSnapshot()
        try? snapshot.apply(bytes)
        try? snapshot.apply(bytes)
        _ = (snapshot.files, snapshot.rows, snapshot.bytes, snapshot.lastNotes)
    }
}
