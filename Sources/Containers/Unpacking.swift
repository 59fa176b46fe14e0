package import Support

/// Opens what is inside an envelope, as the convention says that it is.
///
/// What it really is, is read off its first bytes; anything but what was agreed is refused, so that nothing is ever guessed.
/// One level is opened: a compressed file, an archive, or a compressed tar archive. A container inside is refused.
///
/// Own readers over zlib and zstd, not libarchive: its version 3.6 takes a gzip file whose CRC-32 is wrong or that something
/// follows, skips whatever lies between the entries of a zip, and does not look at a zip's directory when it reads a stream.
/// Here all of that is refused, and a damaged container never passes for a shorter or another one.
package enum Unpacking {
    /// The one file that `source` holds, compressed as `compression` says.
    ///
    /// - Throws: ``ContainerFault``, here or while it is read; what `source` throws.
    package static func file(
        _ source: any ByteSource, compression: FileCompression, limits: ContainerLimits = ContainerLimits()
    ) throws -> any ByteSource {
        let input = LookaheadSource(container: source)
        try check(input, compression.kind)
        guard compression != .none else { return input }
        return try plain(DecompressedSource(input, compression.kind, limits))
    }

    /// The files of the archive that `source` holds, one after the other.
    ///
    /// - Throws: ``ContainerFault``, here or while it is read; what `source` throws.
    package static func archive(
        _ source: any ByteSource, format: ArchiveFormat, limits: ContainerLimits = ContainerLimits()
    ) throws -> any ArchiveReader {
        var input = LookaheadSource(container: source)
        if format.compression != .none {
            try check(input, format.compression.kind)
            input = LookaheadSource(container: try DecompressedSource(input, format.compression.kind, limits))
        }
        try check(input, format.kind)
        return format == .zip ? ZipReader(input, limits) : TarReader(input, limits)
    }

    /// `content`, which must not be a container itself.
    static func plain(_ content: any ByteSource) throws -> any ByteSource {
        let input = LookaheadSource(container: content)
        let kind = ContainerKind.detect(try input.peek(ContainerKind.prefixLength))
        guard !kind.isContainer else { throw ContainerFault.nested(kind) }
        return input
    }

    /// Refuses what is not `expected`; an empty file is left to those who read records.
    private static func check(_ input: LookaheadSource, _ expected: ContainerKind) throws {
        let found = ContainerKind.detect(try input.peek(ContainerKind.prefixLength))
        if found == expected || expected == .plain && found == .empty { return }
        throw ContainerFault.mismatch(found: found, expected: expected)
    }
}
