package import Convention
internal import Crypto
internal import Glibc
internal import Platform
internal import Records
package import Support

/// Installed nomenclatures on disk: `<name>/<version>/` with `codes.csv` and `nomenclature.json`.
///
/// The list is that of a convention's own code lists (`code;label`, UTF-8), sorted by code; the record beside it says what it was
/// made from. A version is installed whole and never changed. A home has such a folder; on a producer's desk it may lie anywhere.
package struct NomenclatureFolder: Sendable {
    /// Name of the list.
    package static let codesFile = "codes.csv"
    /// Name of the record.
    package static let recordFile = "nomenclature.json"
    /// Most bytes of a stored list.
    private static let maximumBytes = 1 << 30

    /// The folder's path.
    package let path: String

    /// The folder at `path`.
    package init(_ path: String) {
        var path = path
        while path.count > 1, path.last == "/" { path.removeLast() }
        self.path = path
    }

    /// Every installed version; none where the folder does not exist.
    ///
    /// Codes are read when they are first asked for, and compared with the record then.
    package func library() throws(HomeFault) -> NomenclatureLibrary {
        guard FileDescriptor.exists(path) else { return NomenclatureLibrary() }
        var found: [Nomenclature] = []
        for name in try folders(path) where TextShape.identifier.holds(name) {
            for version in try folders("\(path)/\(name)") where Nomenclature.isVersion(version) {
                let record = try record(name, version)
                found.append(
                    Nomenclature(record) { [self] () throws(NomenclatureFault) in try codes(of: record) })
            }
        }
        return NomenclatureLibrary(found)
    }

    /// Reads the official file at `source` and installs its codes as version `version` of `name`.
    ///
    /// The first version of a nomenclature judges whatever came before, unless `validFrom` says from which day; a later one must say
    /// it. The same content under the same version again changes nothing.
    package func install(
        _ source: String, _ file: NomenclatureFile, name: String, version: String?, validFrom: CivilDate?,
        clock: any Clock
    ) throws -> NomenclatureRecord {
        let now = clock.now()
        let version = version ?? "\(now.date)"
        guard TextShape.identifier.holds(name) else { throw NomenclatureFault.badName }
        guard Nomenclature.isVersion(version) else { throw NomenclatureFault.badVersion }
        let bytes = try HashedSource(source)
        let list = try NomenclatureReader.read(bytes, file)
        let csv = list.csv
        let others = try library().versions(of: name)
        var record = NomenclatureRecord(
            name: name, version: version, validFrom: validFrom ?? NomenclatureFolder.always, importedAt: now,
            count: list.codes.count, sha256: try SHA256.hash(csv).description,
            source: NomenclatureSource(
                file: source.split(separator: "/").last.map(String.init) ?? source,
                sha256: try bytes.finish().description, columns: list.columns, label: file.label, rows: list.rows,
                repeated: list.repeated))
        if let known = others.first(where: { $0.version == version }) {
            guard known.sha256 == record.sha256, validFrom.map({ $0 == known.validFrom }) ?? true else {
                throw NomenclatureFault.versionTaken(name: name, version: version)
            }
            record.validFrom = known.validFrom
            record.importedAt = known.importedAt
            return record
        }
        guard validFrom != nil || others.isEmpty else { throw NomenclatureFault.dayMissing(name: name) }
        try system { () throws(SystemError) in
            try makeFolder()
            _ = try VersionFolder.install(
                [NomenclatureFolder.codesFile: csv, NomenclatureFolder.recordFile: record.json], as: version, in: name,
                of: path)
        }
        return record
    }

    /// The first day of a version that judges whatever came before.
    package static let always = CivilDate(days: -719_162)

    /// Homes that were made before there were nomenclatures have no folder for them.
    private func makeFolder() throws(SystemError) {
        guard !FileDescriptor.exists(path) else { return }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let parent = parts.dropLast().joined(separator: "/")
        try Directory(parts.count == 1 ? "." : parent.isEmpty ? "/" : parent)
            .installDirectory(String(parts.last ?? ""))
    }

    private func record(_ name: String, _ version: String) throws(HomeFault) -> NomenclatureRecord {
        let text = try system { () throws(SystemError) in
            try Directory("\(path)/\(name)/\(version)").read(
                NomenclatureFolder.recordFile, limit: Configuration.maximumBytes)
        }
        guard let record = NomenclatureRecord(json: text), record.name == name, record.version == version else {
            throw .nomenclature(.damaged(name: name, version: version))
        }
        return record
    }

    private func codes(of record: NomenclatureRecord) throws(NomenclatureFault) -> CodeSet {
        guard
            let csv = try? Directory("\(path)/\(record.name)/\(record.version)").read(
                NomenclatureFolder.codesFile, limit: NomenclatureFolder.maximumBytes),
            let digest = try? SHA256.hash(csv), digest.description == record.sha256,
            let codes = NomenclatureList.codes(of: csv), codes.count == record.count
        else { throw .damaged(name: record.name, version: record.version) }
        return codes
    }

    private func folders(_ path: String) throws(HomeFault) -> [String] {
        try system { () throws(SystemError) in try Directory(path).names() }.filter { !$0.hasPrefix(".") }
    }
}

/// A file read once, hashed on the way.
@safe
private final class HashedSource: ByteSource {
    private let file: ReadAhead
    private let hash: SHA256

    init(_ path: String) throws {
        file = try ReadAhead(FileDescriptor.open(path, .read))
        hash = try SHA256()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try unsafe file.read(into: buffer)
        unsafe hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count
    }

    /// The hash of what was read.
    func finish() throws -> SHA256Digest { hash.finish() }
}
