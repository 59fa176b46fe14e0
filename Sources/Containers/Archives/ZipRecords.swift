/// Marks of the records of a zip archive (APPNOTE.TXT 6.3.10 §4.3).
enum ZipMark {
    static let local: UInt32 = 0x0403_4b50
    static let descriptor: UInt32 = 0x0807_4b50
    static let central: UInt32 = 0x0201_4b50
    static let end64: UInt32 = 0x0606_4b50
    static let locator64: UInt32 = 0x0706_4b50
    static let end: UInt32 = 0x0605_4b50
}

/// What one record says of an entry: the local one in front of it, or that of the directory at the end.
struct ZipRecord {
    /// Ways in which content may lie in the archive.
    enum Method: UInt16 { case stored = 0, deflated = 8 }

    /// Bytes of the fixed part after the mark (APPNOTE §4.3.7, §4.3.12).
    static let localLength = 26
    static let centralLength = 42

    /// Bits of the flags (APPNOTE §4.4.4).
    private enum Flag {
        static let encrypted: UInt16 = 1 | 1 << 6 | 1 << 13, described: UInt16 = 1 << 3, patched: UInt16 = 1 << 5
    }
    /// The value that says that a number stands in the zip64 field.
    private static let elsewhere32 = UInt32.max
    /// Identifier of the zip64 extra field (APPNOTE §4.5.3).
    private static let zip64: UInt16 = 1
    /// Unix kinds of file (stat(2)): the mask, and a plain file; the system that made the entry is in the upper byte.
    private enum Unix { static let system: UInt16 = 3, mask: UInt32 = 0xf000, file: UInt32 = 0x8000 }

    let flags: UInt16
    let methodNumber: UInt16
    let crc: UInt32
    private(set) var compressedSize: UInt64
    private(set) var size: UInt64
    let nameLength: Int
    let extraLength: Int
    let commentLength: Int
    private(set) var offset: UInt64
    /// Whether the directory calls it something else than a plain file.
    let isSpecial: Bool
    private let disk: UInt16

    var isEncrypted: Bool { flags & Flag.encrypted != 0 }
    /// Whether sizes and checksum follow the content.
    var isDescribed: Bool { flags & Flag.described != 0 }
    var isPatched: Bool { flags & Flag.patched != 0 }
    var method: Method? { Method(rawValue: methodNumber) }

    /// Reads the fixed part of a local record, its mark left out; nil where bytes are missing.
    init?(local bytes: [UInt8]) {
        var view = LittleEndian(bytes)
        guard view.take(UInt16.self) != nil, let flags = view.take(UInt16.self), let method = view.take(UInt16.self),
            view.take(UInt32.self) != nil, let crc = view.take(UInt32.self), let packed = view.take(UInt32.self),
            let size = view.take(UInt32.self), let name = view.take(UInt16.self), let extra = view.take(UInt16.self)
        else { return nil }
        self.flags = flags
        methodNumber = method
        self.crc = crc
        compressedSize = UInt64(packed)
        self.size = UInt64(size)
        (nameLength, extraLength, commentLength) = (Int(name), Int(extra), 0)
        (offset, disk, isSpecial) = (0, 0, false)
    }

    /// Reads the fixed part of a record of the directory, its mark left out; nil where bytes are missing.
    init?(central bytes: [UInt8]) {
        var view = LittleEndian(bytes)
        guard let maker = view.take(UInt16.self), view.take(UInt16.self) != nil, let flags = view.take(UInt16.self),
            let method = view.take(UInt16.self), view.take(UInt32.self) != nil, let crc = view.take(UInt32.self),
            let packed = view.take(UInt32.self), let size = view.take(UInt32.self), let name = view.take(UInt16.self),
            let extra = view.take(UInt16.self), let comment = view.take(UInt16.self), let disk = view.take(UInt16.self),
            view.take(UInt16.self) != nil, let attributes = view.take(UInt32.self), let offset = view.take(UInt32.self)
        else { return nil }
        self.flags = flags
        methodNumber = method
        self.crc = crc
        compressedSize = UInt64(packed)
        self.size = UInt64(size)
        (nameLength, extraLength, commentLength) = (Int(name), Int(extra), Int(comment))
        self.offset = UInt64(offset)
        self.disk = disk
        let mode = maker >> 8 == Unix.system ? attributes >> 16 & Unix.mask : 0
        isSpecial = mode != 0 && mode != Unix.file
    }

    /// Takes the numbers that stand in the zip64 field among `extra`; false where that is damaged or missing.
    mutating func takeZip64(_ extra: [UInt8]) -> Bool {
        var fields = LittleEndian(extra)
        var wide: LittleEndian?
        while fields.count > 0 {
            guard let id = fields.take(UInt16.self), let length = fields.take(UInt16.self),
                let bytes = fields.take(bytes: Int(length))
            else { return false }
            guard id == ZipRecord.zip64 else { continue }
            guard wide == nil else { return false }
            wide = LittleEndian(bytes)
        }
        func widened(_ value: UInt64) -> UInt64? {
            guard value == UInt64(ZipRecord.elsewhere32) else { return value }
            return wide?.take(UInt64.self)
        }
        guard let size = widened(size), let packed = widened(compressedSize), let offset = widened(offset) else {
            return false
        }
        self.size = size
        compressedSize = packed
        self.offset = offset
        return disk == 0
    }
}

/// An entry as it was read, for the directory to be compared with.
struct ZipEntry {
    let offset: UInt64
    let name: [UInt8]
    let methodNumber: UInt16
    var crc: UInt32 = 0
    var compressedSize: UInt64 = 0
    var size: UInt64 = 0

    /// Whether a record of the directory, with its name, says the same.
    func agrees(_ record: ZipRecord, _ name: [UInt8]) -> Bool {
        offset == record.offset && self.name == name && methodNumber == record.methodNumber && crc == record.crc
            && compressedSize == record.compressedSize && size == record.size
    }
}
