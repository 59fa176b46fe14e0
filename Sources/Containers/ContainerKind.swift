internal import Support

/// What bytes are by how they begin: a container that has to be opened, one that never is, or plain content.
package enum ContainerKind: Sendable, CaseIterable {
    case empty, plain, gzip, zstd, zip, tar, xz, bzip2, sevenZip, rar

    /// Number of bytes that ``detect(_:)`` makes use of: one tar header.
    package static let prefixLength = 512

    /// A name for messages, the same in every language.
    package var name: String {
        switch self {
        case .empty: "-"
        case .plain: "CSV, JSON, XML"
        case .gzip: "gzip"
        case .zstd: "zstd"
        case .zip: "ZIP"
        case .tar: "tar"
        case .xz: "xz"
        case .bzip2: "bzip2"
        case .sevenZip: "7-Zip"
        case .rar: "RAR"
        }
    }

    /// Whether something else is inside.
    package var isContainer: Bool { self != .empty && self != .plain }

    private static let marks: [(mark: [UInt8], kind: ContainerKind)] = [
        ([0x1f, 0x8b], .gzip),
        ([0x28, 0xb5, 0x2f, 0xfd], .zstd),
        (Array("PK\u{3}\u{4}".utf8), .zip),
        // An archive without entries, and one that begins with the mark of a split archive.
        (Array("PK\u{5}\u{6}".utf8), .zip), (Array("PK\u{7}\u{8}".utf8), .zip),
        ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], .xz),
        ([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], .sevenZip),
        (Array("Rar!\u{1a}\u{7}".utf8), .rar),
    ]

    /// The kind of content that begins with `prefix`.
    package static func detect(_ prefix: [UInt8]) -> ContainerKind {
        if prefix.isEmpty { return .empty }
        if let (_, kind) = marks.first(where: { prefix.starts(with: $0.mark) }) { return kind }
        // RFC 8878 §3.1.2: what comes before a frame for others to use.
        if prefix.count >= 4, prefix[0] & 0xf0 == 0x50, Array(prefix[1..<4]) == [0x2a, 0x4d, 0x18] { return .zstd }
        // `BZh9` alone may be the name of a column: the mark of the first block must follow.
        let isBzip2 = prefix.starts(with: Array("BZh".utf8)) && prefix.dropFirst(4).starts(with: [0x31, 0x41, 0x59])
        if isBzip2 { return .bzip2 }
        return prefix.count >= TarHeader.length && TarHeader.isMarked(prefix) ? .tar : .plain
    }
}
