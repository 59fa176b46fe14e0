internal import Support

extension DeliveryManifest {
    /// Longest manifest that is read.
    package static let maximumBytes = 1 << 20
    /// Most files of one delivery.
    package static let maximumFiles = 1000
    /// Longest name of a sender, in bytes.
    package static let maximumSender = 200
    /// Longest name of a file, in bytes: what a file system takes.
    package static let maximumName = 255

    /// Reads a manifest: strict JSON, every member known and there.
    ///
    /// - Throws: ``ManifestFault`` with the place of the first problem; what stood there is never repeated.
    package init(json bytes: [UInt8]) throws(ManifestFault) {
        guard bytes.count <= Self.maximumBytes else { throw .tooLong(limit: Self.maximumBytes) }
        let value: JSONValue
        do throws(JSONFault) {
            value = try JSONParser.parse(bytes)
        } catch {
            throw .notJSON(error.code, error.place)
        }
        if let problem = FormatChecker.check(value, ManifestFormat.manifest, file: "").min(by: { $0.place < $1.place })
        {
            throw ManifestFault(problem)
        }
        let files = value["files"]?.array ?? []
        guard files.count <= Self.maximumFiles else { throw .tooManyFiles(limit: Self.maximumFiles) }
        self.init(
            convention: value["convention"]?.string ?? "", schemaVersion: Int(value["schemaVersion"]?.integer ?? 0),
            base: value["base"]?.string ?? "",
            period: try Self.text(value["period"], "/period", Self.isPeriod),
            sender: try Self.text(value["sender"], "/sender") { $0.utf8.count <= Self.maximumSender },
            files: [])
        for (index, file) in files.enumerated() { self.files.append(try Self.file(file, "/files/\(index)")) }
    }

    private static func file(_ value: JSONValue, _ pointer: String) throws(ManifestFault) -> File {
        File(
            name: try text(value["name"], pointer + "/name") { $0.utf8.count <= maximumName },
            table: value["table"]?.string ?? "", rows: value["rows"]?.integer ?? 0,
            bytes: value["bytes"]?.integer ?? 0,
            sha256: try text(value["sha256"], pointer + "/sha256", isDigest).lowercased())
    }

    private static func text(
        _ value: JSONValue?, _ pointer: String, _ isRight: (String) -> Bool
    ) throws(ManifestFault) -> String {
        guard let value, let text = value.string, isRight(text) else {
            throw .form("format.text", nil, pointer, value?.place ?? Place(line: 1, column: 1))
        }
        return text
    }

    private static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
    }

    /// Whether `text` is a year, a month or a day, in digits alone.
    package static func isPeriod(_ text: String) -> Bool { NamedPeriod.firstDay(text) != nil }
}

extension ManifestFault {
    /// What the checker of formats found; of its words only those that are the format's own are taken over.
    fileprivate init(_ problem: Problem) {
        let isUnknown = ["format.unknown-member", "format.misspelt-member"].contains(problem.code)
        let pointer =
            isUnknown
            ? String(problem.pointer[..<(problem.pointer.lastIndex(of: "/") ?? problem.pointer.startIndex)])
            : problem.pointer
        self = .form(
            isUnknown ? "format.unknown-member" : problem.code,
            problem.code == "format.missing-member" ? problem.details["member"] : nil, pointer, problem.place)
    }
}
