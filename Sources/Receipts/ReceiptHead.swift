package import Crypto
package import Support

/// What every receipt says: whose it is, where it stands in the account's chain, and which drop it is about.
package struct ReceiptHead: Sendable, Equatable {
    package var account: String
    /// Number in the account, from 1.
    package var number: Int
    /// SHA-256 of the JSON of the receipt before; nil for number 1.
    package var previous: SHA256Digest?
    package var dropID: String
    /// Name as the producer gave it; it is escaped wherever it is written.
    package var fileName: String
    /// Bytes of the file.
    package var size: UInt64
    package var sha256: SHA256Digest
    /// When the drop was handed over.
    package var receivedAt: Timestamp
    /// When this receipt was made.
    package var issuedAt: Timestamp
    /// Convention in force and its version; nil where none could be told.
    package var convention: ConventionReference?

    /// A convention and its version.
    package struct ConventionReference: Sendable, Equatable {
        package var id: String
        package var version: Int

        /// Version `version` of convention `id`.
        package init(id: String, version: Int) {
            self.id = id
            self.version = version
        }
    }

    /// The head of a receipt about the drop `dropID`.
    package init(
        account: String, number: Int, previous: SHA256Digest?, dropID: String, fileName: String, size: UInt64,
        sha256: SHA256Digest, receivedAt: Timestamp, issuedAt: Timestamp, convention: ConventionReference?
    ) {
        self.account = account
        self.number = number
        self.previous = previous
        self.dropID = dropID
        self.fileName = fileName
        self.size = size
        self.sha256 = sha256
        self.receivedAt = receivedAt
        self.issuedAt = issuedAt
        self.convention = convention
    }

    func json(_ kind: ReceiptKind) -> [(String, JSONValue)] {
        [
            ("format", .text(ReceiptKind.format)), ("kind", .text(kind.rawValue)), ("account", .text(account)),
            ("number", .count(number)), ("previous", .optional(previous)),
            (
                "drop",
                .object([
                    ("id", .text(dropID)), ("name", .text(Visible.escape(fileName))), ("size", .count(size)),
                    ("sha256", .text(sha256)),
                ])
            ),
            ("receivedAt", .text(receivedAt)), ("issuedAt", .text(issuedAt)),
            (
                "convention",
                convention.map { .object([("id", .text($0.id)), ("version", .count($0.version))]) } ?? JSONValue(.null)
            ),
        ]
    }
}

/// The statements about a drop: it arrived, it waits for other drops, it waits for an operator, it came to its end.
package enum ReceiptKind: String, Sendable, CaseIterable {
    case arrival, notice, quarantine, outcome

    /// Name and version of the JSON format.
    package static let format = "ecluse-receipt/1"
}
