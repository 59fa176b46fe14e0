package import Crypto
package import Support

/// Drops that a manifest ties together, as the ledger holds them.
package struct DeliveryRecord: Sendable, Equatable {
    /// A file that the manifest names.
    package struct File: Sendable, Equatable {
        /// The name of its upload.
        package var name: String
        package var table: String
        /// The drop that was taken for it; nil while it is not there.
        package var drop: String?

        /// The file of `table` that is uploaded as `name`.
        package init(name: String, table: String, drop: String? = nil) {
            self.name = name
            self.table = table
            self.drop = drop
        }
    }

    /// The manifest's drop, whose identifier is the delivery's.
    package var manifest: String
    /// What the delivery is about: `YYYY`, `YYYYMM` or `YYYYMMDD`.
    package var period: String
    /// Digest over what the manifest says of tables and contents: two deliveries with the same one hold the same.
    package var content: SHA256Digest
    /// When it ends if it is not complete.
    package var deadline: Timestamp
    package var files: [File]

    /// A delivery whose manifest is the drop `manifest`.
    package init(manifest: String, period: String, content: SHA256Digest, deadline: Timestamp, files: [File]) {
        self.manifest = manifest
        self.period = period
        self.content = content
        self.deadline = deadline
        self.files = files
    }

    /// Tables whose files are not there yet.
    package var missing: [String] { files.filter { $0.drop == nil }.map(\.table) }

    /// Whether every file is there.
    package var isComplete: Bool { files.allSatisfy { $0.drop != nil } }
}

/// The end of an attempt at a delivery: what becomes of each of its drops, in one transaction.
package struct DeliveryOutcome: Sendable {
    /// Drops that end or go to quarantine, in the order of their receipts.
    package var outcomes: [Outcome]
    /// Files that the delivery lets go: they wait for another manifest.
    package var released: [String]
    /// Whether their producer is told so by a notice.
    package var notifies: Bool
    package var at: Timestamp

    /// `outcomes` for some drops, while those `released` go on waiting.
    package init(outcomes: [Outcome], released: [String] = [], notifies: Bool = true, at: Timestamp) {
        self.outcomes = outcomes
        self.released = released
        self.notifies = notifies
        self.at = at
    }
}

/// Renders a receipt of one of several drops; what ``ReceiptRenderer`` says holds for it too.
package typealias DeliveryReceiptRenderer = (_ drop: String, ReceiptSlot) throws -> StoredReceipt

/// Renders the notice that a delivery waits for the files of the tables `missing`.
package typealias DeliveryNoticeRenderer = (_ missing: [String], ReceiptSlot) throws -> StoredReceipt
