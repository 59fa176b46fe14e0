package import Crypto
package import Exclusion
package import Support

/// What a receipt says of its drop.
///
/// A drop has exactly one `arrival` and one `outcome`. Each time it is quarantined it also gets a `quarantine` notice, which
/// says that it waits for an operator; a file or manifest of a delivery may get a `notice`, which says until when it waits for
/// others. The outcome then follows as for any drop.
package enum ReceiptKind: String, Sendable, CaseIterable { case arrival, notice, quarantine, outcome }

/// The place that the ledger gives to a receipt in its account's chain.
package struct ReceiptSlot: Sendable, Equatable {
    package let account: String
    /// From 1, without gaps.
    package let number: Int64
    /// SHA-256 of the JSON of the receipt before; all zeros for the first.
    package let previous: SHA256Digest
    package let kind: ReceiptKind
    /// What the same transaction did to the exclusion matrix.
    package let matrix: ExclusionMatrix.Counts
}

/// Which receipt of an account is meant, without its content.
package struct ReceiptReference: Sendable, Equatable {
    package let number: Int64
    package let drop: String
    package let kind: ReceiptKind
}

/// A rendered receipt.
package struct StoredReceipt: Sendable, Equatable {
    package var json: [UInt8]
    package var signature: [UInt8]
    package var text: [UInt8]
    package var report: [UInt8]?
    /// SHA-256 of `json`: what the next receipt chains to.
    package var sha256: SHA256Digest

    /// A receipt of these parts.
    package init(json: [UInt8], signature: [UInt8], text: [UInt8], report: [UInt8]? = nil, sha256: SHA256Digest) {
        self.json = json
        self.signature = signature
        self.text = text
        self.report = report
        self.sha256 = sha256
    }
}

/// A receipt in the ledger.
package struct ReceiptRecord: Sendable, Equatable {
    package var account: String
    package var number: Int64
    package var drop: String
    package var kind: ReceiptKind
    package var createdAt: Timestamp
    package var previous: SHA256Digest
    package var content: StoredReceipt
    /// When it lay in the account's directory.
    package var deliveredAt: Timestamp?
    /// When the producer removed it there.
    package var acknowledgedAt: Timestamp?

    /// The receipt's SHA-256 as hexadecimal text.
    package var sha256Text: String { content.sha256.description }
    /// The SHA-256 of the receipt before it as hexadecimal text.
    package var previousText: String { previous.description }
}

/// Renders and signs a receipt for its place; called inside the transaction, so it must not call the ledger.
package typealias ReceiptRenderer = (ReceiptSlot) throws -> StoredReceipt
