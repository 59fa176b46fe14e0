package import Support

/// What an envelope shows to anyone, without a key.
package struct EnvelopeDescription: Sendable, Equatable {
    /// What the file is.
    package var kind: EnvelopeKind
    /// Whether it is text (armor, PEM) around the binary form.
    package var isText = false
    /// How the content is sealed; nil where that shows only to whom has the key, or nothing is sealed.
    package var cipher: String?
    /// One line a recipient: how the key is sealed, and for which key where that is said.
    package var recipients: [String] = []
    /// One line a signature that shows: most are sealed with the content.
    package var signers: [String] = []
}

/// Looks at envelopes without opening them.
package enum EnvelopeInspector {
    /// Describes the file that each call of `open` gives from its start.
    ///
    /// - Throws: ``EnvelopeFault`` where what can be seen breaks the format, or what `open` and its source throw.
    package static func describe(_ open: () throws -> any ByteSource) throws -> EnvelopeDescription {
        let source = LookaheadSource(try open())
        let kind = EnvelopeKind.detect(try source.peek(EnvelopeKind.prefixLength))
        var description = EnvelopeDescription(kind: kind)
        switch kind {
        case .empty: throw EnvelopeFault.empty
        case .age, .ageArmored:
            description.isText = kind == .ageArmored
            let header = try AgeHeader.read(
                from: description.isText ? LookaheadSource(ArmorReader(source, .age)) : source)
            description.cipher = "ChaCha20-Poly1305"
            description.recipients = header.stanzas.map(\.summary)
        case .cms:
            let binary = try CMSText.binary(source)
            description.isText = binary !== source
            do {
                try describeCMS(BERReader(binary), &description)
            } catch EnvelopeFault.notSealed {
                let content = try CMSText.binary(LookaheadSource(open()))
                guard SignedDataReader.begins(try content.peek(SignedDataReader.prefixLength)) else { break }
                description.signers = try SignedDataReader.signers(of: content).map(\.description)
            }
        case .openPGP:
            description.isText = try source.peek(OpenPGPArmor.begin.count) == OpenPGPArmor.begin
            let head = try OpenPGPHead.read(
                from: description.isText ? LookaheadSource(ArmorReader(source, .openPGP)) : source)
            description.cipher = head.container == .authenticated ? "AEAD" : "CFB, MDC"
            description.recipients = head.sessionKeys.map { key in
                key.keyID == 0 ? "key not named" : "key \(Hex.encode(bytes(of: key.keyID)).uppercased())"
            }
        case .zip, .gzip, .zstd, .sevenZip, .pdf, .parquet, .text, .unknown: break
        }
        return description
    }

    private static func bytes(of number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64($0))) }
    }

    private static func describeCMS(_ reader: BERReader, _ description: inout EnvelopeDescription) throws {
        let (header, _) = try CMSHeader.read(reader)
        description.cipher = header.algorithm.title
        description.recipients = header.recipients.flatMap(\.summaries)
    }
}
