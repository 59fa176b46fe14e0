/// An answer of a server (draft-ietf-secsh-filexfer-02, section 7), decoded whole.
enum SFTPReply {
    case status(UInt32, sentence: String)
    case handle([UInt8])
    case data([UInt8])
    case names([SFTPEntry])
    case attributes(SFTPAttributes)
    /// Numbers of an extended answer, as `limits@openssh.com` has them.
    case extended([UInt64])

    /// Longest sentence of a status that is kept, in bytes.
    private static let longestSentence = 1000
    /// Longest handle (section 6.3).
    private static let longestHandle = 256
    /// Most numbers read of an extended answer.
    private static let numbers = 16

    /// Reads the body of a packet of `type`, behind its identifier; nil for a type that is no answer.
    init?(_ type: UInt8, _ packet: inout PacketReader) throws(SFTPFailure) {
        switch SFTPResponse(rawValue: type) {
        case .status:
            let code = try packet.uint32()
            // Servers of old versions send the number alone.
            let text = packet.remaining > 0 ? try packet.string() : []
            self = .status(code, sentence: String(decoding: text.prefix(SFTPReply.longestSentence), as: UTF8.self))
        case .handle:
            let handle = try packet.string()
            guard handle.count <= SFTPReply.longestHandle else { throw .badMessage }
            self = .handle(handle)
        case .data: self = .data(try packet.string())
        case .name:
            var entries: [SFTPEntry] = []
            // Each takes at least 12 bytes, so the count cannot outrun the packet.
            for _ in 0..<(try packet.uint32()) {
                let name = String(decoding: try packet.string(), as: UTF8.self)
                _ = try packet.range()
                entries.append(SFTPEntry(name: name, attributes: try packet.attributes()))
            }
            self = .names(entries)
        case .attributes: self = .attributes(try packet.attributes())
        case .extendedReply:
            var numbers: [UInt64] = []
            while packet.remaining >= 8, numbers.count < SFTPReply.numbers { numbers.append(try packet.uint64()) }
            self = .extended(numbers)
        case .version, nil: return nil
        }
    }
}
