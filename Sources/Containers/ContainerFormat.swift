/// How the one file of a drop may be compressed inside its envelope.
package enum FileCompression: String, Sendable, CaseIterable {
    case none, gzip, zstd

    /// What the file must be by its first bytes.
    var kind: ContainerKind {
        switch self {
        case .none: .plain
        case .gzip: .gzip
        case .zstd: .zstd
        }
    }
}

/// How the files of a drop may be put together inside its envelope.
package enum ArchiveFormat: String, Sendable, CaseIterable {
    case zip, tar
    case tarGzip = "tar.gz"
    case tarZstd = "tar.zst"

    /// How the archive as a whole is compressed.
    var compression: FileCompression {
        switch self {
        case .zip, .tar: .none
        case .tarGzip: .gzip
        case .tarZstd: .zstd
        }
    }

    /// What the archive must be by its first bytes, once it is decompressed.
    var kind: ContainerKind { self == .zip ? .zip : .tar }
}
