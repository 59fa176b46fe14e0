internal import Support

/// The directory at the end of a zip archive (APPNOTE §4.3.12 to §4.3.16), compared with the entries that were read.
struct ZipDirectory {
    /// Bytes of the records that end it, after the mark; the zip64 one may be longer.
    private enum Length { static let end64: UInt64 = 44, locator64 = 16, end = 18 }

    private let input: LookaheadSource
    private let limits: ContainerLimits
    /// Entries by offset that the directory has not named yet.
    private var unnamed: [UInt64: ZipEntry] = [:]
    private let count: UInt64

    /// The directory of `entries`.
    init(_ input: LookaheadSource, _ entries: [ZipEntry], _ limits: ContainerLimits) {
        self.input = input
        self.limits = limits
        for entry in entries { unnamed[entry.offset] = entry }
        count = UInt64(entries.count)
    }

    /// Reads it all; `mark` was taken already, at `start`.
    consuming func read(_ mark: UInt32, at start: UInt64) throws {
        var mark = mark
        var place = start
        while mark == ZipMark.central {
            try takeRecord()
            place = input.consumed
            mark = try input.takeNumber(UInt32.self)
        }
        guard unnamed.isEmpty else { throw ContainerFault.directoryDiffers }
        let size = place - start
        var isWide = false
        if mark == ZipMark.end64 {
            isWide = true
            try takeWideEnd(start: start, size: size)
            guard try input.takeNumber(UInt32.self) == ZipMark.locator64 else { throw damaged }
            try takeLocator(to: place)
            mark = try input.takeNumber(UInt32.self)
        }
        guard mark == ZipMark.end else { throw damaged }
        try takeEnd(start: start, size: size, isWide: isWide)
    }

    private mutating func takeRecord() throws {
        guard var record = ZipRecord(central: try input.take(ZipRecord.centralLength)) else { throw damaged }
        let name = try input.take(record.nameLength)
        let extra = try input.take(record.extraLength)
        _ = try input.take(record.commentLength)
        guard record.takeZip64(extra), let entry = unnamed.removeValue(forKey: record.offset),
            entry.agrees(record, name), !record.isEncrypted
        else { throw ContainerFault.directoryDiffers }
        guard !record.isSpecial else { throw ContainerFault.entryKind(entry: Int(count) - unnamed.count) }
    }

    private func takeWideEnd(start: UInt64, size: UInt64) throws {
        let length = try input.takeNumber(UInt64.self)
        // What may follow in a later version of the format is nothing that would be understood here.
        guard length == Length.end64 else { throw ContainerFault.directoryDiffers }
        _ = try input.takeNumber(UInt32.self)
        let disks = (try input.takeNumber(UInt32.self), try input.takeNumber(UInt32.self))
        let counts = (try input.takeNumber(UInt64.self), try input.takeNumber(UInt64.self))
        let found = (try input.takeNumber(UInt64.self), try input.takeNumber(UInt64.self))
        guard disks == (0, 0), counts == (count, count), found == (size, start) else {
            throw ContainerFault.directoryDiffers
        }
    }

    private func takeLocator(to place: UInt64) throws {
        let disk = try input.takeNumber(UInt32.self)
        let offset = try input.takeNumber(UInt64.self)
        guard disk == 0, offset == place, try input.takeNumber(UInt32.self) == 1 else {
            throw ContainerFault.directoryDiffers
        }
    }

    /// The last record: each number is the true one, or, where there is a zip64 record, all ones.
    private func takeEnd(start: UInt64, size: UInt64, isWide: Bool) throws {
        func says(_ found: some FixedWidthInteger & UnsignedInteger, _ truth: UInt64) -> Bool {
            UInt64(found) == truth || isWide && found == .max
        }
        let disks = (try input.takeNumber(UInt16.self), try input.takeNumber(UInt16.self))
        let counts = (try input.takeNumber(UInt16.self), try input.takeNumber(UInt16.self))
        let found = (try input.takeNumber(UInt32.self), try input.takeNumber(UInt32.self))
        guard says(disks.0, 0), says(disks.1, 0), says(counts.0, count), says(counts.1, count), says(found.0, size),
            says(found.1, start)
        else { throw ContainerFault.directoryDiffers }
        _ = try input.take(Int(try input.takeNumber(UInt16.self)))
    }

    private var damaged: ContainerFault { .damaged(bytes: input.consumed) }
}
