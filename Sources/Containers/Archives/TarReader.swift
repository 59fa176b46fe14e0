internal import Support

/// The files of a tar archive: ustar, pax, and what GNU tar writes (POSIX.1-2024, pax; GNU tar manual).
///
/// Plain files only; folders, links, devices and sparse files are refused. After the two empty blocks that end an archive
/// only empty ones may follow, to the end. Nothing in the format protects content from damage: that is the business of the
/// compression around it, or of the envelope.
final class TarReader: ArchiveReader {
    /// Longest extended header or long name.
    private static let longestExtension: UInt64 = 64 << 10
    /// Empty bytes that may follow the end: tar fills the last record, of 10 KiB unless asked otherwise.
    private static let longestPadding = 1 << 20

    private let input: LookaheadSource
    private let limits: ContainerLimits
    private var content: TarContent?
    private var headers = 0
    private var files = 0

    /// The files of the archive in `input`.
    init(_ input: LookaheadSource, _ limits: ContainerLimits) {
        self.input = input
        self.limits = limits
    }

    func next() throws -> ArchiveEntry? {
        try content?.finish()
        content = nil
        var records = PaxRecords()
        var longName: [UInt8]?
        var isDescribed = false
        while let header = try header() {
            switch header.kind {
            case .extended:
                guard let read = PaxRecords(try extensionBytes(header)) else { throw damaged }
                records = read
            case .global:
                // It would rename or resize every entry that follows: nobody needs that.
                guard let read = PaxRecords(try extensionBytes(header)) else { throw damaged }
                guard read.path == nil, read.size == nil, !read.isSparse else { throw unsupported("global header") }
            case .longName: longName = Array(try extensionBytes(header).prefix { $0 != 0 })
            case .file: return try entry(header, records, longName)
            case .other: throw ContainerFault.entryKind(entry: files + 1)
            }
            isDescribed = header.kind != .global
        }
        // Records about an entry that does not follow.
        guard !isDescribed else { throw damaged }
        return nil
    }

    private func entry(_ header: TarHeader, _ records: PaxRecords, _ longName: [UInt8]?) throws -> ArchiveEntry {
        files += 1
        guard !records.isSparse else { throw ContainerFault.unsupported(entry: files, feature: "sparse") }
        let name = try EntryName.read(
            records.path ?? longName ?? header.name, entry: files, limit: limits.nameLength)
        let content = TarContent(input, size: records.size ?? header.size)
        self.content = content
        return ArchiveEntry(number: files, name: name, content: try Unpacking.plain(content))
    }

    /// The next header; nil at the end of the archive, behind which nothing follows.
    private func header() throws -> TarHeader? {
        let block = try input.take(TarHeader.length)
        if block.allSatisfy({ $0 == 0 }) {
            try end()
            return nil
        }
        headers += 1
        guard headers <= limits.entries else { throw ContainerFault.tooManyEntries(limit: limits.entries) }
        guard let header = TarHeader(block) else { throw damaged }
        return header
    }

    private func extensionBytes(_ header: TarHeader) throws -> [UInt8] {
        guard header.size <= TarReader.longestExtension else { throw unsupported("long header") }
        let bytes = try input.take(Int(header.size))
        try input.takePadding(after: header.size)
        return bytes
    }

    private func end() throws {
        guard try input.take(TarHeader.length).allSatisfy({ $0 == 0 }) else { throw damaged }
        var padding = 0
        while case let bytes = try input.peek(TarHeader.length), !bytes.isEmpty {
            padding += bytes.count
            guard bytes.allSatisfy({ $0 == 0 }), padding <= TarReader.longestPadding else {
                throw ContainerFault.trailingData
            }
            input.consume(bytes.count)
        }
    }

    private var damaged: ContainerFault { .damaged(bytes: input.consumed) }

    private func unsupported(_ feature: String) -> ContainerFault {
        .unsupported(entry: files + 1, feature: feature)
    }
}

/// The content of one file of a tar archive.
private final class TarContent: ByteSource {
    private let input: LookaheadSource
    private let size: UInt64
    private var left: UInt64
    private var isPadded = false

    init(_ input: LookaheadSource, size: UInt64) {
        self.input = input
        self.size = size
        left = size
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard left > 0, buffer.count > 0 else { return 0 }
        let count = try unsafe input.read(
            into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(min(UInt64(buffer.count), left))]))
        guard count > 0 else { throw ContainerFault.truncated(bytes: input.consumed) }
        left -= UInt64(count)
        return count
    }

    /// Reads what is left, and the bytes that fill the last block.
    func finish() throws {
        try drain()
        guard !isPadded else { return }
        isPadded = true
        try input.takePadding(after: size)
    }
}

extension LookaheadSource {
    /// Takes the empty bytes that fill the last block of `size` bytes.
    fileprivate func takePadding(after size: UInt64) throws {
        let over = Int(size % UInt64(TarHeader.length))
        guard over > 0 else { return }
        guard try take(TarHeader.length - over).allSatisfy({ $0 == 0 }) else {
            throw ContainerFault.damaged(bytes: consumed)
        }
    }
}
