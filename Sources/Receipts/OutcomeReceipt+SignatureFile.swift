package import Crypto
package import Support

extension OutcomeReceipt {
    /// A signature file that is part of a drop's outcome.
    package struct SignatureFile: Sendable, Equatable {
        /// The producer's own name for it.
        package let name: String
        package let size: UInt64
        package let sha256: SHA256Digest
        package let receivedAt: Timestamp

        /// A file that arrived.
        package init(name: String, size: UInt64, sha256: SHA256Digest, receivedAt: Timestamp) {
            self.name = name
            self.size = size
            self.sha256 = sha256
            self.receivedAt = receivedAt
        }

        var json: JSONValue {
            .object([
                ("fileName", .text(name)), ("size", .count(size)), ("sha256", .text(sha256)),
                ("receivedAt", .text(receivedAt.iso8601(fraction: 3))),
            ])
        }
    }
}
