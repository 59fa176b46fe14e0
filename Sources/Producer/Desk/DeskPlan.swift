internal import Containers
package import Convention
internal import Envelope
internal import Patterns
package import Support

/// What is to become of files that a producer names: one drop, its name, and how its bytes are made.
package struct DeskPlan {
    /// How the bytes that are sealed are made of the files.
    private enum Making { case asIs, compressed(FileCompression), archive(ArchiveFormat) }

    /// The name that the drop will have in the account.
    package let name: String
    package let channel: DropChannel
    /// Whether the one file is sealed already.
    package let isSealed: Bool
    /// The files.
    package let paths: [String]
    private let making: Making

    /// The drops that `paths` make up: files of an archive together, every other for itself.
    ///
    /// `name` says how the drop is called where its files do not.
    ///
    /// - Throws: ``ProducerFault/nameNeeded(example:)``; what reading the first bytes of the files throws.
    package static func plans(_ paths: [String], name: String?, _ convention: Convention) throws -> [DeskPlan] {
        let names = try DropNames(convention)
        var parts: [String] = []
        var plans: [DeskPlan] = []
        for path in paths {
            let kind = EnvelopeKind.detect(try DeskFile.start(of: path, EnvelopeKind.prefixLength))
            if kind.format == nil, name == nil || paths.count > 1, names.isEntry(lastComponent(path)) {
                parts.append(path)
            } else {
                plans.append(try DeskPlan(path, name ?? lastComponent(path), isSealed: kind.format != nil, names))
            }
        }
        guard !parts.isEmpty, let archive = convention.archive else { return plans }
        guard let name else { throw ProducerFault.nameNeeded(example: archive.nameExample) }
        return plans + [
            DeskPlan(
                name: names.archive(name), channel: .data, isSealed: false, paths: parts,
                making: .archive(archive.format))
        ]
    }

    private init(name: String, channel: DropChannel, isSealed: Bool, paths: [String], making: Making) {
        self.name = name
        self.channel = channel
        self.isSealed = isSealed
        self.paths = paths
        self.making = making
    }

    private init(_ path: String, _ given: String, isSealed: Bool, _ names: DropNames) throws {
        let found = names.find(given, isSealed: isSealed)
        let start = isSealed ? [] : try DeskFile.start(of: path, ContainerKind.prefixLength)
        let isPlain = [.plain, .empty].contains(ContainerKind.detect(start))
        self.init(
            name: found.name, channel: found.channel, isSealed: isSealed, paths: [path],
            making: !isSealed && isPlain && found.compression != .none ? .compressed(found.compression) : .asIs)
    }

    /// The bytes to be sealed, or those of the sealed file, from the start.
    package func open() throws -> any ByteSource {
        switch making {
        case .asIs: return try DeskFile(paths[0])
        case .compressed(let compression): return try Packing.file(DeskFile(paths[0]), compression: compression)
        case .archive(let format):
            let files = try paths.map { path in
                PackedFile(name: DeskPlan.lastComponent(path), size: try DeskFile.status(path).size) {
                    try DeskFile(path)
                }
            }
            return try Packing.archive(files, format: format)
        }
    }

    /// Sizes and times of change of the files: the same again means that none was written to meanwhile.
    package func fingerprint() throws -> [String] {
        try paths.map { path in
            let status = try DeskFile.status(path)
            return "\(status.size) \(status.modified.microseconds)"
        }
    }

    /// The sealed form that an earlier run has left as `name` beside the first file; nil where it is older than one of the files.
    package func sealedBefore(_ name: String) throws -> SealedFile? {
        let path = folder + "/" + name
        guard let sealed = try? DeskFile.status(path) else { return nil }
        let youngest = try paths.map { try DeskFile.status($0).modified }.max() ?? sealed.modified
        return youngest < sealed.modified ? try SealedFile(path) : nil
    }

    /// Folder of the first file.
    package var folder: String {
        guard let slash = paths[0].lastIndex(of: "/") else { return "." }
        return slash == paths[0].startIndex ? "/" : String(paths[0][..<slash])
    }

    private static func lastComponent(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}

/// Names of drops, as a convention has them.
struct DropNames {
    /// What a name is for.
    struct Found {
        let name: String
        var channel = DropChannel.data
        var compression = FileCompression.none
    }

    private static let compressions: [(suffix: String, compression: FileCompression)] = [
        (".gz", .gzip), (".zst", .zstd),
    ]

    private let suffixes: [String]
    private let entries: [Pattern]
    private let manifestEntry: String?
    private let places: [(pattern: Pattern, found: (String) -> Found)]

    /// The names of drops of `convention`.
    init(_ convention: Convention) throws {
        suffixes = convention.drops.envelope.formats.flatMap(\.nameSuffixes)
        entries = try convention.tables.compactMap { try $0.entry.map { try Pattern($0.pattern) } }
        manifestEntry = convention.archive?.manifestEntry
        var places: [(Pattern, (String) -> Found)] = []
        for table in convention.tables where table.partOf == nil {
            let compression = table.entry == nil ? table.compression : .none
            places.append((try Pattern(table.namePattern), { Found(name: $0, compression: compression) }))
        }
        if let delivery = convention.delivery {
            places.append((try Pattern(delivery.manifestPattern), { Found(name: $0) }))
        }
        if let rules = convention.oppositions {
            places.append((try Pattern(rules.namePattern), { Found(name: $0, channel: .oppositions) }))
        }
        self.places = places
    }

    /// Whether a file of that name belongs into the archive.
    func isEntry(_ name: String) -> Bool { name == manifestEntry || entries.contains { $0.matches(name) } }

    /// The drop that a file called `given` becomes; the convention's names say how drops are sealed, so a file that is not yet
    /// lacks the end of its name, and where it is not compressed yet that as well.
    func find(_ given: String, isSealed: Bool) -> Found {
        let sealed = suffixes.map { given + $0 }
        let compressed = DropNames.compressions.flatMap { row in suffixes.map { given + row.suffix + $0 } }
        for name in isSealed ? [given] : [given] + sealed + compressed {
            if let place = places.first(where: { $0.pattern.matches(name) }) { return place.found(name) }
        }
        // No table takes it: the judge says so, in the gateway's words.
        return Found(name: isSealed ? given : sealed.first ?? given)
    }

    /// The archive called `given`, with the end of its name where that was left out.
    func archive(_ given: String) -> String { find(given, isSealed: false).name }
}
