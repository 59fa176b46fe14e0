internal import Crypto
internal import Support

/// What stands before the content of an encrypted CMS file, and the rules for what stands after it (RFC 5652 §6.1, RFC 5083 §2.1).
struct CMSHeader {
    /// The two types of encrypted content.
    enum Kind { case authEnveloped, enveloped }

    /// Most recipients of a file.
    static let maximumRecipients = 64
    /// What all elements before the content, and all after it, may cost in memory.
    static let maximumBytes = 256 << 10

    let kind: Kind
    let version: Int
    let recipients: [CMSRecipient]
    let hasOriginator: Bool
    let contentType: ObjectIdentifier
    let algorithm: CMSAlgorithm

    /// Reads up to the content, which is given as a stream.
    static func read(_ reader: BERReader) throws -> (CMSHeader, OctetStream) {
        var budget = maximumBytes
        let kind = try begin(reader, &budget)
        let version = try reader.node(reader.expect(BERTag.integer), budget: &budget).integer
        var next = try reader.next()
        var hasOriginator = false
        if let header = next, header.identifier == BERTag.context(0) {
            hasOriginator = true
            _ = try reader.node(header, budget: &budget)
            next = try reader.next()
        }
        guard let version, let set = next, set.identifier == BERTag.set else { throw reader.malformed }
        let recipients = try recipients(reader, set, &budget)
        try reader.enter(reader.expect(BERTag.sequence))
        guard let type = try reader.node(reader.expect(BERTag.objectIdentifier), budget: &budget).oid,
            let algorithm = CMSAlgorithm(try reader.node(reader.expect(BERTag.sequence), budget: &budget)),
            let content = try reader.next()
        else { throw reader.malformed }
        let header = CMSHeader(
            kind: kind, version: version, recipients: recipients, hasOriginator: hasOriginator, contentType: type,
            algorithm: algorithm)
        return (header, try OctetStream(reader, content, tag: BERTag.context(0, constructed: false)))
    }

    /// Goes into the content, whose type must be one that is encrypted.
    private static func begin(_ reader: BERReader, _ budget: inout Int) throws -> Kind {
        try reader.enter(reader.expect(BERTag.sequence))
        guard let type = try reader.node(reader.expect(BERTag.objectIdentifier), budget: &budget).oid else {
            throw reader.malformed
        }
        let kind: Kind
        switch type {
        case .authEnvelopedData: kind = .authEnveloped
        case .envelopedData: kind = .enveloped
        // Anyone can read what is only signed, hashed or compressed.
        case .signedData, .data, .digestedData, .compressedData: throw EnvelopeFault.notSealed(.cms)
        default: throw EnvelopeFault.unsupportedAlgorithm(CMSAlgorithms.names[type] ?? type.description)
        }
        try reader.enter(reader.expect(BERTag.context(0)))
        try reader.enter(reader.expect(BERTag.sequence))
        return kind
    }

    private static func recipients(_ reader: BERReader, _ set: BERHeader, _ budget: inout Int) throws -> [CMSRecipient]
    {
        var recipients: [CMSRecipient] = []
        try reader.enter(set)
        while let header = try reader.next() {
            guard recipients.count < maximumRecipients else { throw EnvelopeFault.headerTooLong }
            guard let recipient = CMSRecipient(try reader.node(header, budget: &budget)) else { throw reader.malformed }
            recipients.append(recipient)
        }
        return recipients
    }

    /// Reads what follows the content to the end of the file; gives the authentication tag, where the kind has one.
    func readEnd(_ reader: BERReader) throws -> [UInt8]? {
        var budget = CMSHeader.maximumBytes
        try reader.leave()
        var next = try reader.next()
        var tag: [UInt8]?
        if kind == .authEnveloped {
            // They are authenticated before the content, and stand after it: no stream can check them.
            if next?.identifier == BERTag.context(1) { throw EnvelopeFault.attributesAfterContent }
            guard let header = next, let bytes = try reader.node(header, budget: &budget).octets() else {
                throw reader.malformed
            }
            tag = bytes
            next = try reader.next()
        }
        let attributes = next
        if let header = attributes {
            // Attributes that nothing protects: skipped, and never looked at.
            guard header.identifier == BERTag.context(kind == .authEnveloped ? 2 : 1) else { throw reader.malformed }
            _ = try reader.node(header, budget: &budget)
            try reader.leave()
        }
        guard isVersionRight(hasAttributes: attributes != nil) else { throw reader.malformed }
        try reader.leave()
        try reader.leave()
        try reader.finish()
        return tag
    }

    /// The version follows from what is in the file; it says nothing, and is checked so that no changed byte goes unnoticed.
    private func isVersionRight(hasAttributes: Bool) -> Bool {
        if kind == .authEnveloped { return version == 0 }
        if hasOriginator { return [2, 3, 4].contains(version) }
        let hasOthers = recipients.contains {
            switch $0 {
            case .passphrase, .other: true
            case .transport, .agreement: false
            }
        }
        if hasOthers { return version == 3 }
        return version == (hasAttributes || recipients.contains { $0.version != 0 } ? 2 : 0)
    }
}
