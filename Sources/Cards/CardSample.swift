package import Crypto
internal import Support

/// A file of made-up records that goes with a card: what a drop of the table looks like, with data of nobody.
package struct CardSample: Sendable, Equatable {
    /// Beginning of the names of samples; files so named belong to the publication.
    package static let prefix = "sample-"

    /// The table that the records are of.
    package let table: String
    /// Name of the file beside the card.
    package let name: String
    /// Kind of file, a code of ``CardVocabulary/fileTypes``.
    package let type: String
    package let bytes: [UInt8]
    /// SHA-256 of the bytes, in hexadecimal.
    package let sha256: String

    /// The sample `bytes` of `table`, a file whose name ends in `.suffix`.
    package init(table: String, suffix: String, type: String, bytes: [UInt8]) throws(CryptoFault) {
        self.table = table
        name = "\(Self.prefix)\(table).\(suffix)"
        self.type = type
        self.bytes = bytes
        sha256 = try SHA256.hash(bytes).description
    }
}
