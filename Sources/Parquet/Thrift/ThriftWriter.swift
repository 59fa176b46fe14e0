/// Types of a field in the compact protocol (Thrift, thrift-compact-protocol.md).
enum ThriftType: UInt8 {
    case stop = 0
    case yes = 1
    case no = 2
    case byte = 3
    case int16 = 4
    case int32 = 5
    case int64 = 6
    case double = 7
    case binary = 8
    case list = 9
    case set = 10
    case map = 11
    case structure = 12
}

/// Writes structs in Thrift's compact protocol.
///
/// Fields are written in ascending order of their numbers.
struct ThriftWriter {
    private(set) var bytes: [UInt8] = []
    private var last: Int16 = 0

    private mutating func header(_ field: Int16, _ type: ThriftType) {
        let delta = field - last
        if (1...15).contains(delta) {
            bytes.append(UInt8(delta) << 4 | type.rawValue)
        } else {
            bytes.append(type.rawValue)
            varint(zigzag(Int64(field)))
        }
        last = field
    }

    private mutating func varint(_ value: UInt64) { appendVarint(value, to: &bytes) }
    private func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }

    mutating func boolean(_ field: Int16, _ value: Bool) { header(field, value ? .yes : .no) }

    mutating func byte(_ field: Int16, _ value: Int8) {
        header(field, .byte)
        bytes.append(UInt8(bitPattern: value))
    }

    mutating func integer(_ field: Int16, _ value: Int16) {
        header(field, .int16)
        varint(zigzag(Int64(value)))
    }

    mutating func integer(_ field: Int16, _ value: Int32) {
        header(field, .int32)
        varint(zigzag(Int64(value)))
    }

    mutating func integer(_ field: Int16, _ value: Int64) {
        header(field, .int64)
        varint(zigzag(value))
    }

    mutating func binary(_ field: Int16, _ value: [UInt8]) {
        header(field, .binary)
        element(value)
    }

    mutating func string(_ field: Int16, _ value: String) { binary(field, Array(value.utf8)) }

    /// A struct as a field.
    mutating func structure(_ field: Int16, _ body: (inout ThriftWriter) -> Void) {
        header(field, .structure)
        element(body)
    }

    /// Opens a list; `count` calls of ``element(_:)`` follow.
    mutating func list(_ field: Int16, of type: ThriftType, count: Int) {
        header(field, .list)
        if count < 15 {
            bytes.append(UInt8(count) << 4 | type.rawValue)
        } else {
            bytes.append(0xf0 | type.rawValue)
            varint(UInt64(count))
        }
    }

    /// An integer as an element of a list.
    mutating func element(_ value: Int32) { varint(zigzag(Int64(value))) }

    /// An integer as an element of a list.
    mutating func element(_ value: Int64) { varint(zigzag(value)) }

    /// A boolean as an element of a list.
    mutating func element(_ value: Bool) { bytes.append(value ? ThriftType.yes.rawValue : ThriftType.no.rawValue) }

    /// Bytes as an element of a list.
    mutating func element(_ value: [UInt8]) {
        varint(UInt64(value.count))
        bytes += value
    }

    /// A struct as an element of a list.
    mutating func element(_ body: (inout ThriftWriter) -> Void) {
        let outer = last
        last = 0
        body(&self)
        stop()
        last = outer
    }

    /// Ends the outermost struct.
    mutating func stop() { bytes.append(ThriftType.stop.rawValue) }
}

/// Appends `value` as a variable-length integer: seven bits a byte, low bits first.
func appendVarint(_ value: UInt64, to bytes: inout [UInt8]) {
    var rest = value
    while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
}
