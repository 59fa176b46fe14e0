internal import Support

/// The text form of CMS files: PEM (RFC 7468 §8, §9).
enum CMSText {
    /// Labels that are taken: `CMS` as the standard says, `PKCS7` as older tools write.
    private static let labels = ["CMS", "PKCS7"]

    /// The binary file in `source`, which may be PEM.
    ///
    /// - Throws: ``EnvelopeFault/mimeMessage`` for a mail message, whose text form changes on its way through mail tools.
    static func binary(_ source: LookaheadSource) throws -> LookaheadSource {
        let visible = try source.peek(EnvelopeKind.prefixLength).drop { AgeArmor.isWhitespace($0) }
        for label in labels where visible.starts(with: Array("-----BEGIN \(label)-----".utf8)) {
            return LookaheadSource(ArmorReader(source, .pem(label)))
        }
        guard visible.first != UInt8(ascii: "M") else { throw EnvelopeFault.mimeMessage }
        return source
    }
}
