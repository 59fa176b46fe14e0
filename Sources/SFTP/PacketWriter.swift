/// Writes packets one after another into one buffer that the transport drains.
struct PacketWriter {
    /// What has not been sent yet.
    var bytes: [UInt8] = []

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    mutating func uint32(_ value: UInt32) {
        for shift: UInt32 in [24, 16, 8, 0] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func uint64(_ value: UInt64) {
        uint32(UInt32(truncatingIfNeeded: value >> 32))
        uint32(UInt32(truncatingIfNeeded: value))
    }

    mutating func string(_ value: some Collection<UInt8>) {
        uint32(UInt32(value.count))
        bytes.append(contentsOf: value)
    }

    mutating func string(_ value: String) { string(Array(value.utf8)) }

    mutating func attributes(_ value: SFTPAttributes) {
        uint32(
            (value.size == nil ? 0 : 1) | (value.owner == nil ? 0 : 2) | (value.permissions == nil ? 0 : 4)
                | (value.times == nil ? 0 : 8))
        if let size = value.size { uint64(size) }
        if let owner = value.owner {
            uint32(owner.user)
            uint32(owner.group)
        }
        if let permissions = value.permissions { uint32(permissions) }
        if let times = value.times {
            uint32(times.accessed)
            uint32(times.modified)
        }
    }

    /// A whole packet: its length is filled in after `body`.
    mutating func packet(_ type: SFTPResponse, _ body: (inout PacketWriter) -> Void) {
        packet(type.rawValue, body)
    }

    /// A whole packet of the type with number `type`.
    mutating func packet(_ type: UInt8, _ body: (inout PacketWriter) -> Void) {
        let start = bytes.count
        uint32(0)
        byte(type)
        body(&self)
        let length = UInt32(bytes.count - start - 4)
        for (index, shift) in [24, 16, 8, 0].enumerated() {
            bytes[start + index] = UInt8(truncatingIfNeeded: length >> UInt32(shift))
        }
    }
}

/// Packet types from server to client (section 3).
enum SFTPResponse: UInt8 {
    case version = 2
    case status = 101
    case handle = 102
    case data = 103
    case name = 104
    case attributes = 105
    case extendedReply = 201
}
