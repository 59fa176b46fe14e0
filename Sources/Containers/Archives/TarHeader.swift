/// One 512-byte header of a tar archive (POSIX.1-2024, pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format").
struct TarHeader {
    /// Bytes of a header, and the unit of everything in the format.
    static let length = 512

    /// What a header describes.
    enum Kind {
        case file
        /// Records about the next entry, or about all that follow (pax).
        case extended, global
        /// The name of the next entry (GNU).
        case longName
        /// Folders, links, devices, pieces of files.
        case other
    }

    let kind: Kind
    /// Name as written, the prefix in front.
    let name: [UInt8]
    /// Bytes of content.
    let size: UInt64

    private static let mark = Array("ustar".utf8)
    private static let kinds: [UInt8: Kind] = [
        0: .file, UInt8(ascii: "0"): .file, UInt8(ascii: "x"): .extended, UInt8(ascii: "g"): .global,
        UInt8(ascii: "L"): .longName,
    ]

    /// Whether `block` begins a tar archive: its mark is there and its checksum is right.
    static func isMarked(_ block: [UInt8]) -> Bool {
        block.count >= length && block[257...].starts(with: mark)
            && octal(block[148..<156]) == checksum(Array(block.prefix(length)))
    }

    /// Reads a header; nil where it is damaged.
    init?(_ block: [UInt8]) {
        guard block.count == TarHeader.length, TarHeader.isMarked(block),
            let size = TarHeader.number(block[124..<136])
        else { return nil }
        self.size = size
        kind = TarHeader.kinds[block[156]] ?? .other
        let name = TarHeader.text(block[0..<100])
        // GNU tar has times where POSIX has the prefix; its mark ends in blanks.
        let prefix = block[262] == 0 ? TarHeader.text(block[345..<500]) : []
        self.name = prefix.isEmpty ? name : prefix + [UInt8(ascii: "/")] + name
    }

    /// The sum of all bytes, those of the checksum itself taken as blanks.
    private static func checksum(_ block: [UInt8]) -> UInt64 {
        var sum: UInt64 = 0
        for (index, byte) in block.enumerated() { sum += UInt64((148..<156).contains(index) ? 0x20 : byte) }
        return sum
    }

    private static func text(_ field: ArraySlice<UInt8>) -> [UInt8] { Array(field.prefix { $0 != 0 }) }

    /// Octal digits, or, from 8 GiB on, GNU's binary number behind a set first bit.
    private static func number(_ field: ArraySlice<UInt8>) -> UInt64? {
        guard field.first == 0x80 else { return octal(field) }
        guard field.dropFirst().dropLast(8).allSatisfy({ $0 == 0 }) else { return nil }
        let value = field.dropFirst().suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return value <= UInt64(Int64.max) ? value : nil
    }

    /// Octal digits between blanks and ended by a NUL or a blank.
    private static func octal(_ field: ArraySlice<UInt8>) -> UInt64? {
        let digits = field.drop { $0 == 0x20 }.prefix { (0x30...0x37).contains($0) }
        let rest = field[digits.endIndex...]
        guard !digits.isEmpty, rest.allSatisfy({ $0 == 0 || $0 == 0x20 }) else { return nil }
        return digits.reduce(UInt64(0)) { $0 << 3 | UInt64($1 - 0x30) }
    }
}

/// The records of an extended header that say something about the content (POSIX.1-2024, pax, "pax Extended Header").
struct PaxRecords {
    private(set) var path: [UInt8]?
    private(set) var size: UInt64?
    /// Whether the entry is a GNU sparse file, whose content is not what lies in the archive.
    private(set) var isSparse = false

    /// Nothing said.
    init() {}

    /// Reads `bytes`, `LENGTH KEY=VALUE\n` each; nil where they break the format.
    init?(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard (1...6).contains(digits.count) else { return nil }
            let length = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            guard length > digits.count + 2, length <= rest.count, rest[digits.endIndex] == 0x20 else { return nil }
            let record = rest.prefix(length).dropFirst(digits.count + 1)
            guard record.last == 0x0a, let equals = record.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let value = Array(record[(equals + 1)...].dropLast())
            guard take(String(decoding: record[..<equals], as: UTF8.self), value) else { return nil }
            rest = rest.dropFirst(length)
        }
    }

    private mutating func take(_ key: String, _ value: [UInt8]) -> Bool {
        switch key {
        case "path": path = value
        case "size":
            guard (1...18).contains(value.count), value.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
            size = value.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - 0x30) }
        case _ where key.hasPrefix("GNU.sparse."): isSparse = true
        default: break
        }
        return true
    }
}
