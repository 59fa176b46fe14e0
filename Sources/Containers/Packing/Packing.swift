package import Support

/// Makes what ``Unpacking`` opens: a compressed file or an archive, as a stream that is made while it is read.
package enum Packing {
    /// `source`, compressed as `compression` says.
    package static func file(_ source: any ByteSource, compression: FileCompression) throws -> any ByteSource {
        switch compression {
        case .none: source
        case .gzip, .zstd: try CompressedSource(source, compression)
        }
    }

    /// Sizes from which a file in a zip archive gets numbers of 64 bits: deflate can make random bytes a little larger.
    package static let wideSize: UInt64 = 4 << 30 - 64 << 20

    /// An archive of `files`, in their order.
    package static func archive(
        _ files: [PackedFile], format: ArchiveFormat, wideFrom: UInt64 = wideSize
    ) throws -> any ByteSource {
        guard format != .zip else { return ZipSource(files, wideSize: wideFrom) }
        return try file(TarSource(files), compression: format.compression)
    }
}

/// A file on its way into an archive.
package struct PackedFile {
    /// Name in the archive: UTF-8, parts separated by `/`.
    package let name: String
    /// Bytes, as the archive says before they come.
    package let size: UInt64
    /// Opens it at its start; called once, when its turn comes.
    package let open: () throws -> any ByteSource

    /// The file `name` of `size` bytes.
    package init(name: String, size: UInt64, open: @escaping () throws -> any ByteSource) {
        self.name = name
        self.size = size
        self.open = open
    }
}
