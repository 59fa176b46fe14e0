internal import Support

/// The files of a zip archive, read from the front to the end (APPNOTE.TXT 6.3.10).
///
/// Entries must follow each other without a gap, so that none can share bytes with another, and the directory at the end must
/// describe exactly the entries that were there: whatever a tool reads by the directory is what was read here. Stored and
/// deflated content only; encrypted, split and patched archives are refused.
final class ZipReader: ArchiveReader {
    private let input: LookaheadSource
    private let limits: ContainerLimits
    private let gauge: UnpackGauge
    private var current: (entry: ZipEntry, content: ZipContent)?
    private var entries: [ZipEntry] = []
    private var isAtEnd = false

    /// The files of the archive in `input`.
    init(_ input: LookaheadSource, _ limits: ContainerLimits) {
        self.input = input
        self.limits = limits
        gauge = UnpackGauge(input, limits)
    }

    func next() throws -> ArchiveEntry? {
        if let (entry, content) = current {
            current = nil
            entries.append(try content.finish(entry))
        }
        guard !isAtEnd else { return nil }
        let offset = input.consumed
        let mark = try input.takeNumber(UInt32.self)
        if mark == ZipMark.local { return try entry(at: offset) }
        isAtEnd = true
        try ZipDirectory(input, entries, limits).read(mark, at: offset)
        guard try input.isAtEnd() else { throw ContainerFault.trailingData }
        return nil
    }

    private func entry(at offset: UInt64) throws -> ArchiveEntry {
        let number = entries.count + 1
        guard number <= limits.entries else { throw ContainerFault.tooManyEntries(limit: limits.entries) }
        guard var record = ZipRecord(local: try input.take(ZipRecord.localLength)) else { throw damaged }
        let name = try input.take(record.nameLength)
        let extra = try input.take(record.extraLength)
        guard !record.isEncrypted else { throw ContainerFault.encrypted(entry: number) }
        guard record.takeZip64(extra) else { throw damaged }
        let text = try EntryName.read(name, entry: number, limit: limits.nameLength)
        let content = try ZipContent(input, record, try method(record, number), gauge)
        current = (ZipEntry(offset: offset, name: name, methodNumber: record.methodNumber), content)
        return ArchiveEntry(number: number, name: text, content: try Unpacking.plain(content))
    }

    private func method(_ record: ZipRecord, _ number: Int) throws(ContainerFault) -> ZipRecord.Method {
        guard let method = record.method, !record.isPatched else {
            throw .unsupported(entry: number, feature: "method \(record.methodNumber)")
        }
        // Nothing says where such content ends.
        guard method != .stored || !record.isDescribed else { throw .unsupported(entry: number, feature: "streamed") }
        return method
    }

    private var damaged: ContainerFault { .damaged(bytes: input.consumed) }
}

extension LookaheadSource {
    /// The next number, lowest byte first.
    func takeNumber<Number: FixedWidthInteger & UnsignedInteger>(_: Number.Type) throws -> Number {
        var view = LittleEndian(try take(Number.bitWidth / 8))
        return view.take(Number.self) ?? 0
    }
}
