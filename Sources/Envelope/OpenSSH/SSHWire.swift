/// Reads the data types of SSH (RFC 4251 §5) from bytes in memory; nil is a malformed or short value.
struct SSHWireReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Whether everything was read.
    var isAtEnd: Bool { position == bytes.count }

    /// The next `count` bytes.
    mutating func raw(_ count: Int) -> [UInt8]? {
        guard count >= 0, count <= bytes.count - position else { return nil }
        defer { position += count }
        return Array(bytes[position..<(position + count)])
    }

    /// A `uint32`.
    mutating func uint32() -> UInt32? {
        raw(4)?.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// A `string`.
    mutating func string() -> [UInt8]? {
        guard let count = uint32() else { return nil }
        return raw(Int(count))
    }

    /// A `string` that holds the text `expected`; false where it is anything else.
    mutating func skip(_ expected: String) -> Bool { string().map { $0.elementsEqual(expected.utf8) } ?? false }

    /// The bits of a positive, canonical `mpint`.
    mutating func bitsOfInteger() -> Int? {
        guard let value = string(), let first = value.first else { return nil }
        if first == 0 {
            guard value.count > 1, value[1] & 0x80 != 0 else { return nil }
            return (value.count - 1) * 8
        }
        guard first & 0x80 == 0 else { return nil }
        return value.count * 8 - first.leadingZeroBitCount
    }
}

/// Writes the data types of SSH (RFC 4251 §5).
struct SSHWireWriter {
    private(set) var bytes: [UInt8]

    /// Room for `capacity` bytes, so that a secret is not left behind by growing.
    init(_ start: [UInt8] = [], capacity: Int = 512) {
        bytes = []
        bytes.reserveCapacity(capacity)
        bytes += start
    }

    mutating func raw(_ value: [UInt8]) { bytes += value }

    mutating func uint32(_ value: Int) {
        for shift in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func string(_ value: [UInt8]) {
        uint32(value.count)
        bytes += value
    }

    mutating func string(_ value: String) { string(Array(value.utf8)) }

    /// A positive `mpint` of these digits, most significant first.
    mutating func integer(_ digits: [UInt8]) {
        let value = Array(digits.drop { $0 == 0 })
        string((value.first ?? 0) & 0x80 == 0 ? value : [0] + value)
    }

    /// Takes the bytes out, and leaves none.
    mutating func take() -> [UInt8] {
        let taken = bytes
        bytes = []
        return taken
    }
}
