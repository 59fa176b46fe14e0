package import Records
package import Support
internal import Synchronization

/// One version of a nomenclature: an official list of codes that an operator imported.
///
/// The codes are read when they are first asked for, and kept.
package final class Nomenclature: Sendable {
    /// Name that conventions use, such as `cim10`.
    package let name: String
    /// The version's name, such as `2026`.
    package let version: String
    /// First day of the periods that it judges.
    package let validFrom: CivilDate
    /// When it was imported: of two versions with one first day the later import judges.
    package let importedAt: Timestamp
    /// Number of codes.
    package let count: Int
    /// SHA-256 of the stored list, in hexadecimal.
    package let sha256: String
    /// The official file it was made from, for people.
    package let source: NomenclatureSource

    private let load: @Sendable () throws(NomenclatureFault) -> CodeSet
    private let loaded = Mutex<CodeSet?>(nil)

    /// The version that `record` describes, whose codes `load` reads.
    package init(_ record: NomenclatureRecord, load: @escaping @Sendable () throws(NomenclatureFault) -> CodeSet) {
        name = record.name
        version = record.version
        validFrom = record.validFrom
        importedAt = record.importedAt
        count = record.count
        sha256 = record.sha256
        source = record.source
        self.load = load
    }

    /// The codes.
    ///
    /// - Throws: ``NomenclatureFault`` where the stored list cannot be read or is no longer what was imported.
    package func codes() throws(NomenclatureFault) -> CodeSet {
        if let codes = loaded.withLock({ $0 }) { return codes }
        let codes = try load()
        loaded.withLock { $0 = codes }
        return codes
    }

    /// Longest name of a version.
    private static let versionLength = 32

    /// Whether `text` can name a version: letters, digits, `.`, `_` and `-`, the first a letter or a digit.
    package static func isVersion(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        func isWord(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
        }
        guard let first = bytes.first, isWord(first), bytes.count <= versionLength else { return false }
        return bytes.allSatisfy { isWord($0) || [0x2d, 0x2e, 0x5f].contains($0) }
    }
}

/// The version of a nomenclature that judged a drop, for receipts and commits.
package struct NomenclatureUse: Sendable, Equatable {
    package let name: String
    /// Nil where it is not installed, and the fields' patterns stood in for it.
    package let version: String?

    /// The use of `version` of `name`.
    package init(name: String, version: String?) {
        self.name = name
        self.version = version
    }
}
