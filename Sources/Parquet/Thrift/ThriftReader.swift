/// Reads structs in Thrift's compact protocol; strict, and bounded by the bytes that are there.
struct ThriftReader {
    /// Deepest nesting that is followed.
    static let maximumDepth = 16

    /// Number and type of a field.
    struct Field {
        let number: Int16
        let type: ThriftType
    }

    private let bytes: [UInt8]
    private(set) var position: Int
    private var last: Int16 = 0
    private var depth = 0

    init(_ bytes: [UInt8], at position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    /// The fault of what stands here.
    var malformed: ParquetFault { .malformed(position: position) }

    private mutating func byte() throws(ParquetFault) -> UInt8 {
        guard position < bytes.count else { throw malformed }
        position += 1
        return bytes[position - 1]
    }

    mutating func varint() throws(ParquetFault) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            let next = try byte()
            guard shift < 63 || next <= 1 else { throw malformed }
            value |= UInt64(next & 0x7f) << shift
            if next < 0x80 { return value }
        }
        throw malformed
    }

    private mutating func zigzag() throws(ParquetFault) -> Int64 {
        let value = try varint()
        return Int64(bitPattern: value >> 1) ^ -Int64(value & 1)
    }

    /// Reads a struct: `body` takes the value of each field it knows and says so, or says no and the value is skipped.
    mutating func structure(
        _ body: (inout ThriftReader, Field) throws(ParquetFault) -> Bool
    ) throws(ParquetFault) {
        guard depth < Self.maximumDepth else { throw malformed }
        depth += 1
        let outer = last
        last = 0
        while let field = try nextField() {
            if try !body(&self, field) { try skip(field.type, isElement: false) }
        }
        last = outer
        depth -= 1
    }

    private mutating func nextField() throws(ParquetFault) -> Field? {
        let head = try byte()
        guard let type = ThriftType(rawValue: head & 15) else { throw malformed }
        if type == .stop {
            guard head == 0 else { throw malformed }
            return nil
        }
        let delta = Int64(head >> 4)
        let number = delta == 0 ? try zigzag() : Int64(last) + delta
        guard let number = Int16(exactly: number), number > last else { throw malformed }
        last = number
        return Field(number: number, type: type)
    }

    mutating func boolean(_ field: Field) throws(ParquetFault) -> Bool {
        guard field.type == .yes || field.type == .no else { throw malformed }
        return field.type == .yes
    }

    mutating func int8(_ field: Field) throws(ParquetFault) -> Int8 {
        guard field.type == .byte else { throw malformed }
        return Int8(bitPattern: try byte())
    }

    mutating func int32(_ field: Field) throws(ParquetFault) -> Int32 {
        guard field.type == .int32 else { throw malformed }
        return try int32Element()
    }

    mutating func int64(_ field: Field) throws(ParquetFault) -> Int64 {
        guard field.type == .int64 else { throw malformed }
        return try zigzag()
    }

    mutating func binary(_ field: Field) throws(ParquetFault) -> [UInt8] {
        guard field.type == .binary else { throw malformed }
        return try binaryElement()
    }

    mutating func string(_ field: Field) throws(ParquetFault) -> String {
        guard let text = String(validating: try binary(field), as: UTF8.self) else { throw malformed }
        return text
    }

    /// Opens a list of `type` and says how many elements follow; each takes `least` bytes or more, so that what is built
    /// from them stays in proportion to the footer.
    mutating func list(_ field: Field, of type: ThriftType, least: Int = 1) throws(ParquetFault) -> Int {
        guard field.type == .list else { throw malformed }
        let (found, count) = try listHeader()
        guard found == type || count == 0, count <= (bytes.count - position) / least else { throw malformed }
        return count
    }

    /// Elements take at least a byte each, so a count beyond what is left is a lie.
    private mutating func listHeader() throws(ParquetFault) -> (ThriftType, Int) {
        let head = try byte()
        guard let type = ThriftType(rawValue: head & 15), type != .stop else { throw malformed }
        let count = head >> 4 == 15 ? try varint() : UInt64(head >> 4)
        guard count <= UInt64(bytes.count - position) else { throw malformed }
        return (type, Int(count))
    }

    mutating func int32Element() throws(ParquetFault) -> Int32 {
        guard let value = Int32(exactly: try zigzag()) else { throw malformed }
        return value
    }

    mutating func binaryElement() throws(ParquetFault) -> [UInt8] {
        let count = try varint()
        guard count <= UInt64(bytes.count - position) else { throw malformed }
        defer { position += Int(count) }
        return Array(bytes[position..<(position + Int(count))])
    }

    private mutating func skip(_ type: ThriftType, isElement: Bool) throws(ParquetFault) {
        switch type {
        case .stop: throw malformed
        case .yes, .no: if isElement { _ = try byte() }
        case .byte: _ = try byte()
        case .int16, .int32, .int64: _ = try varint()
        case .double: for _ in 0..<8 { _ = try byte() }
        case .binary: _ = try binaryElement()
        case .structure: try structure { _, _ in false }
        case .list, .set:
            guard depth < Self.maximumDepth else { throw malformed }
            depth += 1
            let (element, count) = try listHeader()
            for _ in 0..<count { try skip(element, isElement: true) }
            depth -= 1
        case .map: throw malformed
        }
    }
}
