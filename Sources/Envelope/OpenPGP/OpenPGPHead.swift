internal import Support

/// The packets before the content: sealed session keys, and the start of the one packet that they open (RFC 4880 §11.3).
struct OpenPGPHead {
    /// How the content is sealed.
    enum Container: UInt8 {
        /// CFB without any protection against change (RFC 4880 §5.7).
        case unprotected = 9
        /// CFB with a hash of the plaintext (§5.13).
        case modificationDetection = 18
        /// OCB or EAX, as GnuPG 2.3 and librnp write it (LibrePGP §5.16).
        case authenticated = 20
    }

    /// Most recipients of a file.
    static let maximumRecipients = 64
    /// Longest body of a session key packet: that of an RSA key of 16,384 bits has 2,060 bytes.
    static let maximumSessionKeyBytes = 4096

    private static let passphraseKey: UInt8 = 3
    private static let sessionKey: UInt8 = 1
    /// Tags of what begins a message that is not encrypted: signatures, compressed and literal data (§5.2, §5.4, §5.6, §5.9).
    private static let readableByAnyone: Set<UInt8> = [2, 4, 8, 11]

    /// The session keys.
    private(set) var sessionKeys: [OpenPGPSessionKey] = []
    /// How the content is sealed.
    private(set) var container = Container.unprotected
    /// Length of the first part of the content's packet.
    private(set) var length: OpenPGPPacketLength?
    /// All bytes up to the content.
    private(set) var bytes: [UInt8] = []

    /// Takes the head from `source`, which then is at the first byte of the content.
    static func read(from source: LookaheadSource) throws -> OpenPGPHead {
        var head = OpenPGPHead()
        while head.length == nil { try head.packet(source) }
        return head
    }

    private mutating func packet(_ source: LookaheadSource) throws {
        let offset = source.consumed
        let start = try source.peek(1 + OpenPGPPacketLength.maximumSize)
        guard let first = start.first else { throw EnvelopeFault.truncated(bytes: source.consumed) }
        guard first & 0x80 != 0 else { throw OpenPGPHead.malformed(offset) }
        let isNew = first & 0x40 != 0
        let tag = isNew ? first & 0x3f : first >> 2 & 0xf
        // Before its length, which compressed data as GnuPG writes it does not have.
        guard !sessionKeys.isEmpty || !OpenPGPHead.readableByAnyone.contains(tag) else {
            throw EnvelopeFault.notSealed(.openPGP)
        }
        let rest = Array(start.dropFirst())
        guard let length = isNew ? OpenPGPPacketLength(new: rest) : OpenPGPPacketLength(old: first, rest) else {
            let isEndless = !isNew && first & 3 == 3
            throw isEndless ? OpenPGPHead.malformed(offset) : EnvelopeFault.truncated(bytes: source.consumed)
        }
        switch tag {
        case OpenPGPHead.passphraseKey: throw EnvelopeFault.passphrase
        case OpenPGPHead.sessionKey:
            try sessionKey(source, length, offset)
        default:
            guard let container = Container(rawValue: tag), !sessionKeys.isEmpty else {
                throw OpenPGPHead.malformed(offset)
            }
            guard container != .unprotected else { throw EnvelopeFault.openPGP(.unprotected) }
            guard !length.isPartial || length.bytes >= OpenPGPPacketLength.minimumPart else {
                throw OpenPGPHead.malformed(offset)
            }
            self.container = container
            self.length = length
            bytes += try source.rest(limit: 1 + length.size)
        }
    }

    private mutating func sessionKey(_ source: LookaheadSource, _ length: OpenPGPPacketLength, _ offset: UInt64) throws
    {
        guard !length.isPartial, length.bytes <= UInt64(OpenPGPHead.maximumSessionKeyBytes) else {
            throw OpenPGPHead.malformed(offset)
        }
        let whole = 1 + length.size + Int(length.bytes)
        let packet = try source.rest(limit: whole)
        guard packet.count == whole else { throw EnvelopeFault.truncated(bytes: source.consumed) }
        guard let key = OpenPGPSessionKey(Array(packet[(1 + length.size)...])) else {
            throw OpenPGPHead.malformed(offset)
        }
        sessionKeys.append(key)
        guard sessionKeys.count <= OpenPGPHead.maximumRecipients else { throw EnvelopeFault.headerTooLong }
        bytes += packet
    }

    static func malformed(_ offset: UInt64) -> EnvelopeFault { .openPGP(.malformed(offset: offset)) }
}
