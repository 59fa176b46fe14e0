internal import Containers
internal import Convention
internal import Patterns
internal import Support

/// A drop that is an archive: one file for each of its tables that is no part of another's, in any order, and nothing else.
final class ArchiveContent: DropContent {
    /// A table that has a file of its own in the archive.
    private struct Place {
        /// Which of the drop's tables, from 0.
        let table: Int
        let name: String
        let pattern: Pattern
        let example: String
        var isRead = false
        /// Its bytes, where a manifest is to say what they are.
        var measured: MeasuredSource?
    }

    /// The entry that says what the others are.
    struct Manifest {
        /// Its whole name.
        let entry: String
        /// What of it does not agree with the convention.
        let problems: (DeliveryManifest) throws -> [ManifestFault]
    }

    private let archive: any ArchiveReader
    private let agreed: Manifest?
    private(set) var manifest: DeliveryManifest?
    private var places: [Place]

    /// The files of `archive` for `tables`; with a `manifest` they are held against it once all were read.
    init(_ archive: any ArchiveReader, _ tables: [ConventionTable], manifest: Manifest? = nil) throws {
        self.archive = archive
        agreed = manifest
        places = try tables.enumerated().compactMap { index, table in
            try table.entry.map { entry in
                Place(table: index, name: table.name, pattern: try Pattern(entry.pattern), example: entry.example)
            }
        }
    }

    func next() throws -> DropFile? {
        guard let entry = try archive.next() else {
            let missing = places.filter { !$0.isRead }
            guard missing.isEmpty else { throw DropFault.missingEntries(tables: missing.map(\.name)) }
            try compare()
            return nil
        }
        if let agreed, entry.name == agreed.entry {
            guard manifest == nil else { throw DeliveryFault.repeatedManifestEntry(entry: entry.number) }
            try read(entry.content, agreed)
            return try next()
        }
        guard let found = places.firstIndex(where: { $0.pattern.matches(entry.name) }) else {
            throw DropFault.unknownEntry(entry: entry.number, expected: places.map(\.example))
        }
        guard !places[found].isRead else {
            throw DropFault.repeatedEntry(entry: entry.number, table: places[found].name)
        }
        places[found].isRead = true
        guard agreed != nil else { return DropFile(table: places[found].table, bytes: entry.content) }
        let measured = try MeasuredSource(entry.content)
        places[found].measured = measured
        return DropFile(table: places[found].table, bytes: measured)
    }

    private func read(_ content: any ByteSource, _ agreed: Manifest) throws {
        let found = try DeliveryManifest(
            json: ManifestContents.read(content, limit: DeliveryManifest.maximumBytes))
        let problems = try agreed.problems(found)
        guard problems.isEmpty else { throw ManifestFaults(faults: problems) }
        manifest = found
    }

    /// Holds the files against the manifest, wherever in the archive that was.
    private func compare() throws {
        guard let agreed else { return }
        guard let manifest else { throw DeliveryFault.noManifestEntry(name: agreed.entry) }
        for place in places {
            guard let stated = manifest.files.first(where: { $0.table == place.name }) else { continue }
            try place.measured?.expect(stated)
        }
    }
}
