/// What a file is by its first bytes: enough to open it, or to tell the producer what was sent instead.
package enum EnvelopeKind: Sendable, CaseIterable {
    case empty, age, ageArmored, openPGP, cms, zip, gzip, zstd, sevenZip, pdf, parquet, text, unknown

    /// Number of bytes that ``detect(_:)`` makes use of.
    package static let prefixLength = 2048
    /// The line that begins an armored age file.
    static let armorBegin = Array("-----BEGIN AGE ENCRYPTED FILE-----".utf8)
    /// What every age file begins with, whatever its version.
    static let agePrefix = Array("age-encryption.org/".utf8)

    /// A name for messages, the same in every language.
    package var name: String {
        switch self {
        case .empty: "-"
        case .age: "age"
        case .ageArmored: "age (armor)"
        case .openPGP: "OpenPGP"
        case .cms: "CMS / S/MIME"
        case .zip: "ZIP"
        case .gzip: "gzip"
        case .zstd: "zstd"
        case .sevenZip: "7-Zip"
        case .pdf: "PDF"
        case .parquet: "Parquet"
        case .text: "CSV, JSON, XML"
        case .unknown: "?"
        }
    }

    /// Whether anyone who gets hold of the file can read it.
    package var isReadableByAnyone: Bool {
        switch self {
        case .zip, .gzip, .zstd, .sevenZip, .pdf, .parquet, .text: true
        case .empty, .age, .ageArmored, .openPGP, .cms, .unknown: false
        }
    }

    private static let textMarks: [(mark: [UInt8], kind: EnvelopeKind)] = [
        (armorBegin, .ageArmored),
        (Array("-----BEGIN PGP MESSAGE-----".utf8), .openPGP),
        (Array("-----BEGIN CMS-----".utf8), .cms),
        (Array("-----BEGIN PKCS7-----".utf8), .cms),
        (Array("MIME-Version:".utf8), .cms),
    ]

    private static let binaryMarks: [(mark: [UInt8], kind: EnvelopeKind)] = [
        (agePrefix, .age),
        (Array("PK\u{3}\u{4}".utf8), .zip),
        ([0x1f, 0x8b], .gzip),
        ([0x28, 0xb5, 0x2f, 0xfd], .zstd),
        ([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], .sevenZip),
        (Array("%PDF-".utf8), .pdf),
        (Array("PAR1".utf8), .parquet),
    ]

    /// The kind of a file that begins with `prefix`.
    package static func detect(_ prefix: [UInt8]) -> EnvelopeKind {
        if prefix.isEmpty { return .empty }
        if let (_, kind) = binaryMarks.first(where: { prefix.starts(with: $0.mark) }) { return kind }
        let visible = prefix.drop { AgeArmor.isWhitespace($0) }
        if let (_, kind) = textMarks.first(where: { visible.starts(with: $0.mark) }) { return kind }
        // A file cut inside its first mark is still such a file, and is reported as truncated.
        if prefix.count < agePrefix.count, agePrefix.starts(with: prefix) { return .age }
        if visible.count > 10, visible.count < armorBegin.count, armorBegin.starts(with: visible) { return .ageArmored }
        if isCMS(prefix) { return .cms }
        if isOpenPGP(prefix) { return .openPGP }
        return isText(prefix) ? .text : .unknown
    }

    /// A DER or BER sequence that begins with a content type of PKCS #7: 1.2.840.113549.1.7 (RFC 5652 §3).
    private static func isCMS(_ prefix: [UInt8]) -> Bool {
        guard prefix[0] == 0x30, prefix.count >= 2 else { return false }
        let lengthBytes = prefix[1] < 0x80 ? 0 : Int(prefix[1] & 0x7f)
        guard lengthBytes <= 8 else { return false }
        let type: [UInt8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01]
        return prefix.dropFirst(2 + lengthBytes + 2).starts(with: type)
            || prefix.dropFirst(2 + lengthBytes + 2).starts(with: type.dropLast())
    }

    /// An encrypted session key packet, tag 1 or 3, in the old or the new format (RFC 4880 §4.2, §4.3).
    private static func isOpenPGP(_ prefix: [UInt8]) -> Bool {
        guard prefix.count >= 3 else { return false }
        switch prefix[0] {
        case 0x84, 0x8c: return prefix[2] == 3 || prefix[2] == 4
        case 0x85, 0x8d: return prefix.count > 3 && (prefix[3] == 3 || prefix[3] == 4)
        case 0xc1, 0xc3: return prefix[2] == 3 || prefix[2] == 4 || prefix[1] >= 0xc0
        default: return false
        }
    }

    /// No control characters but those of text; the encoding does not matter.
    private static func isText(_ prefix: [UInt8]) -> Bool {
        prefix.allSatisfy { $0 >= 0x20 && $0 != 0x7f || AgeArmor.isWhitespace($0) || $0 == 0x0c }
    }
}
