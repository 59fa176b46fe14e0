/// What differs between the text forms of envelopes: base64 between a BEGIN and an END line.
struct ArmorFormat {
    /// The line before the base64, and the one after it.
    let begin: [UInt8]
    let end: [UInt8]
    /// Lengths that full lines may have, shortest first: the first line decides.
    let columns: [Int]
    /// Header lines between the BEGIN line and an empty one; nil where the base64 follows at once.
    var headers: Headers?
    /// Whether a line with a checksum may stand before the END line.
    var takesChecksum = false
    /// Whether white space may stand before the BEGIN line.
    var takesSpaceBefore = true
    /// What may follow the END line.
    var after: [UInt8] = Array(" \t\r\n".utf8)

    /// Most bytes before and after.
    static let maximumSpace = 1024

    /// Header lines.
    struct Headers {
        /// Most of them, and most bytes of one.
        let maximumCount: Int
        let maximumBytes: Int
        /// What each begins with.
        let names: [[UInt8]]
    }

    /// Most characters of a line of base64.
    var longestLine: Int { columns.last ?? 0 }

    /// Age's (age-encryption.org/v1, "ASCII armor"): strict PEM.
    static let age = ArmorFormat(begin: EnvelopeKind.armorBegin, end: AgeArmor.end, columns: [AgeArmor.columns])

    /// PEM of `label` (RFC 7468 §3), with the two widths that tools write.
    static func pem(_ label: String) -> ArmorFormat {
        ArmorFormat(
            begin: Array("-----BEGIN \(label)-----".utf8), end: Array("-----END \(label)-----".utf8),
            columns: [64, 76])
    }

    /// OpenPGP's, stricter than RFC 4880 §6 where that costs no known tool anything, so that nothing can be changed unseen but the
    /// text of a header line: all lines but the last are as long as the first, the checksum fits where there is one (RFC 9580
    /// §6.1 makes it optional), only line ends follow.
    static let openPGP = ArmorFormat(
        begin: OpenPGPArmor.begin, end: OpenPGPArmor.end, columns: Array(1...OpenPGPArmor.columns),
        headers: Headers(
            maximumCount: OpenPGPArmor.maximumHeaders, maximumBytes: OpenPGPArmor.maximumHeaderBytes,
            names: OpenPGPArmor.headers),
        takesChecksum: true, takesSpaceBefore: false, after: Array("\r\n".utf8))
}
