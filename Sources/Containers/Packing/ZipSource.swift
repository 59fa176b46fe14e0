internal import Compression
internal import Support

/// A zip archive (APPNOTE.TXT 6.3.10) of deflated files, made while it is read: sizes and checksum follow each file.
///
/// Times and rights of the producer's machine stay at home: 1 January 1980, a plain file. Entries whose numbers may
/// not fit in 32 bits are written with zip64 fields from the start.
final class ZipSource: ByteSource {
    private static let pieceBytes = 256 << 10
    /// Versions of the format that are needed to extract, and the system of the maker (Unix).
    private enum Version { static let plain: UInt16 = 20, wide: UInt16 = 45, maker: UInt16 = 3 << 8 | 45 }
    /// Sizes follow the content; names are UTF-8 (APPNOTE §4.4.4).
    private static let flags: UInt16 = 1 << 3 | 1 << 11
    /// 1 January 1980, midnight, in MS-DOS form.
    private static let moment: UInt32 = 0x0021_0000
    private static let mode: UInt32 = 0o100644 << 16

    private enum State {
        case local(Int)
        case content(Int, CompressedSource, Gauge)
        case over
    }

    private let files: [PackedFile]
    private let wideSize: UInt64
    private let pieces = PieceSource()
    private var state = State.local(0)
    private var place: UInt64 = 0
    private var entries: [Entry] = []

    /// An archive of `files`; those of at least `wideSize` bytes are written wide.
    init(_ files: [PackedFile], wideSize: UInt64) {
        self.files = files
        self.wideSize = wideSize
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        try unsafe pieces.read(into: buffer) {
            let piece = try next()
            place += UInt64(piece?.count ?? 0)
            return piece
        }
    }

    private func next() throws -> [UInt8]? {
        switch state {
        case .local(let index):
            guard index < files.count else {
                state = .over
                return directory()
            }
            entries.append(
                Entry(name: Array(files[index].name.utf8), offset: place, isWide: files[index].size >= wideSize))
            let gauge = Gauge(try files[index].open())
            state = .content(index, CompressedSource(gauge, try DeflateStream(.none)), gauge)
            return entries[index].local
        case .content(let index, let content, let gauge):
            let piece = try content.piece(ZipSource.pieceBytes)
            guard piece.isEmpty else { return piece }
            guard gauge.count == files[index].size else { throw ContainerFault.changed(entry: index + 1) }
            entries[index].crc = gauge.crc.value
            (entries[index].size, entries[index].packed) = (gauge.count, content.count)
            state = .local(index + 1)
            return entries[index].descriptor
        case .over: return nil
        }
    }

    /// The directory and the records that end the archive; the wide ones only where they are needed.
    private func directory() -> [UInt8] {
        var bytes = Numbers()
        for entry in entries { bytes.all(entry.central) }
        let (start, size, count) = (place, UInt64(bytes.bytes.count), UInt64(entries.count))
        if start >= UInt32.max || count >= UInt16.max || entries.contains(where: \.isWide) {
            bytes.all(Entry.wideEnd(count: count, size: size, start: start))
        }
        bytes.add(ZipMark.end)
        bytes.add(UInt32(0))
        for _ in 0..<2 { bytes.add(UInt16(clamping: count)) }
        bytes.add(UInt32(clamping: size))
        bytes.add(UInt32(clamping: start))
        bytes.add(UInt16(0))
        return bytes.bytes
    }

    /// A file's bytes, counted and summed on their way to the compressor.
    private final class Gauge: ByteSource {
        private let source: any ByteSource
        private(set) var crc = CRC32()
        private(set) var count: UInt64 = 0

        init(_ source: any ByteSource) { self.source = source }

        func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
            let read = try unsafe source.read(into: buffer)
            unsafe crc.update(UnsafeRawBufferPointer(rebasing: buffer[..<read]))
            count += UInt64(read)
            return read
        }
    }

    /// An entry and its three records.
    private struct Entry {
        let name: [UInt8]
        let offset: UInt64
        let isWide: Bool
        var crc: UInt32 = 0
        var packed: UInt64 = 0
        var size: UInt64 = 0

        private var version: UInt16 { isWide ? Version.wide : Version.plain }

        var local: [UInt8] {
            var bytes = Numbers()
            bytes.add(ZipMark.local)
            for value in [version, ZipSource.flags, ZipRecord.Method.deflated.rawValue] { bytes.add(value) }
            bytes.add(ZipSource.moment)
            let unknown: UInt32 = isWide ? .max : 0
            for value in [0, unknown, unknown] { bytes.add(value) }
            let extra = isWide ? Entry.extra([0, 0]) : []
            bytes.add(UInt16(name.count))
            bytes.add(UInt16(extra.count))
            return bytes.bytes + name + extra
        }

        var descriptor: [UInt8] {
            var bytes = Numbers()
            bytes.add(ZipMark.descriptor)
            bytes.add(crc)
            for value in [packed, size] { if isWide { bytes.add(value) } else { bytes.add(UInt32(value)) } }
            return bytes.bytes
        }

        var central: [UInt8] {
            var bytes = Numbers()
            let isFar = isWide || offset >= UInt32.max
            bytes.add(ZipMark.central)
            for value in [Version.maker, isFar ? Version.wide : version, ZipSource.flags] { bytes.add(value) }
            bytes.add(ZipRecord.Method.deflated.rawValue)
            bytes.add(ZipSource.moment)
            bytes.add(crc)
            for value in [packed, size] { bytes.add(isFar ? UInt32.max : UInt32(value)) }
            let extra = isFar ? Entry.extra([size, packed, offset]) : []
            for value in [name.count, extra.count, 0, 0, 0] { bytes.add(UInt16(value)) }
            bytes.add(ZipSource.mode)
            bytes.add(isFar ? UInt32.max : UInt32(offset))
            return bytes.bytes + name + extra
        }

        private static func extra(_ values: [UInt64]) -> [UInt8] {
            var bytes = Numbers()
            bytes.add(UInt16(1))
            bytes.add(UInt16(8 * values.count))
            for value in values { bytes.add(value) }
            return bytes.bytes
        }

        /// The zip64 end of directory and the record that tells where it is (APPNOTE §4.3.14, §4.3.15).
        static func wideEnd(count: UInt64, size: UInt64, start: UInt64) -> [UInt8] {
            var bytes = Numbers()
            bytes.add(ZipMark.end64)
            bytes.add(UInt64(44))
            for value in [Version.maker, Version.wide] { bytes.add(value) }
            for _ in 0..<2 { bytes.add(UInt32(0)) }
            for value in [count, count, size, start] { bytes.add(value) }
            bytes.add(ZipMark.locator64)
            bytes.add(UInt32(0))
            bytes.add(start + size)
            bytes.add(UInt32(1))
            return bytes.bytes
        }
    }

    /// Numbers written one after the other, lowest byte first.
    private struct Numbers {
        private(set) var bytes: [UInt8] = []

        mutating func add(_ value: some FixedWidthInteger & UnsignedInteger) {
            for shift in stride(from: 0, to: value.bitWidth, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: value >> UInt8(shift)))
            }
        }

        mutating func all(_ more: [UInt8]) { bytes += more }
    }
}
